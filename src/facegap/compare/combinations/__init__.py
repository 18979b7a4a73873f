"""Combinations of attributes that one set shows and another never or hardly does."""

from facegap.compare.combinations.literal import Literal
from facegap.compare.combinations.missing import Combination, MissingCombinations, missing_combinations

__all__ = ["Combination", "Literal", "MissingCombinations", "missing_combinations"]
