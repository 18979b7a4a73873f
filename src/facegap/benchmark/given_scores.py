"""The error rates of scores that were computed elsewhere."""

from dataclasses import dataclass, fields, replace

import numpy as np

from facegap.base.arrays import Float64Array, Int64Array
from facegap.base.short_repr import ShortRepr
from facegap.benchmark.fairness.pairs import TaskFairness, task_fairness
from facegap.benchmark.references import PeopleFrom
from facegap.benchmark.score_files import ScoredPairs
from facegap.benchmark.verification.evaluation import PairRates, rate_pairs, scored_pairs

_BINS = 100


@dataclass(frozen=True)
class GivenHistogram(ShortRepr):
    """Counts of scores in equal bins between the lowest and the highest.

    Attributes:
        edges: float64 (bins + 1,), rising.
        mated: int64 (bins,), the mated scores in each bin.
        non_mated: int64 (bins,), the non-mated ones.
    """

    edges: Float64Array
    mated: Int64Array
    non_mated: Int64Array


@dataclass(frozen=True)
class GivenScores(PairRates):
    """The error rates of given scores.

    Attributes:
        people_from: How people are known; None where they aren't, and intervals are over pairs.
        maybe_decisions: Whether the file says nothing of its columns and each score marked 1 is above each marked 0, as
            where the marks are decisions at a threshold and no labels.
        histogram: The scores of either kind.
        fairness: The rates of groups; None where pairs have none.
    """

    people_from: PeopleFrom | None
    maybe_decisions: bool
    histogram: GivenHistogram
    fairness: TaskFairness | None


def rate_scores(pairs: ScoredPairs, *, seed: int = 0, replicates: int | None = None) -> GivenScores:
    """Measure given scores, with intervals over people where they are known, else over pairs.

    Args:
        pairs: The scores, as ``read_scored_pairs`` reads them.
        seed: The seed of the replicates; intervals alone depend on it.
        replicates: How many replicates intervals are from, as of ``evaluate_verification``.

    Raises:
        BenchmarkError: no mated or no non-mated pair has a score, or folds are too few.
    """
    task, scores = pairs.task, pairs.scores
    scored = scored_pairs(task, scores, cosines=False)
    rates = rate_pairs(task, scores, scored=scored, people=pairs.people, seed=seed, replicates=replicates)
    mated, non_mated = scores[scored & task.mated], scores[scored & ~task.mated]
    return GivenScores(
        **{field.name: getattr(rates, field.name) for field in fields(rates)},
        people_from=pairs.people_from,
        maybe_decisions=not pairs.header and bool(mated.min() > non_mated.max()),
        histogram=_histogram(mated, non_mated),
        fairness=None if task.groups is None else _fairness(pairs, rates, seed),
    )


def _fairness(pairs: ScoredPairs, rates: PairRates, seed: int) -> TaskFairness:
    """That of groups; how many people a group has isn't said where nobody is known."""
    if pairs.people is not None:
        return task_fairness(pairs.task, pairs.scores, rates, people=pairs.people, seed=seed)
    rows = np.arange(int(max(pairs.task.first.max(), pairs.task.second.max())) + 1)
    fairness = task_fairness(pairs.task, pairs.scores, rates, people=rows, seed=seed)
    levels = [
        replace(level, groups=tuple(replace(group, people=None) for group in level.groups)) for level in fairness.levels
    ]
    return replace(fairness, levels=tuple(levels))


def _histogram(mated: Float64Array, non_mated: Float64Array) -> GivenHistogram:
    edges = np.histogram_bin_edges(np.concatenate([mated, non_mated]), bins=_BINS)
    return GivenHistogram(edges, *(np.histogram(of_kind, edges)[0].astype(np.int64) for of_kind in (mated, non_mated)))
