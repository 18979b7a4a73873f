"""What differs between two sets of faces."""

from facegap.compare.comparison import Comparison, SetDescription
from facegap.compare.estimate import Estimate, jackknife
from facegap.compare.scores import ScoreComparison, ScoreDifference, SetScores, compare_scores

__all__ = [
    "Comparison",
    "Estimate",
    "ScoreComparison",
    "ScoreDifference",
    "SetDescription",
    "SetScores",
    "compare_scores",
    "jackknife",
]
