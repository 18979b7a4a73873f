"""Vocabularies: which attributes there are, which exclude each other, and how one vocabulary maps to another."""

from facegap.annotate.vocabulary.breakdown import breakdown_of
from facegap.annotate.vocabulary.contradictions import Contradiction, Contradictions, find_contradictions
from facegap.annotate.vocabulary.maps import map_labels, mapping_rules
from facegap.annotate.vocabulary.vocabulary import Family, MappingRule, Vocabulary

__all__ = [
    "Contradiction",
    "Contradictions",
    "Family",
    "MappingRule",
    "Vocabulary",
    "breakdown_of",
    "find_contradictions",
    "map_labels",
    "mapping_rules",
]
