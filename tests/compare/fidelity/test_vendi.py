import numpy as np
import pytest
import scipy.linalg
from tests.compare.fidelity.people_sets import measured, people

from facegap.compare.fidelity import vendi_score


def naive(points: np.ndarray) -> float:
    """From the cosines of all pairs, as the paper writes it."""
    vectors = points.astype(np.float64)
    shares = scipy.linalg.eigvalsh(vectors @ vectors.T / len(vectors))
    shares = shares[shares > 1e-12]
    return float(np.exp(-np.sum(shares * np.log(shares))))


@pytest.mark.parametrize("images", [1, 5, 40, 300])
def test_as_by_the_cosines_of_all_pairs(images: int) -> None:
    points = people(images, 1, seed=images, dimensions=20).embeddings
    assert vendi_score(points) == pytest.approx(naive(points), rel=1e-5)


def test_as_many_as_there_are_different_directions() -> None:
    """Equally frequent unit vectors at right angles count one each; two at an angle follow from their cosine."""
    assert vendi_score(np.repeat(np.eye(7, dtype=np.float32), 3, axis=0)) == pytest.approx(7)
    assert vendi_score(np.repeat(np.eye(1, 9, dtype=np.float32), 50, axis=0)) == pytest.approx(1)
    shares = np.array([1 + 0.6, 1 - 0.6]) / 2
    two = np.array([[1, 0], [0.6, 0.8]], dtype=np.float32)
    assert vendi_score(two) == pytest.approx(np.exp(-np.sum(shares * np.log(shares))), rel=1e-6)


def test_each_set_and_the_difference_with_intervals_over_people() -> None:
    real, synthetic = people(60, 4, seed=0), people(60, 4, seed=1, wide=0.3)
    found = measured("vendi", real, synthetic)
    assert found.sides
    for side, embedded in zip(found.sides, (real, synthetic), strict=True):
        assert side.value == pytest.approx(naive(embedded.embeddings), rel=1e-5)
        assert side.low < side.value < side.high
    assert found.estimate.value == pytest.approx(found.sides[1].value - found.sides[0].value)
    assert found.estimate.high < -found.floor < 0
