"""What a comparison says of a number: its values, or why it isn't known."""

import math
from dataclasses import astuple, dataclass

from facegap.estimates import Estimate


@dataclass(frozen=True)
class Reading:
    """A number of a comparison, as far as it is known.

    Attributes:
        values: What it is, with 95 % intervals; several where several estimators are to be believed, none where it
            isn't known.
        by: What the values are from, in words; empty where that needs no saying.
        unknown: Why it isn't known, or may be other than the values; None where these are all there is to say.
        possible: The least and the greatest value that it may have where ``unknown`` says why.
    """

    values: tuple[Estimate, ...]
    by: str = ""
    unknown: str | None = None
    possible: tuple[float, float] = (-math.inf, math.inf)

    @classmethod
    def of(cls, value: Estimate | None, *, otherwise: str, scale: float = 1.0) -> "Reading":
        """Read one estimate.

        Args:
            value: The estimate; None or NaN where it isn't known.
            otherwise: Why it isn't known then.
            scale: What its parts are multiplied by, such as 100 for percentage points.
        """
        if value is None or not value.known:
            return cls((), unknown=otherwise)
        return cls((Estimate(*(scale * part for part in astuple(value))),))

    @classmethod
    def count(cls, number: int) -> "Reading":
        """Read a count, which has no interval."""
        return cls((Estimate(float(number), float("nan"), float("nan")),))
