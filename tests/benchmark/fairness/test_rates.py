from random import Random

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from facegap.base.errors import BenchmarkError
from facegap.benchmark.fairness.indices import GroupErrorRates, estimate_indices, fdr, garbe, gini, inequity_rate
from facegap.benchmark.fairness.rates import GroupCounts, count_groups, measure_fairness

RATES = arrays(np.float64, st.integers(2, 8), elements=st.floats(0.001, 0.5))


def rates(*values: float) -> np.ndarray:
    return np.array(values)


def counts(fmr: list[float], fnmr: list[float], *, trials: int = 10_000) -> GroupCounts:
    """Within groups only, with just these rates."""
    whole = np.diag(np.full(len(fmr), trials))
    matches = (np.rint(np.array(part) * trials).astype(int) for part in (1 - np.array(fnmr), fmr))
    mated, non_mated = (np.diag(found) for found in matches)
    return GroupCounts(tuple("abcdefgh"[: len(fmr)]), whole, mated, whole, non_mated)


def test_the_formulas_by_hand() -> None:
    fmr, fnmr = rates(0.01, 0.02, 0.04), rates(0.10, 0.30, 0.20)
    assert fdr(fmr=fmr, fnmr=fnmr) == pytest.approx(1 - (0.5 * 0.03 + 0.5 * 0.20))
    assert fdr(fmr=fmr, fnmr=fnmr, alpha=0.9) == pytest.approx(1 - (0.9 * 0.03 + 0.1 * 0.20))
    assert inequity_rate(fmr=fmr, fnmr=fnmr) == pytest.approx(4**0.5 * 3**0.5)
    assert inequity_rate(fmr=fmr, fnmr=fnmr, alpha=0.25) == pytest.approx(4**0.25 * 3**0.75)
    # Σ|rᵢ − rⱼ| of FMR is 2 · (.01 + .03 + .02), so G is 3/2 · .12 / (18 · .07/3); of FNMR 3/2 · .8 / (18 · .2).
    assert gini(fmr) == pytest.approx(3 / 7)
    assert garbe(fmr=fmr, fnmr=fnmr) == pytest.approx(0.5 * 3 / 7 + 0.5 / 3)


@given(RATES)
def test_gini_is_that_of_a_loop(values: np.ndarray) -> None:
    n = len(values)
    double = sum(abs(a - b) for a in values for b in values)
    assert gini(values) == pytest.approx(n / (n - 1) * double / (2 * n**2 * values.mean()), abs=1e-12)


@given(RATES, st.randoms(use_true_random=False))
def test_the_order_of_groups_is_of_no_matter_and_alike_is_fair(values: np.ndarray, random: Random) -> None:
    order = list(range(len(values)))
    random.shuffle(order)
    for index in (fdr, inequity_rate, garbe):
        one = index(fmr=values, fnmr=values[::-1])
        assert one == pytest.approx(float(index(fmr=values[order], fnmr=values[::-1][order])))
    alike = np.full_like(values, values[0])
    assert fdr(fmr=alike, fnmr=alike) == 1
    assert inequity_rate(fmr=alike, fnmr=alike) == 1
    assert garbe(fmr=alike, fnmr=alike) == pytest.approx(0, abs=1e-12)


def test_ends_of_the_indices() -> None:
    one_errs, none_errs = rates(0, 0, 0.2), rates(0, 0, 0)
    assert gini(one_errs) == pytest.approx(1)
    assert inequity_rate(fmr=one_errs, fnmr=one_errs) == np.inf
    assert np.isnan(inequity_rate(fmr=none_errs, fnmr=one_errs))
    assert np.isnan(garbe(fmr=none_errs, fnmr=one_errs))
    assert fdr(fmr=none_errs, fnmr=none_errs) == 1


def test_what_is_not_defined_is_not_invented() -> None:
    found = measure_fairness(counts([0.01, 0.02], [0, 0.1]), fmr=0.015, threshold=0.3)
    assert found.ir
    assert found.ir.value == np.inf
    assert found.ir.high == np.inf
    assert 1 < found.ir.low < np.inf
    none = measure_fairness(counts([0.01, 0.02], [0, 0]), fmr=0.015, threshold=0.3)
    assert (none.ir, none.garbe) == (None, None)
    assert none.fdr
    assert none.fdr.value == pytest.approx(0.995)


def test_rates_have_exact_intervals() -> None:
    found = measure_fairness(counts([0.01, 0.02], [0, 0.1]), fmr=0.015, threshold=0.3)
    group = found.groups[1]
    assert group.fmr
    exact = scipy.stats.binomtest(200, 10_000).proportion_ci(0.95, "exact")
    assert (group.fmr.value, group.fmr.low, group.fmr.high) == (
        0.02,
        pytest.approx(exact.low),
        pytest.approx(exact.high),
    )
    first = found.groups[0].fnmr
    assert first
    exact = scipy.stats.binomtest(0, 10_000).proportion_ci(0.95, "exact")
    assert (first.value, first.low, first.high) == (0, 0, pytest.approx(exact.high))


def test_fewer_independent_comparisons_give_wider_intervals() -> None:
    given = counts([0.01, 0.02], [0.05, 0.1])
    few = given.with_trials(mated=np.full(2, np.inf), non_mated=np.full(2, 4000.0))
    wide, narrow = (measure_fairness(c, fmr=0.015, threshold=0.3) for c in (few, given))
    exact = scipy.stats.binomtest(80, 4000).proportion_ci(0.95, "exact")
    assert wide.groups[1].fmr
    assert wide.groups[1].fmr.high == pytest.approx(exact.high)
    assert wide.groups[1].fnmr == narrow.groups[1].fnmr
    assert wide.fdr
    assert narrow.fdr
    assert wide.fdr.value == narrow.fdr.value
    assert wide.fdr.low < narrow.fdr.low


