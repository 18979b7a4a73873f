import numpy as np
import pytest

from facegap.base.errors import BenchmarkError
from facegap.benchmark.frcsyn import ListedComparison, Submission
from facegap.benchmark.frcsyn.grading import grade_submission


def pairs(labels: list[bool | None], groups: list[str | None]) -> list[ListedComparison]:
    return [ListedComparison("a", "b", label, group) for label, group in zip(labels, groups, strict=True)]


def test_decisions_make_the_trade_off_and_scores_the_error_rates() -> None:
    """In one group three of four are right, in the other all; one mated score is below one non-mated score."""
    listed = pairs([True, True, False, False] * 2, ["x"] * 4 + ["y"] * 4)
    decisions = np.array([True, False, False, False, True, True, False, False])
    scores = np.array([0.9, 0.2, 0.3, 0.1, 0.8, 0.7, 0.0, 0.1])
    found = grade_submission(listed, Submission(scores, decisions), real=0.9)
    assert found.accuracy == {"x": 0.75, "y": 1.0}
    assert (found.summary.average, found.summary.deviation, found.summary.trade_off) == (0.875, 0.125, 0.75)
    assert found.auc == 15 / 16
    assert found.eer == 0.25
    assert found.fnmr is None  # of 4 non-mated scores, 1 % can't be seen
    assert found.gap_percent == pytest.approx(100 * (0.9 - 0.875) / 0.875)


def test_without_groups_all_pairs_are_one() -> None:
    listed = pairs([True, False] * 100, [None] * 200)
    scores = np.tile([0.5, 0.1], 100)
    found = grade_submission(listed, Submission(scores, scores > 0.3))
    assert (found.accuracy, found.fnmr, found.gap_percent) == ({"all": 1.0}, 0, None)


def test_pairs_without_a_score_are_counted_left_out_and_wrong() -> None:
    """Of x a pair of either kind has no score: as handed in 2 of 4 are right, of compared 1 of 2, of all 1 of 4."""
    listed = pairs([True, True, False, False] * 2 + [True], ["x"] * 4 + ["y"] * 4 + ["z"])
    scores = np.array([0.9, -1, 0.6, -1, 0.8, 0.7, 0.0, 0.1, -1])
    found = grade_submission(listed, Submission(scores, scores > 0.5))
    assert found.without_score == 3
    assert found.accuracy == {"x": 0.5, "y": 1, "z": 0}
    assert found.accuracy_of_compared == {"x": 0.5, "y": 1}
    assert found.accuracy_of_all == {"x": 0.25, "y": 1, "z": 0}
    assert found.summary_of_all.average == pytest.approx(1.25 / 3)
    assert found.summary_of_compared is not None
    assert found.summary_of_compared.average == 0.75


def test_labels_and_answers_must_be_there() -> None:
    answer = Submission(np.zeros(2), np.zeros(2, dtype=bool))
    with pytest.raises(BenchmarkError, match="comparison 2 has no label"):
        grade_submission(pairs([True, None], [None] * 2), answer)
    with pytest.raises(BenchmarkError, match="all 2 comparisons are of one kind"):
        grade_submission(pairs([True, True], [None] * 2), answer)
    with pytest.raises(ValueError, match="2 answers for 3 comparisons"):
        grade_submission(pairs([True, False, True], [None] * 3), answer)
