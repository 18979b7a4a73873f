"""Attributes of images: labels that others made, from a table."""

from facegap.annotate.tables import MOST_VALUES, LabelTable, TableOptions, parse_bins, parse_words

__all__ = ["MOST_VALUES", "LabelTable", "TableOptions", "parse_bins", "parse_words"]
