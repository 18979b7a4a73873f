"""Whether a condition holds of a comparison: the verdict of a gate, with the number and its interval."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from facegap.compare.comparison import Comparison
from facegap.compare.gate.condition import GateCondition
from facegap.estimates import Estimate


@dataclass(frozen=True)
class Check:
    """A condition under which a comparison fails, and whether it does.

    Attributes:
        condition: The condition, as it was given.
        real: The name of the real set, P.
        synthetic: The name of the synthetic set, Q.
        values: The values of the number that are known, with their 95 % intervals; several where several estimators
            are to be believed.
        limit: What they were compared with, in the unit of the number.
        unit: What the number is counted in.
        failed: Whether the comparison fails: the condition holds of one of the values, or it can't be ruled out.
        unknown: Why the number may be beyond the limit although no value is known to be; None where it can't be.
        sentence: All this in a line.
    """

    condition: str
    real: str
    synthetic: str
    values: tuple[Estimate, ...]
    limit: float
    unit: str
    failed: bool
    unknown: str | None
    sentence: str


def check_comparison(comparison: Comparison, conditions: Iterable[GateCondition]) -> tuple[Check, ...]:
    """Check conditions under which the comparison of two sets fails.

    A number that isn't known fails, since nothing says that it is within the limit.

    Args:
        comparison: Two sets.
        conditions: What must not hold.
    """
    return tuple(_check(comparison, condition) for condition in conditions)


def _check(comparison: Comparison, condition: GateCondition) -> Check:
    arguments = () if condition.argument is None else (condition.argument,)
    reading = condition.card.read(comparison, *arguments)
    values = tuple(_size(value) if condition.size else value for value in reading.values)
    compared = [getattr(value, condition.end or "value") for value in values]
    holds = any(not math.isnan(value) and condition.holds(value) for value in compared)
    unknown = reading.unknown if any(map(condition.holds, reading.possible)) else None
    if any(math.isnan(value) for value in compared):
        unknown = unknown or "it has no interval: there are too few people for one, or it is a count"
    failed = holds or unknown is not None
    names = f"{comparison.real.name} and {comparison.synthetic.name}"
    start = f"{'FAILED' if failed else 'passed'}: {condition.text} ({names})"
    known = f"{_shown(values, condition)}{f' {reading.by}' if reading.by else ''}" if values else ""
    parts = [known, f"not known: {unknown}" if unknown and not holds else ""]
    return Check(
        condition=condition.text,
        real=comparison.real.name,
        synthetic=comparison.synthetic.name,
        values=values,
        limit=condition.limit,
        unit=condition.card.unit,
        failed=failed,
        unknown=unknown,
        sentence=f"{start}: {'; '.join(filter(None, parts))}; limit {_with_unit(condition.limit, condition)}",
    )


def _size(value: Estimate) -> Estimate:
    low, high = sorted((abs(value.low), abs(value.high))) if value.bounded else (value.low, value.high)
    return Estimate(abs(value.value), 0.0 if value.low < 0 < value.high else low, high)


def _shown(values: tuple[Estimate, ...], condition: GateCondition) -> str:
    """The values, or the least and the greatest of several, and what their intervals hold together."""
    least, most = (pick(value.value for value in values) for pick in (min, max))
    text = _number(least, condition) if least == most else f"{_number(least, condition)} to {_number(most, condition)}"
    bounded = [value for value in values if value.bounded]
    if len(bounded) == len(values):
        low, high = min(value.low for value in bounded), max(value.high for value in bounded)
        text += f" [{_number(low, condition)}, {_number(high, condition)}]"
    return f"{text}{_unit(condition)}"


def _with_unit(value: float, condition: GateCondition) -> str:
    return f"{_number(value, condition)}{_unit(condition)}"


def _number(value: float, condition: GateCondition) -> str:
    shown = 100 * value if condition.card.unit == "share" else value
    return f"{shown:.4g}".replace("inf", "∞").replace("-", "−")


def _unit(condition: GateCondition) -> str:
    return {"share": " %", "nats": " nats", "points": " points"}.get(condition.card.unit, "")
