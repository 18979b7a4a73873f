"""Attributes of images: vocabularies, labels that others made, and networks that answer, with how far to trust them.

``facegap.annotate.learning``, which trains them, needs PyTorch and is imported by itself.
"""

from facegap.annotate.network import Annotate, Annotator, Answers, answered
from facegap.annotate.tables import (
    MOST_VALUES,
    Annotations,
    LabelTable,
    LayoutLabels,
    TableOptions,
    parse_bins,
    parse_words,
    read_annotations,
    read_labels,
    write_maad,
)
from facegap.annotate.vocabulary import Vocabulary, contradictions, map_labels

__all__ = [
    "MOST_VALUES",
    "Annotate",
    "Annotations",
    "Annotator",
    "Answers",
    "LabelTable",
    "LayoutLabels",
    "TableOptions",
    "Vocabulary",
    "answered",
    "contradictions",
    "map_labels",
    "parse_bins",
    "parse_words",
    "read_annotations",
    "read_labels",
    "write_maad",
]
