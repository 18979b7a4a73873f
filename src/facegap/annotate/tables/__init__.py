"""Labels that others made: from a table, or a file in the layout of a known data set, to a layer of attributes."""

from facegap.annotate.tables.column_types import MOST_WORDS
from facegap.annotate.tables.label_table import LabelTable
from facegap.annotate.tables.layout_labels import LayoutLabels, read_labels
from facegap.annotate.tables.layouts import (
    Annotations,
    MalformedCells,
    WrittenLabels,
    detect_layout,
    read_annotations,
    read_celeba,
    read_fairface,
    read_maad,
    write_maad,
    write_maad_csv,
)
from facegap.annotate.tables.table_options import TableOptions, parse_bins, parse_words

__all__ = [
    "MOST_WORDS",
    "Annotations",
    "LabelTable",
    "LayoutLabels",
    "MalformedCells",
    "TableOptions",
    "WrittenLabels",
    "detect_layout",
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
