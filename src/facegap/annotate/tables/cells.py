"""Cells of a table as numbers, and where the wrong ones are."""

from collections.abc import Callable, Collection

import polars as pl

from facegap.annotate.tables.table import Table
from facegap.base.errors import FormatError


def number_in(value: str) -> float | None:
    """The number that a cell is; None where it is none, or not finite."""
    try:
        number = float(value)
    except ValueError:
        return None
    return number if number - number == 0 else None


def numbers_in(table: Table, name: str, fits: Callable[[float], bool], what: str) -> pl.Series:
    """A column as float64, with nulls where a cell says nothing.

    Raises:
        FormatError: a cell isn't what it should be.
    """
    values = table.cells[name].unique().drop_nulls().cast(pl.String).to_list()
    numbers = {value: number_in(value) for value in values}
    wrong = [value for value, number in numbers.items() if number is None or not fits(number)]
    if wrong:
        row, value = first_of(table, name, wrong)
        msg = f"{table.line(row)}: {value!r} in the column {name!r} isn't {what}"
        raise FormatError(msg)
    return table.column(name).replace_strict(numbers, default=None, return_dtype=pl.Float64)


def first_of(table: Table, name: str, values: Collection[str]) -> tuple[int, str]:
    """The first row whose cell is one of some values, and which."""
    column = table.column(name)
    row = column.is_in(list(values)).arg_true()[0]
    return row, column[row]
