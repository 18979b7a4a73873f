"""The truth layer of a rendered face set: of each image its labels, pose, landmarks and what the scene was made of."""

from functools import cache
from typing import Any

import pyarrow as pa

from facegap.render.people.person import Person
from facegap.render.truth.attributes import RULES, attributes_of
from facegap.render.truth.columns import columns
from facegap.render.truth.facts import Facts
from facegap.render.truth.plain import plain_facts
from facegap.render.truth.proportions import Proportions
from facegap.render.truth.vocabulary import ATTRIBUTES, PERSONAL

TRUTH = "truth"
"""The layer's name."""


@cache
def truth_schema() -> pa.Schema:
    """Of the layer: the 47 labels under their names in MAAD-Face, then what ``columns`` lists."""
    labels = [pa.field(name, pa.int8()) for name in ATTRIBUTES]
    return pa.schema([*labels, *(pa.field(column.name, column.type) for column in columns())])


def truth_row(facts: Facts) -> dict[str, Any]:
    """The layer's row of an image; for ``facts`` see ``facts_of``."""
    return attributes_of(facts) | {column.name: column.value(facts) for column in columns()}


def personal_truth(person: Person, proportions: Proportions) -> dict[str, int]:
    """The labels that are a person's own, as a plain photograph from the front would have them.

    An image may have 0 where this has 1 or −1, as it may hide something, but not the opposite; of hair that holds for
    the person's usual style only, and of the brows' arch as long as they are not raised.
    """
    facts = plain_facts(person, proportions)
    return {name: RULES[name].judge(facts) for name in ATTRIBUTES if name in PERSONAL}


def columns_table() -> str:
    """The columns besides the labels as a table in Markdown."""
    lines = ["| column | type | meaning |", "|---|---|---|"]
    lines += [f"| `{column.name}` | {_type(column.type)} | {column.meaning} |" for column in columns()]
    return "\n".join(lines)


def _type(kind: pa.DataType) -> str:
    listed = pa.types.is_fixed_size_list(kind)
    return f"{kind.list_size} × {kind.value_type}" if listed else str(kind)
