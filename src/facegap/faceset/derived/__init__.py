"""Face sets that are made of others: which images are taken, and how they and their layers come along."""

from facegap.faceset.derived.copying import CarriedLayer, CopySource, Part, carried_layers
from facegap.faceset.derived.expression import Condition, parse_condition
from facegap.faceset.derived.merging import merged_info, merged_parts
from facegap.faceset.derived.selection import Selection, selected_rows

__all__ = [
    "CarriedLayer",
    "Condition",
    "CopySource",
    "Part",
    "Selection",
    "carried_layers",
    "merged_info",
    "merged_parts",
    "parse_condition",
    "selected_rows",
]
