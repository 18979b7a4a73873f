"""Is one recognizer really better than another on the same pairs?"""

from dataclasses import dataclass

import numpy as np
import scipy.stats

from facegap.base.arrays import FloatingArray, Int64Array
from facegap.benchmark.protocol import Verification
from facegap.benchmark.verification.evaluation import scored_pairs
from facegap.benchmark.verification.measures import Measures
from facegap.benchmark.verification.people import PairsOfPeople, Resampled
from facegap.estimates import CONFIDENCE, Estimate

_ROUNDING = 1e-14
"""The deviation that rounding alone may leave of a rate, 0 to 1 (ours)."""


@dataclass(frozen=True)
class Difference:
    """How a measure differs, second recognizer minus first.

    Attributes:
        estimate: The difference, with its interval.
        p: The probability of so great a difference, or a greater, if there were none (two-sided); NaN of too few
            people.
    """

    estimate: Estimate
    p: float


@dataclass(frozen=True)
class PairedResult:
    """Two recognizers on the pairs that both have scores for; second minus first.

    Attributes:
        task: The name of the list of pairs.
        pairs: The number of pairs that both recognizers have scores for.
        skipped: The number of other pairs.
        resampled: What intervals are over.
        replicates: The number of replicates that they are from.
        accuracy: The difference of the accuracies, positive where the second is better, as of AUC; None without folds.
        auc: The difference of the areas under the ROC curves.
        eer: The difference of the equal error rates, negative where the second is better, as of FNMR.
        fnmr: The differences of FNMR at each FMR that can be seen.
    """

    task: str
    pairs: int
    skipped: int
    resampled: Resampled
    replicates: int
    accuracy: Difference | None
    auc: Difference
    eer: Difference
    fnmr: dict[float, Difference]


def compare_recognizers(
    task: Verification,
    *,
    first: FloatingArray,
    second: FloatingArray,
    people: Int64Array | None = None,
    seed: int = 0,
    replicates: int | None = None,
) -> PairedResult:
    """Compare two recognizers by the same people and pairs in every replicate.

    What is hard for both cancels, so that the test finds smaller differences than two separate intervals would. The
    variance is that of ``evaluate_verification``; the test is Student's. Where the difference is the same whoever is
    drawn, as of recognizers that agree on every pair, the interval is as wide as an error rate may be that wasn't seen
    once (ours), and the test goes by its width.

    Args:
        task: The pairs.
        first: float32 or float64 (pairs,), cosines of one recognizer; NaN where there is none.
        second: float32 or float64 (pairs,), those of the other.
        people: The people, as in ``evaluate_verification``.
        seed: The seed of the replicates; intervals alone depend on it.
        replicates: The number of replicates, as in ``evaluate_verification``.

    Raises:
        BenchmarkError: no mated or no non-mated pair has both scores, or folds are too few.
        ValueError: scores are not one a pair, or not from −1 to 1.
    """
    scored = scored_pairs(task, np.where(np.isnan(second), np.nan, first))
    scored_pairs(task, np.where(np.isnan(first), np.nan, second))
    mated, folds = task.mated[scored], None if task.folds is None else task.folds[scored]
    first_measures, second_measures = (Measures.of(scores[scored], mated, folds) for scores in (first, second))
    pairs = PairsOfPeople.of(task, scored, people, replicates)
    variances = pairs.variance(lambda draw: second_measures.again(draw) - first_measures.again(draw), seed)
    values = second_measures.values - first_measures.values
    differences = [
        _difference(value, variance, pairs) for value, variance in zip(values.tolist(), variances.tolist(), strict=True)
    ]
    levels = [level for level, _ in first_measures.points]
    return PairedResult(
        task=task.name,
        pairs=len(mated),
        skipped=len(scored) - len(mated),
        resampled=pairs.resampled,
        replicates=pairs.replicates,
        accuracy=None if folds is None else differences[-1],
        eer=differences[0],
        auc=differences[1],
        fnmr=dict(zip(levels, differences[2 : 2 + len(levels)], strict=True)),
    )


def _difference(value: float, variance: float, pairs: PairsOfPeople) -> Difference:
    if not np.isfinite(variance) or pairs.people < 2:
        return Difference(Estimate(value, float("nan"), float("nan")), float("nan"))
    student = scipy.stats.t(pairs.people - 1)
    quantile = float(student.isf((1 - CONFIDENCE) / 2))
    deviation = variance**0.5
    half = quantile * deviation if deviation > _ROUNDING else pairs.both(0.0, 0.0).high
    p = 2 * float(student.sf(quantile * abs(value) / half))
    return Difference(Estimate(value, max(value - half, -1), min(value + half, 1)), p)
