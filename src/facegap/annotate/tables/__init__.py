"""Labels that others made, from a table to a layer of attributes."""

from facegap.annotate.tables.annotations import Annotations, Malformed
from facegap.annotate.tables.bins import parse_bins
from facegap.annotate.tables.celeba import read_celeba
from facegap.annotate.tables.fairface import read_fairface
from facegap.annotate.tables.kinds import MOST_VALUES, parse_words
from facegap.annotate.tables.label_table import LabelTable, TableOptions
from facegap.annotate.tables.layout_labels import LayoutLabels, read_labels
from facegap.annotate.tables.layouts import layout_of, read_annotations
from facegap.annotate.tables.maad import Written, read_maad, write_maad, write_maad_csv

__all__ = [
    "MOST_VALUES",
    "Annotations",
    "LabelTable",
    "LayoutLabels",
    "Malformed",
    "TableOptions",
    "Written",
    "layout_of",
    "parse_bins",
    "parse_words",
    "read_annotations",
    "read_celeba",
    "read_fairface",
    "read_labels",
    "read_maad",
    "write_maad",
    "write_maad_csv",
]
