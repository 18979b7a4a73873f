"""How fair a recognizer is on a list of pairs that have groups."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array, FloatingArray, Int64Array, ObjectArray
from facegap.benchmark.fairness.rates import (
    GroupCounts,
    GroupFairness,
    count_groups,
    false_non_match_rates,
    measure_fairness,
)
from facegap.benchmark.frcsyn.accuracy import AccuracySummary, group_accuracies, summarize_accuracies
from facegap.benchmark.protocol import Verification
from facegap.benchmark.verification.evaluation import PairRates
from facegap.benchmark.verification.people import PairsOfPeople
from facegap.estimates import Draw, independent_trials

LEVELS = (1e-1, 1e-2, 1e-3)
"""False match rates over all groups at which thresholds are set (Melzi et al., 2024)."""


@dataclass(frozen=True)
class TaskFairness:
    """Fairness on one list of pairs.

    Attributes:
        task: The name of the list of pairs.
        accuracy: The accuracy of each group, at the thresholds of the folds of all pairs together; empty without folds.
        summary: AVG, SD and TO of these accuracies, as FRCSyn ranks; None without folds.
        accuracy_of_all: The accuracy of each group where pairs without a score count as wrong; empty without folds.
        summary_of_all: AVG, SD and TO of these; None without folds.
        levels: The error rates of groups, and the indices, at each overall FMR that can be seen.
    """

    task: str
    accuracy: dict[str, float]
    summary: AccuracySummary | None
    accuracy_of_all: dict[str, float]
    summary_of_all: AccuracySummary | None
    levels: tuple[GroupFairness, ...]


def task_fairness(
    task: Verification,
    scores: FloatingArray,
    result: PairRates,
    *,
    people: Int64Array,
    seed: int = 0,
) -> TaskFairness:
    """Compare the groups of a task at thresholds that are the same for all.

    Args:
        task: The pairs, with groups.
        scores: float (pairs,), cosines; NaN where there is none: such pairs count nowhere.
        result: What ``evaluate_verification`` gave for the same scores.
        people: int64 (references,), a number for each person.
        seed: The seed of the replicates that the intervals are from.

    Raises:
        ValueError: the task has no groups.
    """
    if task.groups is None:
        msg = f"the pairs of {task.name} have no groups"
        raise ValueError(msg)
    scored = ~np.isnan(scores)
    accuracy, accuracy_of_all = _accuracies(task, scores, scored, result)
    points = {point.level: point.threshold for point in result.points if point.level in LEVELS}
    return TaskFairness(
        task=task.name,
        accuracy=accuracy,
        summary=summarize_accuracies(list(accuracy.values())) if accuracy else None,
        accuracy_of_all=accuracy_of_all,
        summary_of_all=summarize_accuracies(list(accuracy_of_all.values())) if accuracy_of_all else None,
        levels=tuple(
            _level(task, scores, scored, people, level=level, threshold=threshold, seed=seed)
            for level, threshold in points.items()
            if threshold is not None
        ),
    )


def _level(
    task: Verification,
    scores: FloatingArray,
    scored: BoolArray,
    people: Int64Array,
    *,
    level: float,
    threshold: float,
    seed: int,
) -> GroupFairness:
    """The rates of the pairs that have scores, and of each group what those that have none make of its FNMR."""
    assert task.groups is not None
    names = tuple(sorted({str(name) for name in task.groups if name is not None}))
    counts = _counts(_only(task, scored), scores[scored], people, threshold, seed, names)
    fairness = measure_fairness(counts, fmr=level, threshold=threshold, seed=seed)
    of_all = tuple(group.fnmr for group in fairness.groups)
    if not scored.all():
        of_all = false_non_match_rates(_counts(task, np.where(scored, scores, -np.inf), people, threshold, seed, names))
    return replace(
        fairness,
        groups=tuple(
            replace(group, skipped=int(np.sum((task.groups == group.name) & ~scored)), fnmr_of_all=rate)
            for group, rate in zip(fairness.groups, of_all, strict=True)
        ),
    )


def _only(task: Verification, chosen: BoolArray) -> Verification:
    """Some of the pairs of a task."""
    return replace(
        task,
        first=task.first[chosen],
        second=task.second[chosen],
        mated=task.mated[chosen],
        folds=None if task.folds is None else task.folds[chosen],
        groups=None if task.groups is None else task.groups[chosen],
    )


def _accuracies(
    task: Verification, scores: FloatingArray, scored: BoolArray, result: PairRates
) -> tuple[dict[str, float], dict[str, float]]:
    """Each group's share of pairs that are told right, at the thresholds of folds: of those with scores, and of all."""
    if result.accuracy is None or task.folds is None or task.groups is None:
        return {}, {}
    by_fold = dict(zip(result.accuracy.folds, result.accuracy.thresholds, strict=True))
    thresholds = np.array([by_fold.get(fold, np.nan) for fold in task.folds.tolist()])
    decisions = np.where(scored, scores >= thresholds, ~task.mated)
    return (
        group_accuracies(decisions[scored], mated=task.mated[scored], groups=task.groups[scored]),
        group_accuracies(decisions, mated=task.mated, groups=task.groups),
    )


def _counts(
    task: Verification,
    scores: FloatingArray,
    people: Int64Array,
    threshold: float,
    seed: int,
    names: tuple[str, ...],
) -> GroupCounts:
    assert task.groups is not None
    groups: ObjectArray = task.groups
    counts = count_groups(scores, task.mated, groups, threshold=threshold, names=names)
    worth = [
        _worth(_only(task, groups == name), scores[groups == name] >= threshold, people, seed) for name in counts.names
    ]
    counts = counts.with_trials(
        mated=np.array([group.mated for group in worth]), non_mated=np.array([group.non_mated for group in worth])
    )
    return replace(counts, people=np.array([group.people for group in worth]))


class _Worth(NamedTuple):
    """How many independent comparisons a group's pairs are worth, and how many people it has."""

    mated: float
    non_mated: float
    people: int


def _worth(task: Verification, matches: BoolArray, people: Int64Array, seed: int) -> _Worth:
    """What the pairs of one group are worth, as resampling its people tells.

    Args:
        task: the pairs of the group.
        matches: bool (pairs,), whether each matches.
        people: int64 (references,).
        seed: of the replicates.
    """
    if not len(matches):
        return _Worth(0.0, 0.0, 0)
    labels = 2 * task.mated + matches
    pairs = PairsOfPeople.of(task, np.ones(len(labels), dtype=np.bool_), people, None)
    counts = np.bincount(labels, minlength=4).reshape(2, 2)
    comparisons = counts.sum(axis=1)
    shares = counts[:, 1] / np.maximum(comparisons, 1)

    def again(draw: Draw) -> Float64Array:
        weights = draw.weigh(labels.astype(np.int64), 4).reshape(2, 2, -1)
        with np.errstate(invalid="ignore"):
            return np.asarray(weights[:, 1] / weights.sum(axis=1))

    variances = pairs.variance(again, seed)

    def trials(kind: int, *, least: float, people: float) -> float:
        share, variance, most = shares[kind], variances[kind], comparisons[kind]
        return independent_trials(share, variance=variance, least=least, most=most, people=people)

    return _Worth(
        mated=trials(1, least=pairs.mated_people, people=pairs.mated_people),
        non_mated=trials(0, least=pairs.non_mated_people, people=2 * pairs.non_mated_people),
        people=len(np.unique(people[np.concatenate([task.first, task.second])])),
    )
