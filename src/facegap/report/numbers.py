"""Numbers as people read them."""

from dataclasses import astuple

from markupsafe import Markup, escape

from facegap.estimates import Estimate


def estimate(value: Estimate | None, *, places: int = 3, signed: bool = False) -> str:
    """An estimate with its interval, such as ``0.664 [0.655, 0.673]``; a dash where it is not known."""
    if value is None or value.value != value.value:
        return "–"
    form = f"{'+' if signed else ''}.{places}f"
    interval = "" if value.low != value.low else f" [{value.low:{form}}, {value.high:{form}}]"
    return f"{value.value:{form}}{interval}".replace("-", "−").replace("inf", "∞")


def percent(value: Estimate | None, *, places: int = 2) -> str:
    """An estimate of a share with its interval, in percent; a dash where there is none."""
    if value is None:
        return "–"
    interval = "" if value.low != value.low else f" [{100 * value.low:.{places}f}, {100 * value.high:.{places}f}]"
    return f"{100 * value.value:.{places}f} %{interval}"


def points(value: Estimate | None, *, places: int = 1) -> str:
    """A difference of shares with its interval, in percentage points; a dash where there is none."""
    return estimate(value and Estimate(*(100 * part for part in astuple(value))), places=places, signed=True)


def stacked(text: str) -> Markup:
    """A number with its interval, as the filters above write it, in two lines."""
    number, bracket, interval = text.partition(" [")
    return escape(number) + (Markup("<small>[{}</small>").format(interval) if bracket else "")
