"""Attributes of faces: vocabularies, labels that others made, and networks that predict them and their reliability.

``facegap.annotate.learning``, which trains these networks, needs PyTorch and is imported by itself.
"""

from facegap.annotate.network import Annotate, Annotator, Predictions, measure_label_frequencies
from facegap.annotate.tables import (
    MOST_WORDS,
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
from facegap.annotate.vocabulary import Vocabulary, find_contradictions, map_labels

__all__ = [
    "MOST_WORDS",
    "Annotate",
    "Annotations",
    "Annotator",
    "LabelTable",
    "LayoutLabels",
    "Predictions",
    "TableOptions",
    "Vocabulary",
    "find_contradictions",
    "map_labels",
    "measure_label_frequencies",
    "parse_bins",
    "parse_words",
    "read_annotations",
    "read_labels",
    "write_maad",
]
