import numpy as np
import pytest
import scipy.stats

from facegap.estimates import Estimate, jackknife


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
