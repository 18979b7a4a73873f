"""Attributes of images: labels that others made, from a table."""

from facegap.annotate.bins import parse_bins
from facegap.annotate.kinds import MOST_VALUES, parse_words
from facegap.annotate.label_table import LabelTable, TableOptions

__all__ = ["MOST_VALUES", "LabelTable", "TableOptions", "parse_bins", "parse_words"]
