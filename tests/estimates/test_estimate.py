import numpy as np
import pytest
import scipy.stats

from facegap.estimates import (
    Estimate,
    LeftOutInTurn,
    PeopleGroups,
    estimate_statistic,
    estimate_statistics,
    floor_of_means,
    jackknife,
    mean_over_people,
    median_floor,
)


def test_the_interval_of_a_mean_is_students() -> None:
    """With groups of one, the jackknife of a mean is its usual standard error."""
    values = np.random.default_rng(0).normal(5, 2, 30)
    left_out = [np.delete(values, at).mean() for at in range(30)]
    found = jackknife(values.mean(), [left_out], bounds=(-np.inf, np.inf))
    low, high = scipy.stats.t.interval(0.95, 29, values.mean(), scipy.stats.sem(values))
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_two_samples_add_their_variances() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=20), rng.normal(size=20)
    left_out = [[np.delete(x, at).mean() for at in range(20)] for x in (a, b)]
    found = jackknife(a.mean() - b.mean(), left_out, bounds=(-9, 9))
    half = scipy.stats.t.ppf(0.975, 19) * np.hypot(scipy.stats.sem(a), scipy.stats.sem(b))
    assert found.high - found.value == pytest.approx(half)


def test_intervals_stay_within_bounds_or_are_absent() -> None:
    bounded = jackknife(0.001, [[0.0, 0.5, 0.0]], bounds=(0, 1))
    assert (bounded.low, bounded.high <= 1) == (0, True)
    assert np.isnan(jackknife(0.5, [[0.5]], bounds=(0, 1)).low)
    assert np.isnan(jackknife(0.0, [[0.0] * 20], bounds=(0, 1)).high)
    assert np.isnan(jackknife(0.5, [[0.5, float("nan")]], bounds=(0, 1)).high)


def test_what_is_known_and_what_has_an_interval() -> None:
    nan = float("nan")
    both = [(Estimate(*parts).known, Estimate(*parts).bounded) for parts in ((1, 0, 2), (1, nan, nan), (nan, 0, 1))]
    assert both == [(True, True), (True, False), (False, True)]


def test_statistics_of_two_samples_are_estimated_by_leaving_groups_out_in_turn() -> None:
    rng = np.random.default_rng(5)
    samples = [rng.normal(size=20) for _ in range(2)]
    means = [LeftOutInTurn(x.mean(), [np.delete(x, at).mean() for at in range(20)]) for x in samples]
    found = estimate_statistic(lambda p, q: p - q, *means, bounds=(-9, 9))
    left_out = [[p - means[1].everyone for p in means[0].left_out], [means[0].everyone - q for q in means[1].left_out]]
    assert found == jackknife(means[0].everyone - means[1].everyone, left_out, bounds=(-9, 9))
    difference, ratio = estimate_statistics(
        lambda p, q: np.array([p - q, p / q]), *means, bounds=[(-9, 9), (-np.inf, np.inf)]
    )
    assert difference == found
    assert ratio == estimate_statistic(lambda p, q: p / q, *means, bounds=(-np.inf, np.inf))


def test_a_mean_over_people_is_their_images() -> None:
    values, owners = np.random.default_rng(6).normal(size=60), np.repeat(np.arange(20), 3)
    groups = PeopleGroups(owners, 20, np.zeros((0, 20), dtype=bool))
    found = mean_over_people(values, groups, bounds=(-9, 9))
    left_out = [values[owners != person].mean() for person in range(20)]
    expected = jackknife(values.mean(), [left_out], bounds=(-9, 9))
    assert (found.value, found.low, found.high) == pytest.approx((expected.value, expected.low, expected.high))


def test_floors_are_medians_over_divisions() -> None:
    assert np.isnan(median_floor([]))
    assert median_floor(x for x in (3.0, 1.0, 7.0)) == 3
    assert np.isnan(floor_of_means(np.arange(3.0), seed=0))
    values = np.random.default_rng(7).normal(size=4000)
    # Two halves of 2,000 people: the difference has the deviation √(2 / 2000), and the median 0.674 of it.
    assert floor_of_means(values, seed=0) == pytest.approx(0.674 * (2 / 2000) ** 0.5, rel=0.5)
