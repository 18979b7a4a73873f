"""Embeddings against embeddings: the stage that makes them, exhaustive comparison, score distributions."""

from facegap.matching.distribution import ScoreDistribution, equal_error_rate, overlap
from facegap.matching.embed import Embed
from facegap.matching.embedded import EmbeddedSet, common_embedding, person_numbers
from facegap.matching.histograms import GroupedHistograms, count_scores

__all__ = [
    "Embed",
    "EmbeddedSet",
    "GroupedHistograms",
    "ScoreDistribution",
    "common_embedding",
    "count_scores",
    "equal_error_rate",
    "overlap",
    "person_numbers",
]
