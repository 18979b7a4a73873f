"""The truth layer of a rendered face set: of each image its labels, pose, landmarks and what the scene was made of."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from facegap.render.description.person import Person
from facegap.render.truth import build
from facegap.render.truth.columns import columns
from facegap.render.truth.facts import Facts
from facegap.render.truth.labels import beard, complexion, demographics, features, hair, worn
from facegap.render.truth.labels.label_rule import LabelRule
from facegap.render.truth.plain import plain_facts
from facegap.render.truth.proportions import Proportions
from facegap.render.truth.vocabulary import ATTRIBUTES, PERSONAL

_GROUPS = (demographics, complexion, hair, beard, build, features, worn)
_BY_NAME = {name: rule for group in _GROUPS for name, rule in group.RULES.items()}

RULES: Mapping[str, LabelRule] = MappingProxyType({name: _BY_NAME[name] for name in ATTRIBUTES})
"""By attribute, in MAAD-Face's order."""


def truth_labels(facts: Facts) -> dict[str, int]:
    """All labels of an image: 1 positive, −1 negative, 0 undecided."""
    return {name: rule.judge(facts) for name, rule in RULES.items()}


def rules_table() -> str:
    """All rules as a table in Markdown."""
    lines = ["| attribute | of the | positive |", "|---|---|---|"]
    for name, rule in RULES.items():
        lines.append(f"| `{name}` | {'person' if name in PERSONAL else 'image'} | {rule.meaning} |")
    return "\n".join(lines)


TRUTH = "truth"
"""The layer's name."""

TRUTH_VERSION = 2
"""Raised when the labels or columns of the same picture change."""


@cache
def truth_schema() -> pa.Schema:
    """Of the layer: the 47 labels under their names in MAAD-Face, then what ``columns`` lists."""
    labels = [pa.field(name, pa.int8()) for name in ATTRIBUTES]
    return pa.schema([*labels, *(pa.field(column.name, column.type) for column in columns())])


def truth_row(facts: Facts) -> dict[str, Any]:
    """The layer's row of an image; for ``facts`` see ``facts_of``."""
    return truth_labels(facts) | {column.name: column.value(facts) for column in columns()}


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
