"""From the cells of a table to numbers and labels, and where a wrong cell is."""

from collections.abc import Callable, Collection, Mapping

import polars as pl

from facegap.annotate.tables.csv_table import CsvTable
from facegap.base.errors import FormatError

LABELS = (-1, 0, 1)


def parse_number(cell: str) -> float | None:
    """Return the number that a cell holds, or None if it holds none or one that is not finite.

    >>> parse_number("2.5"), parse_number("inf"), parse_number("two")
    (2.5, None, None)
    """
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if number - number == 0 else None


def parse_numbers(table: CsvTable, name: str, *, allowed: Callable[[float], bool], meaning: str) -> pl.Series:
    """Return a column as float64, null where a cell says nothing.

    Args:
        table: The table.
        name: The column.
        allowed: Whether a number may be in the column.
        meaning: What the cells should hold, in words for the message, such as ``a number from 0 to 1``.

    Raises:
        FormatError: A cell holds no number, or one that is not allowed; the message names its line.
    """
    cells = table.cells[name].unique().drop_nulls().cast(pl.String).to_list()
    numbers = {cell: parse_number(cell) for cell in cells}
    wrong = [cell for cell, number in numbers.items() if number is None or not allowed(number)]
    if wrong:
        row, cell = first_row_with(table, name, wrong)
        msg = f"{table.line(row)}: {cell!r} in the column {name!r} isn't {meaning}"
        raise FormatError(msg)
    return table.column(name).replace_strict(numbers, default=None, return_dtype=pl.Float64)


def parse_labels(column: pl.Series, label_of: Mapping[str, int]) -> pl.Series:
    """Return the labels of a column's cells, int8; 0, undefined, where a cell says nothing."""
    return column.cast(pl.String).replace_strict(dict(label_of), default=0, return_dtype=pl.Int8)


def mostly_labels(table: CsvTable, name: str) -> bool:
    """Say whether more than half of the cells that say something are −1, 0 or 1, so that the others are mistakes."""
    cells = table.cells[name].drop_nulls()
    labels = [cell for cell in cells.unique().cast(pl.String).to_list() if parse_number(cell) in LABELS]
    return bool(cells.cast(pl.String).is_in(labels).sum() > len(cells) / 2)


def not_a_label(table: CsvTable, name: str, wrong: Collection[str]) -> FormatError:
    """The error that one of some cells is no label, with the line of the first."""
    row, cell = first_row_with(table, name, wrong)
    return FormatError(f"{table.line(row)}: {cell!r} in the column {name!r} is no label; labels are -1, 0 and 1")


def first_row_with(table: CsvTable, name: str, cells: Collection[str]) -> tuple[int, str]:
    """Return the first row of a column that holds one of some cells, and which cell that is."""
    column = table.column(name)
    row = column.is_in(list(cells)).arg_true()[0]
    return row, column[row]
