"""How fair a recogniser is on a list of pairs that have groups."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from facegap.benchmark.fairness.rates import GroupFairness, count_groups, measure_fairness
from facegap.benchmark.frcsyn import Standing, accuracies, standing
from facegap.benchmark.protocol import Rows, Verification
from facegap.benchmark.verification.people import PairsOfPeople
from facegap.benchmark.verification.verify import VerificationResult
from facegap.estimates import Draw, independent_trials

LEVELS = (1e-1, 1e-2, 1e-3)
"""False match rates over all groups at which thresholds are set (Melzi et al., 2024)."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TaskFairness:
    """Fairness on one list of pairs.

    Attributes:
        task: its name.
        accuracy: of each group, at the thresholds of the folds of all pairs together; empty without folds.
        standing: AVG, SD and TO of these, as FRCSyn ranks; None without folds.
        levels: error rates of groups and indices, at each overall FMR that can be seen.
    """

    task: str
    accuracy: dict[str, float]
    standing: Standing | None
    levels: tuple[GroupFairness, ...]


def task_fairness(
    task: Verification,
    scores: npt.NDArray[np.floating],
    found: VerificationResult,
    *,
    people: Rows,
    seed: int = 0,
) -> TaskFairness:
    """Compare the groups of a task at thresholds that are the same for all.

    Args:
        task: with groups.
        scores: float (pairs,), NaN where there is none; such pairs count nowhere.
        found: what ``verify`` found of the same scores.
        people: int64 (references,), a number for each person.
        seed: of the replicates.

    Raises:
        ValueError: the task has no groups.
    """
    if task.groups is None:
        msg = f"the pairs of {task.name} have no groups"
        raise ValueError(msg)
    scored = ~np.isnan(scores)
    accuracy = _accuracies(task, scores, found, scored)
    thresholds = {point.level: point.threshold for point in found.points if point.level in LEVELS}
    groups = task.groups.copy()
    groups[~scored] = None
    return TaskFairness(
        task=task.name,
        accuracy=accuracy,
        standing=standing(list(accuracy.values())) if accuracy else None,
        levels=tuple(
            _at(task, scores, groups, level, threshold, people, seed)
            for level, threshold in thresholds.items()
            if threshold is not None
        ),
    )


def _accuracies(
    task: Verification, scores: npt.NDArray[np.floating], found: VerificationResult, scored: npt.NDArray[np.bool_]
) -> dict[str, float]:
    """Each group's share of pairs that are told right, at the threshold of each pair's fold."""
    if found.accuracy is None or task.folds is None or task.groups is None:
        return {}
    by_fold = dict(zip(found.accuracy.folds, found.accuracy.thresholds, strict=True))
    thresholds = np.array([by_fold[fold] for fold in task.folds[scored].tolist()])
    return accuracies(scores[scored] >= thresholds, mated=task.mated[scored], groups=task.groups[scored])


def _at(
    task: Verification,
    scores: npt.NDArray[np.floating],
    groups: npt.NDArray[np.object_],
    level: float,
    threshold: float,
    people: Rows,
    seed: int,
) -> GroupFairness:
    counts = count_groups(scores, task.mated, groups, threshold=threshold)
    worth = [_worth(task, scores, groups == name, threshold, people, seed) for name in counts.names]
    counts = replace(
        counts,
        people=np.array([group.people for group in worth]),
        mated_trials=np.diag([group.mated for group in worth]),
        non_mated_trials=np.diag([group.non_mated for group in worth]),
    )
    return measure_fairness(counts, fmr=level, threshold=threshold, seed=seed)


class _Worth(NamedTuple):
    """How many independent comparisons a group's pairs are worth, and how many people it has."""

    mated: float
    non_mated: float
    people: int


def _worth(
    task: Verification,
    scores: npt.NDArray[np.floating],
    chosen: npt.NDArray[np.bool_],
    threshold: float,
    people: Rows,
    seed: int,
) -> _Worth:
    labels = 2 * task.mated[chosen] + (scores[chosen] >= threshold)
    pairs = PairsOfPeople.of(task, chosen, people, None)
    counts = np.bincount(labels, minlength=4).reshape(2, 2)
    comparisons = counts.sum(axis=1)
    shares = counts[:, 1] / np.maximum(comparisons, 1)

    def matches(draw: Draw) -> Floats:
        weights = draw.weigh(labels.astype(np.int64), 4).reshape(2, 2, -1)
        with np.errstate(invalid="ignore"):
            return np.asarray(weights[:, 1] / weights.sum(axis=1))

    least = (pairs.non_mated_people, pairs.mated_people)
    trials = [
        independent_trials(share, variance=variance, least=fewest, most=most, people=pairs.people)
        for share, variance, fewest, most in zip(shares, pairs.variance(matches, seed), least, comparisons, strict=True)
    ]
    shown = np.unique(people[np.concatenate([task.first[chosen], task.second[chosen]])])
    return _Worth(mated=trials[1], non_mated=trials[0], people=len(shown))
