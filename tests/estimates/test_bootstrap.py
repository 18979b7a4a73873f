import numpy as np
import pytest

from facegap.estimates import bootstrap_variance, exponential_weights, people_units


def test_people_are_whole_in_their_units() -> None:
    people = np.array([4, 4, 9, 2, 9, 4])
    units = people_units(people, seed=0)
    assert units.count == 3
    assert units.of[0] == units.of[1] == units.of[5]
    assert units.of[2] == units.of[4]
    assert len(np.unique(units.of)) == 3


def test_many_people_are_dealt_into_units_of_about_as_many() -> None:
    people = np.repeat(np.arange(1000), 3)
    units = people_units(people, seed=0, most=64)
    assert units.count == 64
    assert all(len(np.unique(units.of[people == person])) == 1 for person in range(0, 1000, 50))
    sizes = np.bincount(units.of)
    assert (sizes.min(), sizes.max()) == (45, 48)


@pytest.mark.parametrize("most", [400, 100])
def test_the_variance_is_that_of_a_mean_over_people(most: int) -> None:
    """In closed form s² / n, with whole people or with several in a unit."""
    values = np.random.default_rng(0).gamma(2.0, size=400)
    units = people_units(np.arange(400), seed=1, most=most)
    part = np.bincount(units.of, weights=values)
    whole = np.bincount(units.of).astype(float)
    weights = exponential_weights(units.count, seed=2, replicates=4000)
    found = bootstrap_variance((weights @ part) / (weights @ whole), units=units.count)
    assert found == pytest.approx(values.var(ddof=1) / 400, rel=0.06 if most == 400 else 0.3)


def test_few_units_have_an_unbiased_variance() -> None:
    rng = np.random.default_rng(1)
    found = []
    for seed in range(300):
        weights = exponential_weights(5, seed=seed)
        found.append(bootstrap_variance((weights @ rng.normal(size=5)) / weights.sum(axis=1), units=5))
    assert np.mean(found) == pytest.approx(1 / 5, rel=0.1)


def test_one_unit_has_no_variance() -> None:
    assert np.isnan(bootstrap_variance(np.ones((10, 3)), units=1)).all()
