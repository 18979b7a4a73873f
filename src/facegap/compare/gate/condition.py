"""Conditions as people write them: a number, a comparison operator and a limit."""

import math
import operator
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from facegap.base.errors import ConfigError
from facegap.base.suggestions import hint
from facegap.compare.gate.attribute_readings import ESTIMATORS
from facegap.compare.gate.numbers import NumberCard, get_number

End = Literal["low", "high"]

_ENDS: tuple[End, ...] = ("low", "high")

_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
# The limit is behind the last operator, since the name of an attribute may hold one.
_PARTS = re.compile(r"(?P<number>.*[^\s<>=!])\s*(?P<operator><=|>=|==|!=|=|<|>)\s*(?P<limit>[^<>=]*)", re.DOTALL)
_LIMIT = re.compile(r"(?P<value>[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?)\s*(?P<unit>%|[a-z]+)?")
_NUMBER = re.compile(r"(?P<name>[A-Za-z]\w*)\s*(\((?P<argument>.*)\))?\s*(\.\s*(?P<end>\w+))?", re.DOTALL)
_SIZE = re.compile(r"abs\s*\((?P<inner>.*)\)", re.DOTALL)
_EXAMPLE = "write a number, one of >, >=, < and <=, and a limit, such as 'kl_real_synthetic > 0.5'"


@dataclass(frozen=True)
class GateCondition:
    """A condition on a number of a comparison.

    Attributes:
        text: As it was given.
        card: What the number is.
        argument: What is in parentheses behind its name: an attribute, or an estimator; None where nothing is.
        end: The end of the 95 % interval that is meant; None for the value itself.
        size: Whether the number's size without its sign is meant.
        operator: ``>``, ``>=``, ``<`` or ``<=``.
        limit: What it is compared with, in the unit of the number.
    """

    text: str
    card: NumberCard
    argument: str | None
    end: End | None
    size: bool
    operator: str
    limit: float

    def holds(self, value: float) -> bool:
        """Whether it holds of a value, which isn't NaN."""
        return _OPERATORS[self.operator](value, self.limit)

    def check_answerable(self, *, attributes: Collection[str] | None, embeddings: bool) -> None:
        """See that a comparison will say something of the number, before it takes its time.

        Args:
            attributes: Those that the sets have in common; None where attributes aren't compared.
            embeddings: Whether embeddings are compared.

        Raises:
            ConfigError: What it needs isn't compared, or no set has the attribute; the message names the nearest.
        """
        if (attributes is None) if self.card.needs == "attributes" else not embeddings:
            raise _error(self.text, f"{self.card.name} needs {self.card.needs}, which aren't compared")
        if self.card.takes == "attribute" and attributes is not None and self.argument not in attributes:
            near = hint(self.argument, attributes)
            raise _error(self.text, f"{self.argument!r} is no attribute that all sets have; {near}")


def read_condition(text: str) -> GateCondition:
    """Read a condition such as ``kl_real_synthetic > 0.5``, ``abs(difference(Male)) > 10`` or ``frechet.high > 0.2``.

    Args:
        text: A number of ``known_numbers``, in parentheses behind it what it takes, perhaps ``.low`` or ``.high`` for
            an end of its interval; ``abs(…)`` around it for its size; an operator; a limit, perhaps with its unit.

    Raises:
        ConfigError: It can't be read, or names what isn't known; the message says what is the nearest.

    >>> read_condition("precision < 80%").limit
    0.8
    """
    parts = _PARTS.fullmatch(text.strip())
    if not parts:
        raise _error(text, _EXAMPLE)
    if parts["operator"] not in _OPERATORS:
        raise _error(text, f"{parts['operator']!r} is no comparison that measured numbers can pass; {_EXAMPLE}")
    left = parts["number"]
    size = _SIZE.fullmatch(left)
    number = _NUMBER.fullmatch(size["inner"].strip() if size else left)
    if not number:
        several = "; several conditions are several --fail-if" if re.search(r"[<>].*[<>]", text) else ""
        raise _error(text, f"{left!r} is no number; {_EXAMPLE}{several}")
    try:
        card = get_number(number["name"])
    except ConfigError as error:
        raise _error(text, str(error)) from error
    if number["end"] not in (None, *_ENDS):
        raise _error(text, f"an interval has the ends .low and .high; {hint(number['end'], _ENDS)}")
    end = next((end for end in _ENDS if end == number["end"]), None)
    argument = _argument(text, card, number["argument"])
    limit = _limit(text, card, parts["limit"], size=size is not None)
    return GateCondition(text, card, argument, end, size is not None, parts["operator"], limit)


def _argument(text: str, card: NumberCard, given: str | None) -> str | None:
    argument = given.strip().strip("'\"") if given is not None else None
    if card.takes is None and argument is not None:
        raise _error(text, f"{card.name} takes nothing in parentheses")
    if card.takes is None or (argument is None and card.optional):
        return None
    if not argument:
        raise _error(text, f"{card.name} is of one {card.takes}; write {card.example}")
    if card.takes == "estimator" and argument not in ESTIMATORS:
        raise _error(text, f"unknown estimator {argument!r}; {hint(argument, ESTIMATORS, listed=True)}")
    return argument


def _limit(text: str, card: NumberCard, given: str, *, size: bool) -> float:
    parts = _LIMIT.fullmatch(given.strip())
    if not parts:
        raise _error(text, f"{given.strip()!r} is no limit; {_EXAMPLE}")
    value, unit = float(parts["value"]), parts["unit"]
    factors = {
        "share": {"%": 0.01},
        "points": {"%": 1.0, "points": 1.0},
        "nats": {"nats": 1.0, "bits": math.log(2)},
    }.get(card.unit, {})
    if unit and unit not in factors:
        raise _error(text, f"{card.name} is counted in {card.unit}, not in {unit!r}")
    limit = value * (factors[unit] if unit else 1.0)
    low, high = (0.0, card.range[1]) if size else card.range
    if not low <= limit <= high:
        percent = f"; write {value / 100:g} or {value:g}%" if card.unit == "share" and 0 <= value <= 100 else ""
        raise _error(
            text, f"{card.name} lies between {low:g} and {high:g}, so that {given.strip()} is no limit{percent}"
        )
    return limit


def _error(text: str, problem: str) -> ConfigError:
    return ConfigError(f"--fail-if {text!r}: {problem}")
