"""Vocabularies: what attributes there are, which go together, and how one vocabulary says what another does."""

from facegap.annotate.vocabulary.contradictions import Contradiction, Contradictions, contradictions
from facegap.annotate.vocabulary.maps import map_labels, rules_between
from facegap.annotate.vocabulary.vocabulary import Family, Rule, Vocabulary

__all__ = [
    "Contradiction",
    "Contradictions",
    "Family",
    "Rule",
    "Vocabulary",
    "contradictions",
    "map_labels",
    "rules_between",
]
