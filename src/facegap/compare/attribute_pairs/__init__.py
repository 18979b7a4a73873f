"""Attributes in pairs: which go together in each set, and where that differs."""

from facegap.compare.attribute_pairs.comparison import PairComparison, PairDifference, compare_pairs

__all__ = ["PairComparison", "PairDifference", "compare_pairs"]
