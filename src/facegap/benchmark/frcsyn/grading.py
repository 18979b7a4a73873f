"""What an FRCSyn submission is worth, for those who have the labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.base.errors import BenchmarkError
from facegap.benchmark.frcsyn.accuracy import AccuracySummary, accuracy_gap, group_accuracies, summarize_accuracies
from facegap.benchmark.frcsyn.files import NO_SCORE, ListedComparison, Submission
from facegap.matching import ErrorRates

_FMR = 0.01


@dataclass(frozen=True)
class Grade:
    """The challenge's measures of one submission, 0 to 1 but for the gap.

    Attributes:
        pairs: The number of comparisons.
        without_score: How many have the score −1, which ``write_submissions`` gives a pair of which an image has no
            embedding; it decides them as non-mated.
        accuracy: The accuracy of the decisions in each group, 0 to 1, as they were handed in; of all pairs, ``all``,
            where the file has no groups.
        summary: AVG, SD and TO of these.
        accuracy_of_compared: The accuracy in each group of the pairs that have a score; without a group that has none.
        summary_of_compared: AVG, SD and TO of these; None where no pair has a score.
        accuracy_of_all: The accuracy in each group where a pair without a score counts as wrong, whichever kind it is.
        summary_of_all: AVG, SD and TO of these.
        auc: The area under the ROC curve of the scores.
        eer: The equal error rate of the scores.
        fnmr: The false non-match rate at an FMR of 1 %; None of fewer than 100 non-mated comparisons.
        gap_percent: GAP, the gap of ``summary.average`` to the accuracy with real data, in per cent; None where that
            isn't given.
    """

    pairs: int
    without_score: int
    accuracy: dict[str, float]
    summary: AccuracySummary
    accuracy_of_compared: dict[str, float]
    summary_of_compared: AccuracySummary | None
    accuracy_of_all: dict[str, float]
    summary_of_all: AccuracySummary
    auc: float
    eer: float
    fnmr: float | None
    gap_percent: float | None


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
    named = groups if any(group is not None for group in groups) else None
    scored = submission.scores != NO_SCORE
    accuracy = group_accuracies(submission.decisions, mated=mated, groups=named)
    summary = summarize_accuracies(list(accuracy.values()))
    of_all = group_accuracies(np.where(scored, submission.decisions, ~mated), mated=mated, groups=named)
    compared = (
        group_accuracies(
            submission.decisions[scored], mated=mated[scored], groups=None if named is None else named[scored]
        )
        if scored.any()
        else {}
    )
    rates = ErrorRates.of(mated=submission.scores[mated], non_mated=submission.scores[~mated])
    return Grade(
        pairs=len(labels),
        without_score=int((~scored).sum()),
        accuracy=accuracy,
        summary=summary,
        accuracy_of_compared=compared,
        summary_of_compared=summarize_accuracies(list(compared.values())) if compared else None,
        accuracy_of_all=of_all,
        summary_of_all=summarize_accuracies(list(of_all.values())),
        auc=rates.auc(),
        eer=rates.eer(),
        fnmr=rates.fnmr_at(fmr=_FMR),
        gap_percent=None if real is None else accuracy_gap(real=real, synthetic=summary.average),
    )
