"""Numbers as people read them."""

import math
from dataclasses import astuple

from markupsafe import Markup, escape

from facegap.estimates import Estimate


def estimate(value: Estimate | None, *, places: int = 3, signed: bool = False) -> str:
    """An estimate with its interval, such as ``0.664 [0.655, 0.673]``; a dash where it is not known."""
    if value is None or not value.known:
        return "–"
    form = f"{'+' if signed else ''}.{places}f"
    interval = "" if not value.bounded else f" [{value.low:{form}}, {value.high:{form}}]"
    return f"{value.value:{form}}{interval}".replace("-", "−").replace("inf", "∞")


def percent(value: Estimate | None, *, places: int = 2) -> str:
    """An estimate of a share with its interval, in percent; a dash where it is not known."""
    if value is None or not value.known:
        return "–"
    interval = "" if not value.bounded else f" [{100 * value.low:.{places}f}, {100 * value.high:.{places}f}]"
    return f"{100 * value.value:.{places}f} %{interval}"


def points(value: Estimate | None, *, places: int = 1) -> str:
    """A difference of shares with its interval, in percentage points; a dash where there is none."""
    return estimate(value and Estimate(*(100 * part for part in astuple(value))), places=places, signed=True)


def chance(value: float) -> str:
    """A chance in percent, as far as its size matters: ``3.1 %``, ``< 0.01 %``; a dash where it is not known."""
    if math.isnan(value):
        return "–"
    return "< 0.01 %" if value < 1e-4 else f"{100 * value:.{0 if value >= 0.1 else 1 if value >= 0.01 else 2}f} %"


def stacked(text: str) -> Markup:
    """A number with its interval, as the filters above write it, in two lines."""
    number, bracket, interval = text.partition(" [")
    return escape(number) + (Markup("<small>[{}</small>").format(interval) if bracket else "")
