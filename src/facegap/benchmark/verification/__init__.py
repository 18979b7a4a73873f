"""Comparisons one to one: error rates of a list of pairs, intervals over people, and whether two recognizers differ."""

from facegap.benchmark.verification.evaluation import (
    FoldAccuracy,
    OperatingPoint,
    VerificationResult,
    evaluate_verification,
)
from facegap.benchmark.verification.pair_scoring import pair_scores
from facegap.benchmark.verification.paired import Difference, PairedResult, compare_recognizers

__all__ = [
    "Difference",
    "FoldAccuracy",
    "OperatingPoint",
    "PairedResult",
    "VerificationResult",
    "compare_recognizers",
    "evaluate_verification",
    "pair_scores",
]
