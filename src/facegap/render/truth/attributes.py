"""The 47 labels of an image, by one rule each."""

from collections.abc import Mapping
from types import MappingProxyType

from facegap.render.truth import beard, build, complexion, demographics, features, hair, worn
from facegap.render.truth.facts import Facts
from facegap.render.truth.rule import Rule
from facegap.render.truth.vocabulary import ATTRIBUTES, PERSONAL

_GROUPS = (demographics, complexion, hair, beard, build, features, worn)
_FOUND = {name: rule for group in _GROUPS for name, rule in group.RULES.items()}

RULES: Mapping[str, Rule] = MappingProxyType({name: _FOUND[name] for name in ATTRIBUTES})
"""By attribute, in MAAD-Face's order."""


def attributes_of(facts: Facts) -> dict[str, int]:
    """All labels of an image: 1 positive, −1 negative, 0 undecided."""
    return {name: rule.judge(facts) for name, rule in RULES.items()}


def rules_table() -> str:
    """All rules as a table in Markdown."""
    lines = ["| attribute | of the | positive |", "|---|---|---|"]
    for name, rule in RULES.items():
        lines.append(f"| `{name}` | {'person' if name in PERSONAL else 'image'} | {rule.meaning} |")
    return "\n".join(lines)
