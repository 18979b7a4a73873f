"""The FRCSyn challenge: its files, how it ranks, submissions to it and their grades.

Melzi et al., FRCSyn Challenge at WACV 2024; DeAndres-Tame et al., second edition at CVPR 2024.
"""

from facegap.benchmark.frcsyn.accuracy import (
    AccuracySummary,
    accuracy_gap,
    group_accuracies,
    summarize_accuracies,
    trade_off,
)
from facegap.benchmark.frcsyn.files import (
    ListedComparison,
    Submission,
    read_comparisons,
    read_submission,
    write_submission,
)
from facegap.benchmark.frcsyn.grading import Grade, grade_submission

__all__ = [
    "AccuracySummary",
    "Grade",
    "ListedComparison",
    "Submission",
    "accuracy_gap",
    "grade_submission",
    "group_accuracies",
    "read_comparisons",
    "read_submission",
    "summarize_accuracies",
    "trade_off",
    "write_submission",
]
