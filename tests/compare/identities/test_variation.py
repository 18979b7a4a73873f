import itertools

import numpy as np
import scipy.stats
from tests.compare.identities.people import around, embedded, unit

from facegap.compare.identities import compare_variation, spread_of


def test_spread_is_that_of_all_pairs() -> None:
    vectors, people = unit(0, 60, 6), np.random.default_rng(0).integers(0, 25, 60) * 3
    found = spread_of(embedded(vectors, people))
    assert found
    exact = vectors.astype(np.float64)
    means = {person: exact[people == person].mean(axis=0) for person in found.people}
    directions = {person: mean / np.linalg.norm(mean) for person, mean in means.items()}
    for place, person in enumerate(found.people):
        own = exact[people == person]
        pairs = [a @ b for a, b in itertools.combinations(own, 2)]
        assert np.isclose(found.within[place], np.mean(pairs) if pairs else np.nan, atol=1e-6, equal_nan=True)
        scores = {other: directions[person] @ directions[other] for other in means if other != person}
        nearest = max(scores, key=lambda other: scores[other])
        assert np.isclose(found.nearest[place], scores[nearest], atol=1e-6)
        assert np.isclose(found.across[place], np.mean(own @ exact[people == nearest].T), atol=1e-6)
    several = found.several
    assert np.array_equal(found.overlapping, found.across[several] >= found.within[several])


def test_images_of_one_direction_have_no_variation() -> None:
    found = spread_of(around(0, 12, 5, noise=0))
    assert found
    assert np.allclose(found.within, 1)
    assert np.allclose(found.nearest, found.across, atol=1e-6)
    assert not found.overlapping.any()


def test_opposite_images_cancel_out() -> None:
    vectors = np.array([[1, 0], [-1, 0], [0, 1], [0, 1]], dtype=np.float32)
    found = spread_of(embedded(vectors, np.array([0, 0, 1, 1])))
    assert found
    assert found.within.tolist() == [-1, 1]
    assert found.across.tolist() == [0, 0]
    assert found.overlapping.tolist() == [True, False]


def test_known_within_score() -> None:
    """Of x = (c + ne)/|c + ne| with e of length 1 in many dimensions, two images have a score of 1 / (1 + n²)."""
    real, synthetic = around(0, 150, 6, noise=1.0, dimensions=256), around(1, 100, 4, noise=0.5, dimensions=256)
    found = compare_variation(real=real, synthetic=synthetic)
    assert found.real
    assert found.synthetic
    assert found.difference
    assert found.real.within.low < 0.5 < found.real.within.high
    assert found.synthetic.within.low < 0.8 < found.synthetic.within.high
    assert found.difference.within.low < 0.3 < found.difference.within.high
    assert (found.real.identities, found.synthetic.identities) == (100, 100)
    assert found.real.overlapping.value == 0 < found.real.overlapping.high < 0.05
    assert found.real.within_scores.total == 100


def test_the_same_set_twice_is_no_difference() -> None:
    found = compare_variation(real=around(0, 60, 4, noise=1), synthetic=around(0, 60, 4, noise=1)).difference
    assert found
    for estimate in (found.within, found.nearest, found.margin, found.overlapping):
        assert estimate.low <= estimate.value == 0 <= estimate.high
    assert 0 < found.within_floor < 0.05


def test_identities_of_random_images_overlap() -> None:
    people = np.repeat(np.arange(200), 3)
    noise = embedded(unit(0, 600), people)
    found = compare_variation(real=around(0, 200, 3, noise=0.5), synthetic=noise)
    assert found.synthetic
    assert found.real
    assert found.difference
    assert found.synthetic.overlapping.low > 0.8
    assert found.real.overlapping.high < 0.1
    assert found.difference.margin.high < 0 < found.difference.overlapping.low
    overlapping = found.synthetic.overlapping
    exact = scipy.stats.binomtest(round(200 * overlapping.value), 200).proportion_ci(0.95, "exact")
    assert np.allclose([overlapping.low, overlapping.high], [exact.low, exact.high])


def test_a_mean_is_held_by_its_interval_as_often_as_it_says() -> None:
    held = 0
    for seed in range(60):
        few = around(100 + seed, 24, 3, noise=1.0, dimensions=256)
        found = compare_variation(real=few, synthetic=few).real
        assert found
        held += found.within.low <= 0.5 <= found.within.high
    assert held >= 53
