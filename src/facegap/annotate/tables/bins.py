"""Numbers cut into bins, an attribute for each."""

import itertools
from collections.abc import Sequence

import polars as pl

from facegap.annotate.tables.cells import numbers_in
from facegap.annotate.tables.table import Table
from facegap.base.errors import ConfigError

Bounds = tuple[float, ...]


def parse_bins(options: Sequence[str]) -> dict[str, Bounds]:
    """The bins of columns as the command line has them, ``age=0,20,40``: lower bounds, rising.

    Raises:
        ConfigError: one isn't written so, or a column is named twice.
    """
    bins: dict[str, Bounds] = {}
    for option in options:
        name, _, text = option.rpartition("=")
        try:
            bounds = tuple(float(bound) for bound in text.split(","))
        except ValueError:
            bounds = ()
        rising = all(low < high for low, high in itertools.pairwise(bounds))
        if not name or not bounds or not rising or name in bins:
            why = "it is there twice" if name in bins else "write a column and rising bounds, as in age=0,20,40,60"
            msg = f"--bins {option}: {why}"
            raise ConfigError(msg)
        bins[name] = bounds
    return bins


def cut(table: Table, name: str, bounds: Bounds) -> dict[str, pl.Series]:
    """Labels for each bin of a column, by its name, such as ``age: 20–39``.

    A bin holds its lower bound and not the next one's; the last has no upper bound. Where there are numbers below the
    first bound, there is a bin for those too.

    Raises:
        FormatError: a cell isn't a number.
    """
    numbers = numbers_in(table, name, lambda number: True, "a number")  # noqa: ARG005
    there = numbers.drop_nulls()
    whole = all(bound.is_integer() for bound in bounds) and bool((there % 1 == 0).all())
    spans = list(zip(bounds, [*bounds[1:], float("inf")], strict=True))
    if (there < bounds[0]).any():
        spans.insert(0, (float("-inf"), bounds[0]))
    return {
        f"{name}: {_span(low, high, whole=whole)}": pl.select(
            pl.when((numbers >= low) & (numbers < high)).then(1).when(numbers.is_not_null()).then(-1).otherwise(0)
        )
        .to_series()
        .cast(pl.Int8)
        for low, high in spans
    }


def _span(low: float, high: float, *, whole: bool) -> str:
    if low == float("-inf"):
        return f"under {high:g}"
    if high == float("inf"):
        return f"{low:g} or more"
    if whole:
        return f"{low:g}–{high - 1:g}" if high - low > 1 else f"{low:g}"
    return f"{low:g} to under {high:g}"
