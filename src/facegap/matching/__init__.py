"""Embeddings against embeddings: the stage that makes them, exhaustive comparison, score distributions, neighbors."""

from facegap.matching.embeddings.embed import Embed
from facegap.matching.embeddings.embedded_set import (
    EmbeddedSet,
    check_embedded_alike,
    common_embedding,
    embedding_names,
    only_embedding,
    person_numbers,
)
from facegap.matching.embeddings.embedder_domains import embedder_caution
from facegap.matching.embeddings.mean_embedding import MeanEmbedding
from facegap.matching.neighbors.near_duplicates import NearDuplicates, find_near_duplicates, join_linked
from facegap.matching.neighbors.nearest_neighbors import Neighbors, nearest, nearest_others
from facegap.matching.pairs.distances import distance_rounding, sweep_distances
from facegap.matching.pairs.histograms import Device, GroupedHistograms, count_scores
from facegap.matching.pairs.histograms_between import OwnedEmbeddings, count_scores_between
from facegap.matching.rates.distribution_distances import (
    d_prime,
    fisher_ratio,
    jensen_shannon,
    kl_scores,
    overlap,
    wasserstein,
)
from facegap.matching.rates.distributions import (
    ScoreDistribution,
    det_curve,
    equal_error_rate,
    false_non_match_rate,
)
from facegap.matching.rates.error_rates import ErrorRates
from facegap.matching.rates.exact import ExactRates, exact_rates
from facegap.matching.rates.set_scores import PeopleScores, SetScores, describe_scores
from facegap.matching.rates.step_rates import DetCurve

__all__ = [
    "DetCurve",
    "Device",
    "Embed",
    "EmbeddedSet",
    "ErrorRates",
    "ExactRates",
    "GroupedHistograms",
    "MeanEmbedding",
    "NearDuplicates",
    "Neighbors",
    "OwnedEmbeddings",
    "PeopleScores",
    "ScoreDistribution",
    "SetScores",
    "check_embedded_alike",
    "common_embedding",
    "count_scores",
    "count_scores_between",
    "d_prime",
    "describe_scores",
    "det_curve",
    "distance_rounding",
    "embedder_caution",
    "embedding_names",
    "equal_error_rate",
    "exact_rates",
    "false_non_match_rate",
    "find_near_duplicates",
    "fisher_ratio",
    "jensen_shannon",
    "join_linked",
    "kl_scores",
    "nearest",
    "nearest_others",
    "only_embedding",
    "overlap",
    "person_numbers",
    "sweep_distances",
    "wasserstein",
]
