import numpy as np
import pytest
import scipy.stats

from facegap.estimates.differences import subtract
from facegap.estimates.groups import group_people
from facegap.estimates.shares import (
    Estimates,
    count_people,
    estimate_shares,
    independent_trials,
    share_interval,
    share_of_images,
    share_of_people,
)


def column(*values: int) -> np.ndarray:
    """One kind of image, a value for each group."""
    return np.array(values)[:, None]


def test_images_of_different_people_have_the_exact_interval() -> None:
    """Where each image is of another person, Clopper and Pearson's, as SciPy has it, for as many images."""
    found = estimate_shares(column(0, 0, 0, 0), whole=column(5, 5, 5, 5), people=np.array([20.0]))
    exact = scipy.stats.binomtest(0, 20).proportion_ci(0.95, "exact")
    assert (found.value[0], found.low[0], found.high[0]) == (0, 0, pytest.approx(exact.high))
    found = estimate_shares(column(2, 2, 2, 2), whole=column(5, 5, 5, 5), people=np.array([20.0]))
    few = scipy.stats.norm.ppf(0.975) / scipy.stats.t.ppf(0.975, 3)
    low, high = scipy.stats.beta.ppf([0.025, 0.975], [8, 9], [13, 12])
    assert few**2 * 20 < 20
    assert (found.low[0], found.high[0]) == (pytest.approx(low), pytest.approx(high))


def test_the_jackknife_gives_the_number_of_independent_images() -> None:
    """By hand: shares with a group left out, their variance, and the binomial trials with that variance."""
    part, whole = np.array([30, 10, 25, 5, 20]), np.array([50, 40, 60, 30, 45])
    share = part.sum() / whole.sum()
    left = np.array([(part.sum() - a) / (whole.sum() - b) for a, b in zip(part, whole, strict=True)])
    variance = 4 / 5 * sum((left - left.mean()) ** 2)
    trials = share * (1 - share) / variance * (1.959964 / 2.776445) ** 2
    low = scipy.stats.beta.ppf(0.025, share * trials, (1 - share) * trials + 1)
    high = scipy.stats.beta.ppf(0.975, share * trials + 1, (1 - share) * trials)
    found = estimate_shares(part[:, None], whole=whole[:, None], people=np.array([3.0]))
    assert found.value[0] == share
    assert (found.low[0], found.high[0]) == (pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6))


def test_images_count_no_more_than_they_are_and_no_less_than_their_people() -> None:
    alike = estimate_shares(column(10, 10, 10, 10), whole=column(20, 20, 20, 20), people=np.array([8.0]))
    apart = estimate_shares(column(20, 0, 20, 0), whole=column(20, 20, 20, 20), people=np.array([8.0]))
    few = (scipy.stats.norm.ppf(0.975) / scipy.stats.t.ppf(0.975, 3)) ** 2
    for found, trials in ((alike, 80 * few), (apart, 8)):
        assert found.low[0] == pytest.approx(scipy.stats.beta.ppf(0.025, trials / 2, trials / 2 + 1))


def test_there_is_no_interval_of_one_group_or_of_nothing() -> None:
    one = estimate_shares(column(3), whole=column(5), people=np.array([1.0]))
    assert one.value[0] == 0.6
    assert np.isnan([one.low[0], one.high[0]]).all()
    alone = estimate_shares(column(3, 0), whole=column(5, 0), people=np.array([2.0]))
    assert alone.value[0] == 0.6
    assert np.isnan([alone.low[0], alone.high[0]]).all()
    nothing = estimate_shares(column(0, 0), whole=column(0, 0), people=np.array([0.0]))
    assert np.isnan(nothing).all()


def test_people_with_most_of_the_images_count_for_less() -> None:
    assert count_people(np.repeat([0, 3, 7], 5)) == pytest.approx(3)
    assert count_people(np.array([0] * 98 + [1, 2])) == pytest.approx(100**2 / (98**2 + 2))
    assert count_people(np.array([], dtype=np.int64)) == 0


def test_a_difference_takes_each_side_from_the_interval_that_it_comes_from() -> None:
    ours = Estimates(*(np.array([x]) for x in (0.2, 0.1, 0.5)))
    theirs = Estimates(*(np.array([x]) for x in (0.6, 0.3, 0.7)))
    found = subtract(ours, theirs)
    assert found.value[0] == pytest.approx(0.4)
    assert found.low[0] == pytest.approx(0.4 - np.hypot(0.3, 0.3))
    assert found.high[0] == pytest.approx(0.4 + np.hypot(0.1, 0.1))
    back = subtract(theirs, ours)
    assert (back.low[0], back.high[0]) == (pytest.approx(-found.high[0]), pytest.approx(-found.low[0]))


@pytest.mark.parametrize(("errors", "pairs"), [(0, 50), (1, 300), (20, 40), (7, 7)])
def test_with_the_variance_of_a_binomial_the_interval_is_the_exact_one(errors: int, pairs: int) -> None:
    share = errors / pairs
    variance = share * (1 - share) / pairs
    found = share_interval(share, variance=variance, least=pairs, most=pairs, people=1e9)
    exact = scipy.stats.binomtest(errors, pairs).proportion_ci(0.95, "exact")
    assert (found.low, found.high) == (pytest.approx(exact.low), pytest.approx(exact.high))


@pytest.mark.parametrize(("some", "people"), [(0, 20), (5, 10), (1, 1)])
def test_a_share_of_people_has_the_exact_interval(some: int, people: int) -> None:
    found = share_of_people(np.arange(people) < some)
    exact = scipy.stats.binomtest(some, people).proportion_ci(0.95, "exact")
    assert (found.value, found.low, found.high) == pytest.approx((some / people, exact.low, exact.high))


def test_trials_are_as_many_as_the_variance_says_within_what_there_can_be() -> None:
    share, variance = 0.2, 0.2 * 0.8 / 40
    assert independent_trials(share, variance=variance, least=10, most=100, people=1e9) == pytest.approx(40)
    assert independent_trials(share, variance=variance / 100, least=10, most=100, people=1e9) == 100
    assert independent_trials(share, variance=0.0, least=10, most=100, people=1e9) == 100
    assert independent_trials(0.0, variance=0.0, least=10, most=100, people=1e9) == 10
    few = (scipy.stats.norm.ppf(0.975) / scipy.stats.t.ppf(0.975, 4)) ** 2
    assert independent_trials(share, variance=variance, least=10, most=100, people=5) == pytest.approx(40 * few)


@pytest.mark.parametrize(("variance", "people"), [(float("nan"), 20), (0.01, 1)])
def test_without_a_variance_there_is_no_interval(variance: float, people: float) -> None:
    for share in (0.0, 0.3, 1.0):
        found = share_interval(share, variance=variance, least=5, most=9, people=people)
        assert found.value == share
        assert np.isnan([found.low, found.high]).all()


def test_a_share_of_images_is_counted_by_groups_of_people() -> None:
    rng = np.random.default_rng(8)
    owners, among = rng.integers(0, 30, 200), rng.random(200) < 0.7
    chosen, groups = among & (rng.random(200) < 0.3), group_people(owners, seed=0)
    part, whole = (
        np.array([[(mask & (groups.of == g)).sum()] for g in range(groups.count)]) for mask in (chosen, among)
    )
    expected = estimate_shares(part, whole=whole, people=np.array([count_people(owners[among])])).at(0)
    assert share_of_images(chosen, owners, groups=groups, among=among) == expected
    assert share_of_images(chosen, owners, groups=groups).value == chosen.mean()
