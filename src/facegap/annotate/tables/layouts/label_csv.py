"""Large CSV files of labels: columns of text, then columns of int8."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from facegap.base.arrays import Int8Array
from facegap.base.errors import FormatError

_LABELS = ("-1", "0", "1")


def split_csv_line(line: str) -> list[str]:
    """Return the cells of one line of a CSV file."""
    return next(csv.reader([line]), [])


def column_differences(names: Sequence[str], expected: Sequence[str], *, optional: Sequence[str] = ()) -> str:
    """Say in words which columns of a file are missing and which shouldn't be there; empty if all is well.

    Args:
        names: The names that the file has.
        expected: The names that it must have.
        optional: The names that it may have besides.
    """
    missing = [name for name in expected if name not in names]
    allowed = {*expected, *optional}
    extra = [name for position, name in enumerate(names) if name not in allowed or name in names[:position]]
    parts = (("missing", missing), ("too many", extra))
    return "; ".join(f"{word}: {', '.join(columns)}" for word, columns in parts if columns)


def read_label_csv(
    content: Path | bytes,
    path: Path,
    *,
    text: Sequence[str],
    labels: Sequence[str],
    header: int = 1,
    split_line: Callable[[str], list[str]] = split_csv_line,
) -> tuple[list[pl.Series], Int8Array]:
    """Read a CSV file of labels; cells of text are taken as they stand.

    Args:
        content: The CSV, as a file or in memory.
        path: The name of the file for messages, in which mistakes are looked for.
        text: The names of the columns of text, which come first.
        labels: The names of the columns of labels, which follow.
        header: The number of lines before the first row.
        split_line: Splits a line of the file into cells, if ``content`` is the file in another form.

    Returns:
        The columns of text, null where a cell is empty; and the labels, int8 (rows, columns).

    Raises:
        FormatError: There is no row, a row has another number of cells, or a label isn't −1, 0 or 1.
    """
    types = {**dict.fromkeys(text, pl.String), **dict.fromkeys(labels, pl.Int8)}
    try:
        table = pl.read_csv(content, has_header=False, skip_rows=header, schema=types, glob=False)
    except pl.exceptions.PolarsError as error:
        fault = _find_fault(path, [*text, *labels], text=len(text), header=header, split_line=split_line)
        msg = fault or f"{path}: cannot be read as a table in UTF-8: {str(error).splitlines()[0]}"
        raise FormatError(msg) from error
    table = _without_empty_end(table)
    label_columns = table.select(labels)
    all_labels = all(column.is_between(-1, 1).fill_null(value=False).all() for column in label_columns)
    if label_columns.is_empty() or not all_labels:
        fault = _find_fault(path, [*text, *labels], text=len(text), header=header, split_line=split_line)
        raise FormatError(fault or f"{path}: has labels other than -1, 0 and 1")
    return [table[name] for name in text], np.ascontiguousarray(label_columns.to_numpy())


def _without_empty_end(table: pl.DataFrame) -> pl.DataFrame:
    """Remove the rows of empty lines at the end of a file."""
    if table.is_empty() or any(cell is not None for cell in table.row(-1)):
        return table
    filled = table.select(pl.any_horizontal(pl.all().is_not_null())).to_series().arg_true()
    return table.head(filled[-1] + 1 if len(filled) else 0)


def _find_fault(
    path: Path, names: Sequence[str], *, text: int, header: int, split_line: Callable[[str], list[str]]
) -> str | None:
    """What is wrong in which line; reads the file line by line, which is slow."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows, empty_line = 0, None
        for number, line in enumerate(file, start=1):
            if number <= header:
                continue
            cells = split_line(line)
            if not cells:
                empty_line = empty_line or number
                continue
            rows += 1
            if empty_line:
                return f"{path}, line {empty_line} is empty"
            if len(cells) != len(names):
                return f"{path}, line {number}: {len(cells)} cells where there are {len(names)} columns"
            for name, cell in zip(names[text:], cells[text:], strict=True):
                if cell not in _LABELS:
                    return f"{path}, line {number}: {cell!r} in the column {name!r} is no label; labels are -1, 0 and 1"
    return None if rows else f"{path}: has a header, but no row"
