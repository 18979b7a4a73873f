"""Comparisons one to one: error rates of a list of pairs, intervals over people, and whether two recognizers differ."""

from facegap.benchmark.verification.pair_scores import pair_scores
from facegap.benchmark.verification.paired import Difference, PairedResult, compare_recognizers
from facegap.benchmark.verification.verify import FoldAccuracy, OperatingPoint, VerificationResult, verify

__all__ = [
    "Difference",
    "FoldAccuracy",
    "OperatingPoint",
    "PairedResult",
    "VerificationResult",
    "compare_recognizers",
    "pair_scores",
    "verify",
]
