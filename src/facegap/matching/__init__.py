"""Embeddings against embeddings: the stage that makes them, exhaustive comparison, score distributions, neighbors."""

from facegap.matching.alike import AlikePairs, find_alike
from facegap.matching.distribution import (
    ScoreDistribution,
    d_prime,
    det_curve,
    equal_error_rate,
    false_non_match_rate,
    fisher_ratio,
    jensen_shannon,
    kl_scores,
    overlap,
    wasserstein,
)
from facegap.matching.embed import Embed
from facegap.matching.embedded import EmbeddedSet, common_embedding, only_embedding, person_numbers
from facegap.matching.exact import ExactRates, exact_rates
from facegap.matching.histograms import Device, GroupedHistograms, count_scores
from facegap.matching.neighbors import Neighbors, nearest, nearest_others
from facegap.matching.rates import DetCurve, ErrorRates
from facegap.matching.set_scores import PeopleScores, SetScores, describe_scores

__all__ = [
    "AlikePairs",
    "DetCurve",
    "Device",
    "Embed",
    "EmbeddedSet",
    "ErrorRates",
    "ExactRates",
    "GroupedHistograms",
    "Neighbors",
    "PeopleScores",
    "ScoreDistribution",
    "SetScores",
    "common_embedding",
    "count_scores",
    "d_prime",
    "describe_scores",
    "det_curve",
    "equal_error_rate",
    "exact_rates",
    "false_non_match_rate",
    "find_alike",
    "fisher_ratio",
    "jensen_shannon",
    "kl_scores",
    "nearest",
    "nearest_others",
    "only_embedding",
    "overlap",
    "person_numbers",
    "wasserstein",
]
