import numpy as np
import pytest
from tests.compare.fidelity.people_sets import people

from facegap.compare.fidelity import Manifolds, compare_manifolds


def naive(real: np.ndarray, synthetic: np.ndarray, k: int) -> dict[str, float]:
    """From all distances at once, in double precision."""

    def squared(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return np.array([np.sum((b.astype(np.float64) - row) ** 2, axis=1) for row in a.astype(np.float64)])

    radii = [np.sort(squared(points, points), axis=1)[:, k] for points in (real, synthetic)]
    apart = squared(real, synthetic)
    return {
        "precision": (apart < radii[0][:, None]).any(axis=0).mean(),
        "recall": (apart < radii[1]).any(axis=1).mean(),
        "density": (apart < radii[0][:, None]).sum(axis=0).mean() / k,
        "coverage": (apart < radii[0][:, None]).any(axis=1).mean(),
    }


def numbers(found: Manifolds) -> dict[str, float]:
    return {name: getattr(found, name) for name in ("precision", "recall", "density", "coverage")}


@pytest.mark.parametrize("k", [1, 3, 5])
@pytest.mark.parametrize("dimensions", [1, 7, 64])
def test_as_by_all_distances(k: int, dimensions: int) -> None:
    rng = np.random.default_rng(dimensions)
    real = rng.standard_normal((700, dimensions), dtype=np.float32)
    synthetic = (0.7 * rng.standard_normal((600, dimensions)) + 0.2).astype(np.float32)
    found = compare_manifolds(real=real, synthetic=synthetic, neighbors=k)
    assert numbers(found) == pytest.approx(naive(real, synthetic, k), abs=1e-12)


def test_near_ties_are_decided_in_double_precision() -> None:
    """One cluster is so far away that single precision confuses all distances within either."""
    rng = np.random.default_rng(0)
    real, synthetic = (rng.integers(0, 4, size=(600, 12)).astype(np.float32) for _ in range(2))
    real[:50], synthetic[:50] = real[:50] / 4 + 3000, synthetic[:50] / 4 + 3000
    found = compare_manifolds(real=real, synthetic=synthetic, neighbors=5)
    assert numbers(found) == pytest.approx(naive(real, synthetic, 5), abs=1e-12)


def test_a_row_of_points_and_a_point_on_the_edge() -> None:
    """A neighborhood ends before its radius; the image itself isn't its own neighbor."""
    real = np.arange(20, dtype=np.float32)[:, None]
    synthetic = np.array([[-1], [4.25], [4.25], [19.5]], dtype=np.float32)
    found = compare_manifolds(real=real, synthetic=synthetic, neighbors=1)
    assert found.holding.tolist() == [0, 2, 2, 1]
    assert found.nearest.tolist() == [0, 4, 4, 19]
    assert found.distance.tolist() == [1, 0.0625, 0.0625, 0.25]
    assert np.flatnonzero(found.covered).tolist() == [4, 5, 19]
    # Radii of the synthetic points are 5.25, 0, 0 and 15.25.
    assert np.flatnonzero(found.recalled).tolist() == list(range(20))
    assert numbers(found) == {"precision": 0.75, "recall": 1.0, "density": 1.25, "coverage": 0.15}


def test_collapse_has_precision_without_recall_and_the_reverse() -> None:
    """P is the data: a synthetic set of few kinds lies among real images, and leaves most of them alone."""
    varied, collapsed = people(400, 1, seed=0), people(400, 1, seed=1, wide=0.05)
    forth = compare_manifolds(real=varied.embeddings, synthetic=collapsed.embeddings)
    back = compare_manifolds(real=collapsed.embeddings, synthetic=varied.embeddings)
    assert forth.precision > 0.9
    assert forth.recall < 0.1
    assert (back.precision, back.recall) == (forth.recall, forth.precision)
    assert forth.coverage < 0.5


def test_copies_and_sets_that_are_the_same() -> None:
    real = people(30, 2, seed=2).embeddings
    found = compare_manifolds(real=real, synthetic=real)
    assert numbers(found) == {"precision": 1, "recall": 1, "density": 1, "coverage": 1}
    assert found.nearest.tolist() == list(range(60))
    one = np.ones((10, 4), dtype=np.float32)  # all at one place: no neighborhood has any room
    assert numbers(compare_manifolds(real=one, synthetic=one)) == dict.fromkeys(numbers(found), 0)


@pytest.mark.parametrize(
    ("points", "neighbors", "message"),
    [
        (np.zeros((9, 3)), 5, "must be matrices with as many columns"),
        (np.zeros((6, 2)), 5, "6 synthetic points; at least 7"),
        (np.full((9, 2), np.nan), 5, "synthetic point 0 and 8 others are not finite"),
        (np.zeros((9, 2)), 0, "0 neighbors"),
    ],
)
def test_what_can_not_be_compared(points: np.ndarray, neighbors: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compare_manifolds(real=np.eye(9, 2, dtype=np.float32), synthetic=points.astype(np.float32), neighbors=neighbors)
