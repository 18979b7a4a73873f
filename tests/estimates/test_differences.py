import numpy as np
import pytest
import scipy.optimize
import scipy.spatial.distance
import scipy.stats

from facegap.estimates import (
    Estimates,
    Shares,
    divergence_between,
    jensen_shannon_of_shares,
    kl_of_shares,
    measure_between,
    p_values,
    q_values,
    subtract,
)


def shares(value: list[float], trials: float) -> Shares:
    """Shares of as many independent images, each of another person."""
    found = np.array(value)
    many = np.full(len(found), trials)
    return Shares(found, found * (1 - found) / trials, many, many, np.full(len(found), 1e9))


def exactly(value: float, low: float, high: float) -> Estimates:
    return Estimates(np.array([value]), np.array([low]), np.array([high]))


def test_divergences_of_shares_are_scipys() -> None:
    p, q = np.array([0.3]), np.array([0.05])
    assert kl_of_shares(p, q)[0] == pytest.approx(scipy.stats.entropy([0.3, 0.7], [0.05, 0.95]))
    shannon = scipy.spatial.distance.jensenshannon([0.3, 0.7], [0.05, 0.95]) ** 2
    assert jensen_shannon_of_shares(p, q)[0] == pytest.approx(shannon)
    assert jensen_shannon_of_shares(np.array([0.0]), np.array([1.0]))[0] == pytest.approx(np.log(2))


def test_the_interval_of_a_difference_on_the_ellipse_is_zou_and_donners() -> None:
    p, q = exactly(0.3, 0.2, 0.45), exactly(0.35, 0.31, 0.5)
    wanted = subtract(p, q)
    found = measure_between(lambda a, b: b - a, q.value - p.value, p=p, q=q)
    assert found.low[0] == pytest.approx(wanted.low[0], abs=2e-5)
    assert found.high[0] == pytest.approx(wanted.high[0], abs=2e-5)


def test_the_interval_of_a_divergence_holds_what_both_shares_allow_together() -> None:
    """Against a fine grid of the whole region, not of its edge only."""
    p, q = exactly(0.3, 0.2, 0.45), exactly(0.7, 0.5, 0.75)
    found = divergence_between(kl_of_shares, kl_of_shares(p.value, q.value), p=p, q=q)
    x, y = np.meshgrid(np.linspace(-1, 1, 401), np.linspace(-1, 1, 401))
    inside = x**2 + y**2 <= 1
    ours = 0.3 + np.where(x > 0, 0.15, 0.1) * x
    theirs = 0.7 + np.where(y > 0, 0.05, 0.2) * y
    grid = kl_of_shares(ours[inside], theirs[inside])
    assert found.low[0] == pytest.approx(grid.min(), abs=2e-3)
    assert found.high[0] == pytest.approx(grid.max(), abs=2e-3)


def test_a_divergence_may_be_zero_where_the_difference_may_and_is_never_below() -> None:
    near = divergence_between(kl_of_shares, np.array([1e-4]), p=exactly(0.3, 0.2, 0.4), q=exactly(0.31, 0.25, 0.4))
    assert (near.low[0], near.high[0] > 1e-4) == (0, True)
    never = divergence_between(kl_of_shares, np.array([2.0]), p=exactly(0.3, 0.2, 0.4), q=exactly(0.0, 0.0, 0.05))
    assert never.low[0] > 0
    assert never.high[0] == np.inf


def test_chances_agree_with_the_interval() -> None:
    """At the level that is the chance, the interval ends at zero."""
    ours, theirs = shares([0.3, 0.5, 0.0, 0.2], 100), shares([0.45, 0.52, 0.1, 0.2], 80)
    found = p_values(ours, theirs)
    assert found[3] == 1
    for index, chance in enumerate(found[:3]):
        difference = subtract(ours.interval(chance / 2), theirs.interval(chance / 2))
        assert min(abs(difference.low[index]), abs(difference.high[index])) < 1e-6
    apart = subtract(ours.interval(), theirs.interval())
    np.testing.assert_array_equal(found < 0.05, (apart.low > 0) | (apart.high < 0))


def test_chances_are_near_those_of_other_exact_tests_and_on_the_careful_side() -> None:
    for a, b in ((30, 45), (0, 6), (1, 9), (50, 55)):
        fisher = scipy.stats.fisher_exact([[a, 100 - a], [b, 100 - b]]).pvalue
        boschloo = scipy.stats.boschloo_exact([[a, 100 - a], [b, 100 - b]]).pvalue
        found = p_values(shares([a / 100], 100), shares([b / 100], 100))[0]
        assert boschloo < found < 2.5 * fisher


def test_there_is_no_chance_without_an_interval() -> None:
    unknown = Shares(*(np.array([x]) for x in (0.5, np.nan, 1.0, 1.0, 1.0)))
    assert np.isnan(p_values(unknown, shares([0.1], 100))).all()


def test_false_discovery_is_scipys_and_leaves_out_what_was_not_tested() -> None:
    chance = np.array([0.01, np.nan, 0.04, 0.03, 0.8])
    found = q_values(chance)
    wanted = scipy.stats.false_discovery_control([0.01, 0.04, 0.03, 0.8])
    np.testing.assert_allclose(found[[0, 2, 3, 4]], wanted)
    assert np.isnan(found[1])
    assert np.isnan(q_values(np.array([np.nan]))).all()