def test_groups_with_too_little_are_shown_and_left_out() -> None:
    whole = np.diag([10_000, 10_000, 2_000, 10_000, 0])
    matches = np.diag([100, 200, 0, 100, 0])
    mated = np.diag([200, 300, 200, 99, 0])
    given = GroupCounts(("a", "b", "c", "d", "e"), mated, mated // 2, whole, matches, np.array([50, 9, 50, 50, 0]))
    found = measure_fairness(given, fmr=0.01, threshold=0.3)
    assert [group.too_few for group in found.groups] == [
        None,
        "9 people, at least 10 needed",
        "20 false matches expected, at least 30 needed",
        "99 mated comparisons, at least 100 needed",
        "0 people, at least 10 needed; 0 false matches expected, at least 30 needed; "
        "0 mated comparisons, at least 100 needed",
    ]
    assert found.compared == ("a",)
    assert (found.fdr, found.ir, found.garbe) == (None, None, None)
    assert found.groups[2].fmr
    assert (found.groups[2].fmr.value, found.groups[2].fmr.high) == (0, pytest.approx(0.00184, abs=1e-4))
    assert (found.groups[4].fmr, found.groups[4].fnmr) == (None, None)


def test_groups_whose_people_are_too_few_to_tell_are_left_out() -> None:
    given = counts([0.01, 0.02, 0.01, 0.02], [0.05, 0.1, 0.1, 0.1])
    given = given.with_trials(mated=np.array([1e4, np.nan, 1e4, 1e4]), non_mated=np.array([1e4, 1e4, 1e4, np.nan]))
    found = measure_fairness(given, fmr=0.015, threshold=0.3)
    assert found.compared == ("a", "c")
    assert found.fdr
    assert [group.too_few for group in found.groups[1::2]] == [
        "too few people in mated comparisons",
        "too few people in non-mated comparisons",
    ]


def test_between_groups_the_upper_triangle_counts_both_ways() -> None:
    given = counts([0.01, 0.02], [0.1, 0.1])
    given.non_mated[0, 1], given.non_mated_matches[0, 1] = 1000, 5
    given.non_mated[1, 0], given.non_mated_matches[1, 0] = 777, 700
    found = measure_fairness(given, fmr=0.01, threshold=0.3).between
    assert [[cell.value if cell else None for cell in row] for row in found] == [[0.01, 0.005], [0.005, 0.02]]


def test_counts_of_pairs_are_those_of_a_loop() -> None:
    rng = np.random.default_rng(0)
    scores, mated = rng.normal(size=500).round(1), rng.random(500) < 0.4
    groups = rng.choice(np.array(["x", "y", "z", None], dtype=object), 500)
    found = count_groups(scores, mated, groups, threshold=0.3)
    assert found.names == ("x", "y", "z")
    for at, name in enumerate(found.names):
        chosen = [at for at in range(500) if groups[at] == name]
        assert found.mated[at, at] == sum(mated[i] for i in chosen)
        assert found.mated_matches[at, at] == sum(mated[i] and scores[i] >= 0.3 for i in chosen)
        assert found.non_mated_matches[at, at] == sum(not mated[i] and scores[i] >= 0.3 for i in chosen)
    assert found.non_mated.sum() == np.trace(found.non_mated)
    with pytest.raises(BenchmarkError, match="no pair of the protocol has a group"):
        count_groups(scores, mated, np.full(500, None), threshold=0.3)


def test_counts_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match=r"mated has the shape \(3, 3\) where 2 groups need \(2, 2\)"):
        GroupCounts(("a", "b"), *[np.zeros((3, 3), dtype=np.int64)] * 4)
    with pytest.raises(ValueError, match="non_mated_matches must lie between 0 and"):
        GroupCounts(("a",), *(np.array([[number]]) for number in (3, 2, 5, 6)))


@pytest.mark.parametrize(
    ("fmr", "fnmr"),
    [
        (rates(0.01, 0.01, 0.01, 0.01), rates(0.05, 0.05, 0.05, 0.05)),
        (rates(0.005, 0.01, 0.01, 0.02), rates(0.03, 0.05, 0.05, 0.08)),
    ],
    ids=["alike", "apart"],
)
def test_intervals_cover_the_truth_about_as_often_as_they_say(fmr: np.ndarray, fnmr: np.ndarray) -> None:
    rng = np.random.default_rng(1)
    truth = {
        "fdr": fdr(fmr=fmr, fnmr=fnmr),
        "ir": inequity_rate(fmr=fmr, fnmr=fnmr),
        "garbe": garbe(fmr=fmr, fnmr=fnmr),
    }
    covered = dict.fromkeys(truth, 0)
    for _ in range(100):
        seen = [
            GroupErrorRates(rng.binomial(trials, rate) / trials, np.full(4, float(trials)))
            for rate, trials in ((fmr, 3000), (fnmr, 1000))
        ]
        found = estimate_indices(fmr=seen[0], fnmr=seen[1])._asdict()
        for name in truth:
            covered[name] += found[name].low - 1e-9 <= truth[name] <= found[name].high + 1e-9
    # Of 95 % in 100, fewer than 89 have a chance under 1 %.
    assert min(covered.values()) >= 89, covered
