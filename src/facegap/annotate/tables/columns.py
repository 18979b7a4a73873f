"""Large CSVs of labels: columns of text, then columns of int8."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from facegap.base.arrays import Int8Array
from facegap.base.errors import FormatError

_LABELS = ("-1", "0", "1")


def cells_of(line: str) -> list[str]:
    """The cells of a line of a CSV."""
    return next(csv.reader([line]), [])


def wrong_names(names: Sequence[str], wanted: Sequence[str], *, allowed: Sequence[str] = ()) -> str:
    """What is wrong with the names of columns, in words; empty where nothing is."""
    missing = [name for name in wanted if name not in names]
    known = {*wanted, *allowed}
    extra = [name for at, name in enumerate(names) if name not in known or name in names[:at]]
    parts = (("missing", missing), ("too many", extra))
    return "; ".join(f"{word}: {', '.join(some)}" for word, some in parts if some)


def read_columns(
    content: Path | bytes,
    path: Path,
    *,
    text: Sequence[str],
    labels: Sequence[str],
    header: int = 1,
    split: Callable[[str], list[str]] = cells_of,
) -> tuple[list[pl.Series], Int8Array]:
    """Read a CSV, whose cells are taken as they stand.

    Args:
        content: the CSV.
        path: the name of the file for messages, and where what is wrong is looked for.
        text: the names of the columns of text, which come first.
        labels: the names of the columns of labels, which follow.
        header: how many lines of the file are before the first row.
        split: a line of the file into cells, where ``content`` is that file in another form.

    Returns:
        The columns of text, null where a cell is empty; and the labels, int8 (rows, columns).

    Raises:
        FormatError: there is no row, one has another number of cells, or a label isn't −1, 0 or 1.
    """
    kinds = {**dict.fromkeys(text, pl.String), **dict.fromkeys(labels, pl.Int8)}
    try:
        table = pl.read_csv(content, has_header=False, skip_rows=header, schema=kinds, glob=False)
    except pl.exceptions.PolarsError as error:
        fault = _first_fault(path, [*text, *labels], text=len(text), header=header, split=split)
        msg = fault or f"{path}: cannot be read as a table in UTF-8: {str(error).splitlines()[0]}"
        raise FormatError(msg) from error
    table = _without_empty_end(table)
    wanted = table.select(labels)
    if wanted.is_empty() or not all(column.is_between(-1, 1).fill_null(value=False).all() for column in wanted):
        fault = _first_fault(path, [*text, *labels], text=len(text), header=header, split=split)
        raise FormatError(fault or f"{path}: has labels other than -1, 0 and 1")
    return [table[name] for name in text], np.ascontiguousarray(wanted.to_numpy())


def _without_empty_end(table: pl.DataFrame) -> pl.DataFrame:
    """Without rows of empty lines at the end of a file."""
    if table.is_empty() or any(cell is not None for cell in table.row(-1)):
        return table
    there = table.select(pl.any_horizontal(pl.all().is_not_null())).to_series().arg_true()
    return table.head(there[-1] + 1 if len(there) else 0)


def _first_fault(
    path: Path, names: Sequence[str], *, text: int, header: int, split: Callable[[str], list[str]]
) -> str | None:
    """What is wrong in which line; slow."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows, empty = 0, None
        for number, line in enumerate(file, start=1):
            if number <= header:
                continue
            cells = split(line)
            if not cells:
                empty = empty or number
                continue
            rows += 1
            if empty:
                return f"{path}, line {empty} is empty"
            if len(cells) != len(names):
                return f"{path}, line {number}: {len(cells)} cells where there are {len(names)} columns"
            for name, cell in zip(names[text:], cells[text:], strict=True):
                if cell not in _LABELS:
                    return f"{path}, line {number}: {cell!r} in the column {name!r} is no label; labels are -1, 0 and 1"
    return None if rows else f"{path}: has a header, but no row"
