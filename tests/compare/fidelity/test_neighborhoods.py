import numpy as np
import pytest
from sklearn.metrics import pairwise_distances
from sklearn.neighbors import NearestNeighbors
from tests.compare.fidelity.people_sets import people

from facegap.compare.fidelity import CrossNeighborhoods, compare_neighborhoods, measure_fidelity
from facegap.matching import EmbeddedSet

NAMES = ("precision", "recall", "density", "coverage")


def numbers(found: CrossNeighborhoods) -> dict[str, float]:
    return {name: getattr(found, name) for name in NAMES}


def squared(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """All at once, in double precision."""
    return np.array([np.sum((b.astype(np.float64) - row) ** 2, axis=1) for row in a.astype(np.float64)])


def published(real: np.ndarray, synthetic: np.ndarray, k: int) -> dict[str, float]:
    """By the formulas of the papers, as the package ``prdc`` has them."""
    radii = [np.sort(squared(points, points), axis=1)[:, k] for points in (real, synthetic)]
    apart = squared(real, synthetic)
    return {
        "precision": (apart < radii[0][:, None]).any(axis=0).mean(),
        "recall": (apart < radii[1]).any(axis=1).mean(),
        "density": (apart < radii[0][:, None]).sum(axis=0).mean() / k,
        "coverage": (apart < radii[0][:, None]).any(axis=1).mean(),
    }


def by_people(real: EmbeddedSet, synthetic: EmbeddedSet, k: int) -> dict[str, float]:
    """One image and one person after the other."""

    def radius(embedded: EmbeddedSet, image: int) -> float:
        apart = squared(embedded.embeddings[image : image + 1], embedded.embeddings)[0]
        others = np.unique(embedded.people[embedded.people != embedded.people[image]])
        return sorted(apart[embedded.people == other].min() for other in others)[k - 1]

    radii = [
        np.array([radius(embedded, image) for image in range(len(embedded.people))]) for embedded in (real, synthetic)
    ]
    apart = squared(real.embeddings, synthetic.embeddings)
    inside = apart < radii[0][:, None]
    synthetic_people = np.unique(synthetic.people)
    held = [inside[:, synthetic.people == person].any(axis=1).sum() for person in synthetic_people]
    expected = k * len(real.people) / len(np.unique(real.people))
    return {
        "precision": inside.any(axis=0).mean(),
        "recall": (apart < radii[1]).any(axis=1).mean(),
        "density": float(np.mean(held)) / expected,
        "coverage": inside.any(axis=1).mean(),
    }


def some_people(seed: int, *, images: int, most: int, dimensions: int) -> EmbeddedSet:
    """Images of people who have one to ``most`` each, in no order, and not of unit length."""
    rng = np.random.default_rng(seed)
    owners = rng.permutation(np.repeat(np.arange(images), rng.integers(1, most + 1, images))[:images]) * 3 + 1
    centers = rng.standard_normal((owners.max() + 1, dimensions))
    points = centers[owners] + 0.4 * rng.standard_normal((images, dimensions)) + 0.1 * seed
    return EmbeddedSet(points.astype(np.float32), owners, 0, 0)


@pytest.mark.parametrize("k", [1, 3, 5])
@pytest.mark.parametrize("dimensions", [1, 7, 64])
def test_the_published_form_is_as_by_all_distances(k: int, dimensions: int) -> None:
    rng = np.random.default_rng(dimensions)
    real = rng.standard_normal((700, dimensions), dtype=np.float32)
    synthetic = (0.7 * rng.standard_normal((600, dimensions)) + 0.2).astype(np.float32)
    found = compare_neighborhoods(real=real, synthetic=synthetic, neighbors=k)
    assert numbers(found) == pytest.approx(published(real, synthetic, k), abs=1e-12)


def test_the_published_form_is_as_by_scikit_learn() -> None:
    rng = np.random.default_rng(3)
    real, synthetic = rng.standard_normal((300, 5)), rng.standard_normal((200, 5)) + 0.5
    of_real, of_synthetic = (
        NearestNeighbors(n_neighbors=5).fit(points).kneighbors()[0][:, -1] for points in (real, synthetic)
    )
    apart = pairwise_distances(real, synthetic)
    found = compare_neighborhoods(real=real.astype(np.float32), synthetic=synthetic.astype(np.float32))
    expected = (
        np.mean([np.any(apart[:, image] < of_real) for image in range(200)]),
        np.mean([np.any(apart[image] < of_synthetic) for image in range(300)]),
        np.sum(apart < of_real[:, None]) / 5 / 200,
        np.mean(apart.min(axis=1) < of_real),
    )
    assert tuple(numbers(found).values()) == pytest.approx(expected)


@pytest.mark.parametrize(("k", "most"), [(1, 9), (3, 4), (5, 9), (5, 600)])
def test_neighborhoods_of_people_are_as_by_a_naive_loop(k: int, most: int) -> None:
    """Of few images a person, of many, and of so many that a person's images fill more than one block."""
    real = some_people(0, images=400, most=9, dimensions=6)
    synthetic = some_people(1, images=2000 if most > 9 else 500, most=most, dimensions=6)
    found = compare_neighborhoods(
        real=real.embeddings,
        synthetic=synthetic.embeddings,
        real_people=real.people,
        synthetic_people=synthetic.people,
        neighbors=k,
    )
    assert numbers(found) == pytest.approx(by_people(real, synthetic, k), abs=1e-12)


def test_with_one_image_a_person_both_forms_are_the_same() -> None:
    real, synthetic = people(80, 1, seed=0), people(70, 1, seed=1, shift=1)
    found = [measure_fidelity(real=real, synthetic=synthetic, reach=reach).metrics for reach in ("people", "images")]
    assert found[0] == found[1]
    alone = published(real.embeddings, synthetic.embeddings, 5)
    assert {name: found[0][name].estimate.value for name in NAMES} == pytest.approx(alone)


@pytest.mark.parametrize("noise", [0.05, 0.3, 1.0])
def test_two_halves_of_one_world_meet_however_alike_the_images_of_a_person_are(noise: float) -> None:
    """Ten images each of 80 people, in halves: the published form finds them apart where a person's are alike."""
    both = people(80, 10, seed=2, noise=noise, dimensions=64)
    first = both.people < 40
    halves = [EmbeddedSet(both.embeddings[part], both.people[part], 0, 0) for part in (first, ~first)]
    found = measure_fidelity(real=halves[0], synthetic=halves[1]).metrics
    assert min(found["precision"].estimate.value, found["recall"].estimate.value) > 0.9
    images = measure_fidelity(real=halves[0], synthetic=halves[1], reach="images").metrics
    assert images["recall"].estimate.value < (0.05 if noise < 1 else 1)


def test_density_and_coverage_of_one_world_are_what_they_must_be() -> None:
    """By exchange of people: density 1, and coverage one less the chance that the first k of all are real people."""
    real_people, synthetic_people, k = 12, 20, 3
    found = []
    for seed in range(150):
        both = people(real_people + synthetic_people, 6, seed=seed, noise=0.2, dimensions=4)
        first = both.people < real_people
        found.append(
            compare_neighborhoods(
                real=both.embeddings[first],
                synthetic=both.embeddings[~first],
                real_people=both.people[first],
                synthetic_people=both.people[~first],
                neighbors=k,
            )
        )
    others = np.arange(real_people - 1, real_people - 1 - k, -1)
    coverage = 1 - np.prod(others / (others + synthetic_people))
    assert np.mean([one.density for one in found]) == pytest.approx(1, abs=0.06)
    assert np.mean([one.coverage for one in found]) == pytest.approx(coverage, abs=0.02)


def test_near_ties_are_decided_in_double_precision() -> None:
    """One cluster is so far away that single precision confuses all distances within either."""
    rng = np.random.default_rng(0)
    real, synthetic = (rng.integers(0, 4, size=(600, 12)).astype(np.float32) for _ in range(2))
    real[:50], synthetic[:50] = real[:50] / 4 + 3000, synthetic[:50] / 4 + 3000
    found = compare_neighborhoods(real=real, synthetic=synthetic, neighbors=5)
    assert numbers(found) == pytest.approx(published(real, synthetic, 5), abs=1e-12)
    owners = np.arange(600) // 3
    sets = [EmbeddedSet(points, owners, 0, 0) for points in (real, synthetic)]
    found = compare_neighborhoods(real=real, synthetic=synthetic, real_people=owners, synthetic_people=owners)
    assert numbers(found) == pytest.approx(by_people(*sets, 5), abs=1e-12)


def test_a_row_of_points_and_a_point_on_the_edge() -> None:
    """A neighborhood ends before its radius; the image itself isn't its own neighbor."""
    real = np.arange(20, dtype=np.float32)[:, None]
    synthetic = np.array([[-1], [4.25], [4.25], [19.5]], dtype=np.float32)
    found = compare_neighborhoods(real=real, synthetic=synthetic, neighbors=1)
    assert found.holding.tolist() == [0, 2, 2, 1]
    assert found.nearest.tolist() == [0, 4, 4, 19]
    assert found.distance.tolist() == [1, 0.0625, 0.0625, 0.25]
    assert np.flatnonzero(found.covered).tolist() == [4, 5, 19]
    # Radii of the synthetic points are 5.25, 0, 0 and 15.25.
    assert np.flatnonzero(found.recalled).tolist() == list(range(20))
    assert numbers(found) == {"precision": 0.75, "recall": 1.0, "density": 1.25, "coverage": 0.15}


def test_copies_within_a_set_leave_no_room() -> None:
    one = np.ones((10, 4), dtype=np.float32)
    assert numbers(compare_neighborhoods(real=one, synthetic=one)) == dict.fromkeys(NAMES, 0)


@pytest.mark.parametrize(
    ("points", "owners", "neighbors", "message"),
    [
        (np.zeros((9, 3)), None, 5, "must be matrices with as many columns"),
        (np.zeros((5, 2)), None, 5, "5 synthetic points; 5 neighbors need 6 at least"),
        (np.zeros((9, 2)), np.arange(9) // 3, 5, "3 synthetic people; 5 neighbors need 6"),
        (np.zeros((9, 2)), np.arange(8), 5, r"\(8,\) people of 9 synthetic points"),
        (np.full((9, 2), np.nan), None, 5, "synthetic point 0 and 8 others are not finite"),
        (np.zeros((9, 2)), None, 0, "0 neighbors"),
    ],
)
def test_what_can_not_be_compared(points: np.ndarray, owners: np.ndarray | None, neighbors: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compare_neighborhoods(
            real=np.eye(9, 2, dtype=np.float32),
            synthetic=points.astype(np.float32),
            synthetic_people=owners,
            neighbors=neighbors,
        )
