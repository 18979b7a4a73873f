"""What differs between two sets of faces."""

from facegap.compare.attributes import (
    AttributeComparison,
    AttributeDifference,
    AttributeShares,
    ComparedAttribute,
    SetLabels,
    compare_attributes,
)
from facegap.compare.comparison import Comparison, SetDescription
from facegap.compare.labels import LabelledSet, labels_of
from facegap.compare.scores import ScoreComparison, ScoreDifference, compare_scores
from facegap.estimates import jeffreys, kl

__all__ = [
    "AttributeComparison",
    "AttributeDifference",
    "AttributeShares",
    "ComparedAttribute",
    "Comparison",
    "LabelledSet",
    "ScoreComparison",
    "ScoreDifference",
    "SetDescription",
    "SetLabels",
    "compare_attributes",
    "compare_scores",
    "jeffreys",
    "kl",
    "labels_of",
]
