"""What recipes are written in: distributions of numbers, and chances.

Each draws by one uniform number, through its quantile function: a draw that is narrowed or changed never shifts the
draws after it.
"""

import math
from abc import abstractmethod
from collections.abc import Mapping
from functools import cached_property
from statistics import NormalDist
from typing import Annotated, Any, Self

import numpy as np
from pydantic import BeforeValidator, Field, ValidationError, model_serializer, model_validator

from facegap.base.config import Config
from facegap.base.suggestions import check_names

Spans = tuple[tuple[float, float], ...]
"""Intervals that don't overlap, in ascending order; a number must lie in one of them."""

_STANDARD = NormalDist()
_NOTHING = 1e-9  # A probability that counts as none.


class _Continuous(Config):
    """A distribution over an interval, by its distribution function and its inverse."""

    low: float
    high: float

    @abstractmethod
    def cumulated(self, x: float) -> float:
        """The probability of at most x."""

    @abstractmethod
    def quantile(self, p: float) -> float:
        """The inverse of ``cumulated``."""

    def at(self, u: float, within: Spans | None = None) -> float:
        """The value at u, uniform in 0 to 1.

        Args:
            u: The random number, uniform in 0 to 1.
            within: The value must lie in one of these; where the distribution has no mass there, they win.
        """
        if within is None:
            return self.quantile(u)
        parts = [(self.cumulated(low), self.cumulated(high), low, high) for low, high in within]
        mass = sum(upper - lower for lower, upper, _, _ in parts)
        if mass < _NOTHING:
            low, high = min(within, key=lambda span: max(span[0] - self.high, self.low - span[1]))
            low, high = max(low, -_FAR), min(high, _FAR)
            return low if low >= self.high else high if high <= self.low else low + u * (high - low)
        left = u * mass
        for lower, upper, low, high in parts[:-1]:
            if left <= upper - lower:
                return min(max(self.quantile(lower + left), low), high)
            left -= upper - lower
        lower, upper, low, high = parts[-1]
        return min(max(self.quantile(min(lower + left, upper)), low), high)

    def mass(self, within: Spans) -> float:
        """The probability of these intervals together."""
        return sum(self.cumulated(high) - self.cumulated(low) for low, high in within)

    def sample(self, rng: np.random.Generator) -> float:
        """Draw one."""
        return self.at(float(rng.random()))

    @property
    def support(self) -> tuple[float, float]:
        """The least and the greatest value."""
        return self.low, self.high


_FAR = 1e6


class Normal(_Continuous):
    """A normal distribution, cut off at ``low`` and ``high``.

    Attributes:
        mean: before it is cut off.
        sd: standard deviation, likewise.
        low: the least value.
        high: the greatest.
    """

    mean: float
    sd: float = Field(gt=0)

    @model_validator(mode="after")
    def _check(self) -> Self:
        _ordered(self.low, self.high)
        if self._range[1] - self._range[0] < _NOTHING:
            msg = f"almost nothing of a normal distribution of mean {self.mean:g} lies in {self.low:g} to {self.high:g}"
            raise ValueError(msg)
        return self

    @cached_property
    def _range(self) -> tuple[float, float]:
        return tuple(_normal_below((end - self.mean) / self.sd) for end in (self.low, self.high))  # type: ignore[return-value]

    def cumulated(self, x: float) -> float:
        """The probability of at most x."""
        lower, upper = self._range
        below = _normal_below((min(max(x, self.low), self.high) - self.mean) / self.sd)
        return (below - lower) / (upper - lower)

    def quantile(self, p: float) -> float:
        """The inverse of ``cumulated``."""
        lower, upper = self._range
        q = min(max(lower + p * (upper - lower), 1e-15), 1.0 - 1e-15)
        return min(max(self.mean + self.sd * _STANDARD.inv_cdf(q), self.low), self.high)


class Uniform(_Continuous):
    """All values from ``low`` to ``high`` alike."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        _ordered(self.low, self.high)
        return self

    def cumulated(self, x: float) -> float:
        """The probability of at most x."""
        return min(max((x - self.low) / (self.high - self.low), 0.0), 1.0)

    def quantile(self, p: float) -> float:
        """The inverse of ``cumulated``."""
        return self.low + p * (self.high - self.low)


class Constant(Config):
    """Always the same number; in TOML the bare number."""

    value: float

    def at(self, u: float, within: Spans | None = None) -> float:
        """The number, or where it must not be so, the nearest that may be."""
        del u
        if within is None or any(low <= self.value <= high for low, high in within):
            return self.value
        return min((end for span in within for end in span), key=lambda end: abs(end - self.value))

    def mass(self, within: Spans) -> float:
        """1 where it lies in one of these intervals, else 0."""
        return float(any(low <= self.value <= high for low, high in within))

    def sample(self, rng: np.random.Generator) -> float:
        """The number."""
        return self.at(float(rng.random()))

    @property
    def support(self) -> tuple[float, float]:
        """The number, twice."""
        return self.value, self.value

    @model_serializer
    def _plain(self) -> float:
        return self.value


def _ordered(low: float, high: float) -> None:
    if not low < high:
        msg = f"low must be less than high, and {low:g} isn't less than {high:g}"
        raise ValueError(msg)


def _normal_below(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def _quantity(given: Any) -> Any:
    """Build the distribution that a TOML value says; its keys tell which."""
    if isinstance(given, bool) or not isinstance(given, int | float | Mapping):
        if isinstance(given, Normal | Uniform | Constant):
            return given
        msg = f"must be a number, {{mean, sd, low, high}} or {{low, high}}, not {given!r}"
        raise ValueError(msg)
    if not isinstance(given, Mapping):
        return Constant(value=given)
    check_names(given, Normal.model_fields, "key")
    kind = Normal if "mean" in given or "sd" in given else Uniform
    try:
        return kind(**given)
    except ValidationError as error:
        lines = [f"{'.'.join(str(part) for part in each['loc'])} {each['msg']}".strip() for each in error.errors()]
        raise ValueError("; ".join(line.removeprefix("Value error, ") for line in lines)) from error


Quantity = Annotated[Normal | Uniform | Constant, BeforeValidator(_quantity)]
"""A number that is drawn: ``{mean, sd, low, high}``, ``{low, high}``, or a bare number for a constant."""

Chance = Annotated[float, Field(ge=0.0, le=1.0)]
"""A probability."""
