"""Attributes one by one: shares, differences, divergences, and whether they are chance."""

from facegap.compare.attributes.annotator_scores import SCORE_DENSITIES, ScoreDensity, ScoreShift
from facegap.compare.attributes.comparison import AttributeComparison, ComparedAttribute, SetLabels, compare_attributes
from facegap.compare.attributes.difference import AttributeDifference
from facegap.compare.attributes.score_shares import ScoreShares, estimate_score_shares
from facegap.compare.attributes.shares import AttributeLabelShares, AttributeShares

__all__ = [
    "SCORE_DENSITIES",
    "AttributeComparison",
    "AttributeDifference",
    "AttributeLabelShares",
    "AttributeShares",
    "ComparedAttribute",
    "ScoreDensity",
    "ScoreShares",
    "ScoreShift",
    "SetLabels",
    "compare_attributes",
    "estimate_score_shares",
]
