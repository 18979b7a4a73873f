"""What an FRCSyn submission is worth, for those who have the labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.base.errors import BenchmarkError
from facegap.benchmark.frcsyn.accuracy import AccuracySummary, accuracy_gap, group_accuracies, summarize_accuracies
from facegap.benchmark.frcsyn.files import ListedComparison, Submission
from facegap.matching import ErrorRates

_FMR = 0.01


@dataclass(frozen=True)
class Grade:
    """The challenge's measures of one submission, 0 to 1 but for the gap.

    Attributes:
        pairs: The number of comparisons.
        accuracy: The accuracy of the decisions in each group, 0 to 1; of all pairs, ``all``, where the file has no
            groups.
        summary: AVG, SD and TO of these.
        auc: The area under the ROC curve of the scores.
        eer: The equal error rate of the scores.
        fnmr: The false non-match rate at an FMR of 1 %; None of fewer than 100 non-mated comparisons.
        gap: GAP, the gap to the accuracy with real data, in per cent; None where that isn't given.
    """

    pairs: int
    accuracy: dict[str, float]
    summary: AccuracySummary
    auc: float
    eer: float
    fnmr: float | None
    gap: float | None


def grade_submission(
    comparisons: Sequence[ListedComparison], submission: Submission, *, real: float | None = None
) -> Grade:
    """Compare decisions and scores with the labels.

    Args:
        comparisons: The comparisons, with labels.
        submission: A score and a decision for each comparison, in their order.
        real: AVG of a recognizer trained with real data, 0 to 1.

    Raises:
        BenchmarkError: a label is missing, or all pairs are of one kind.
        ValueError: not one answer a comparison.
    """
    labels = [comparison.mated for comparison in comparisons]
    if None in labels:
        msg = f"comparison {labels.index(None) + 1} has no label; the organizers have them: write ;1 or ;0 behind it"
        raise BenchmarkError(msg)
    if len(set(labels)) < 2:
        msg = f"all {len(labels):,} comparisons are of one kind; error rates need mated and non-mated ones"
        raise BenchmarkError(msg)
    if len(submission.scores) != len(labels):
        msg = f"{len(submission.scores)} answers for {len(labels)} comparisons; each comparison needs one"
        raise ValueError(msg)
    mated = np.array(labels, dtype=np.bool_)
    groups = np.array([comparison.group for comparison in comparisons], dtype=np.object_)
    named = any(group is not None for group in groups)
    accuracy = group_accuracies(submission.decisions, mated=mated, groups=groups if named else None)
    summary = summarize_accuracies(list(accuracy.values()))
    rates = ErrorRates.of(mated=submission.scores[mated], non_mated=submission.scores[~mated])
    return Grade(
        pairs=len(labels),
        accuracy=accuracy,
        summary=summary,
        auc=rates.auc(),
        eer=rates.eer(),
        fnmr=rates.fnmr_at(fmr=_FMR),
        gap=None if real is None else accuracy_gap(real=real, synthetic=summary.average),
    )
