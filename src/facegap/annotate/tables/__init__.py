"""Labels that others made, from a table to a layer of attributes."""

from facegap.annotate.tables.bins import parse_bins
from facegap.annotate.tables.kinds import MOST_VALUES, parse_words
from facegap.annotate.tables.label_table import LabelTable, TableOptions

__all__ = ["MOST_VALUES", "LabelTable", "TableOptions", "parse_bins", "parse_words"]
