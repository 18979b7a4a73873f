"""Fairness on a list of pairs that have groups."""

import numpy as np
import pytest

from facegap.benchmark import Verification, evaluate_verification
from facegap.benchmark.fairness import task_fairness


def groups_of_pairs(
    *, people: int, pairs: int, shift: float, seed: int, folds: int | None = 5
) -> tuple[Verification, np.ndarray, np.ndarray]:
    """Two groups of as many pairs; non-mated scores of the second are higher by ``shift``."""
    rng = np.random.default_rng(seed)
    count = 4 * pairs
    mated = np.arange(count) % 2 == 0
    second_group = np.arange(count) >= count // 2
    first = rng.integers(0, people, count) + people * second_group
    other = rng.integers(0, people - 1, count)
    other += other >= first - people * second_group  # somebody else
    second = np.where(mated, first, other + people * second_group)
    scores = np.where(mated, rng.normal(0.6, 0.1, count), rng.normal(0.1, 0.1, count) + shift * second_group)
    groups = np.where(second_group, "second", "first").astype(object)
    at = None if folds is None else np.arange(count) % (2 * folds) // 2
    return Verification("t", first, second, mated, at, groups), scores, np.arange(2 * people)


def test_rates_are_those_of_each_group_at_one_threshold() -> None:
    task, scores, people = groups_of_pairs(people=300, pairs=400, shift=0.1, seed=0)
    found = evaluate_verification(task, scores, people=people)
    fairness = task_fairness(task, scores, found, people=people)
    assert [level.fmr for level in fairness.levels] == [0.1, 0.01]  # 1e-3 of 800 non-mated pairs can't be seen
    for level in fairness.levels:
        for group in level.groups:
            of = task.groups == group.name
            assert group.fmr is not None
            assert group.fnmr is not None
            assert group.fmr.value == pytest.approx((scores[of & ~task.mated] >= level.threshold).mean())
            assert group.fnmr.value == pytest.approx((scores[of & task.mated] < level.threshold).mean())
            assert group.fmr.low <= group.fmr.value < group.fmr.high
    first, second = fairness.levels[0].groups
    assert first.fmr is not None
    assert second.fmr is not None
    assert first.fmr.high < second.fmr.low  # the shift is seen


def test_accuracy_of_groups_makes_the_trade_off() -> None:
    task, scores, people = groups_of_pairs(people=300, pairs=400, shift=0.2, seed=1)
    found = evaluate_verification(task, scores, people=people)
    fairness = task_fairness(task, scores, found, people=people)
    assert found.accuracy is not None
    assert fairness.summary is not None
    values = np.array(list(fairness.accuracy.values()))
    assert np.average(values) == pytest.approx(found.accuracy.mean.value, abs=1e-9)  # groups are of one size
    assert fairness.accuracy["first"] > fairness.accuracy["second"]
    assert fairness.summary.trade_off == pytest.approx(values.mean() - values.std())


def test_people_who_recur_widen_intervals() -> None:
    """Few people in many pairs tell less than many people in as many."""
    widths = []
    for people_count in (40, 2000):
        task, scores, people = groups_of_pairs(people=people_count, pairs=500, shift=0, seed=2)
        rng = np.random.default_rng(3)
        scores = scores + 0.15 * rng.standard_normal(len(people))[task.first] * ~task.mated  # some are like many others
        found = evaluate_verification(task, scores, people=people)
        fmr = task_fairness(task, scores, found, people=people).levels[0].groups[0].fmr
        assert fmr is not None
        widths.append(fmr.high - fmr.low)
    assert widths[0] > 1.5 * widths[1]


def test_pairs_without_scores_folds_or_groups() -> None:
    task, scores, people = groups_of_pairs(people=300, pairs=400, shift=0, seed=4, folds=None)
    scores[:40] = np.nan
    found = evaluate_verification(task, scores, people=people)
    fairness = task_fairness(task, scores, found, people=people)
    assert (fairness.accuracy, fairness.summary) == ({}, None)
    assert sum(group.mated + group.non_mated for group in fairness.levels[0].groups) == 1600 - 40
    plain = Verification("t", task.first, task.second, task.mated)
    with pytest.raises(ValueError, match="the pairs of t have no groups"):
        task_fairness(plain, scores, found, people=people)


def test_pairs_without_a_score_are_counted_by_group_and_as_wrong() -> None:
    task, scores, people = groups_of_pairs(people=300, pairs=400, shift=0.1, seed=6)
    assert task.groups is not None
    assert task.folds is not None
    task.groups[-40:] = "unseen"
    lost = (np.arange(1600) % 7 == 0) & (task.groups == "second") | (task.groups == "unseen")
    holes = np.where(lost, np.nan, scores)
    found = evaluate_verification(task, holes, people=people)
    fairness = task_fairness(task, holes, found, people=people)
    assert found.accuracy is not None
    right = ~lost & ((scores >= np.array(found.accuracy.thresholds)[task.folds]) == task.mated)
    assert set(fairness.accuracy) == {"first", "second"}
    expected = {name: pytest.approx(right[task.groups == name].mean()) for name in ("first", "second", "unseen")}
    assert fairness.accuracy_of_all == expected
    assert fairness.accuracy_of_all["first"] == fairness.accuracy["first"]
    assert fairness.summary_of_all is not None
    assert fairness.summary_of_all.average == pytest.approx(np.mean(list(fairness.accuracy_of_all.values())))
    level = fairness.levels[0]
    assert [group.name for group in level.groups] == ["first", "second", "unseen"]
    for group in level.groups:
        of = task.groups == group.name
        assert group.skipped == np.sum(of & lost)
        assert group.fnmr_of_all is not None
        missed = lost | (scores < level.threshold)
        assert group.fnmr_of_all.value == pytest.approx(missed[of & task.mated].mean())
        assert group.fnmr_of_all.low <= group.fnmr_of_all.value <= group.fnmr_of_all.high
    assert level.groups[0].fnmr_of_all == level.groups[0].fnmr
    assert (level.groups[2].fnmr, level.groups[2].fmr) == (None, None)
    assert level.groups[2].too_few is not None


def test_a_group_with_pairs_of_one_kind_has_the_interval_of_that_kind() -> None:
    task, scores, people = groups_of_pairs(people=300, pairs=400, shift=0, seed=5)
    assert task.groups is not None
    task.groups[800:][~task.mated[800:]] = None
    found = evaluate_verification(task, scores, people=people)
    mated_only = task_fairness(task, scores, found, people=people).levels[0].groups[1]
    assert (mated_only.mated, mated_only.fmr) == (400, None)
    assert mated_only.fnmr is not None
    assert 0 <= mated_only.fnmr.low <= mated_only.fnmr.value < mated_only.fnmr.high < 0.05
    assert mated_only.too_few == "0 false matches expected, at least 30 needed"
