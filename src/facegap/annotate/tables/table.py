"""A table of labels as it is read: a CSV, its cells as text."""

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from facegap.base.errors import FormatError

NOTHING = ("", "NA", "N/A", "NaN", "nan", "null")
"""Cells that say nothing."""


@dataclass(frozen=True)
class Table:
    """A CSV.

    Attributes:
        path: the file, for messages.
        sha256: of its content.
        cells: a row each and a column each, as text without blanks around it, null where a cell says nothing. Text is
            stored once for each different one (polars' categoricals), since tables have millions of cells.
        first_line: the line of the file that the first row is in.
    """

    path: Path
    sha256: str
    cells: pl.DataFrame
    first_line: int = 2

    def column(self, name: str) -> pl.Series:
        """A column as text."""
        return self.cells[name].cast(pl.String)

    def line(self, row: int) -> str:
        """Where a row is in the file, for messages."""
        return f"{self.path}, line {row + self.first_line}"


def read_table(path: Path) -> Table:
    """Read a CSV with a header, in UTF-8.

    Raises:
        FormatError: it is no file, is empty, has no row, or columns without a name or of the same name.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror or error}"
        raise FormatError(msg) from error
    header = _header(path, content)
    try:
        cells = pl.read_csv(
            content,
            has_header=False,
            skip_rows=1,
            schema=dict.fromkeys(header, pl.Categorical),
            null_values=list(NOTHING),
        )
    except (pl.exceptions.PolarsError, UnicodeError) as error:
        msg = (
            f"{path}: cannot be read as CSV: lines need {len(header)} cells each, as the header has, separated by "
            f"commas, in UTF-8 ({str(error).splitlines()[0]})"
        )
        raise FormatError(msg) from error
    if cells.is_empty():
        msg = f"{path}: has a header, but no row"
        raise FormatError(msg)
    return Table(path, hashlib.sha256(content).hexdigest(), cells.select(_stripped(column) for column in cells))


def _header(path: Path, content: bytes) -> list[str]:
    """The names in the first line."""
    first = content[: content.find(b"\n")] if b"\n" in content else content
    try:
        names = next(csv.reader(io.StringIO(first.decode("utf-8-sig"))), [])
    except (UnicodeDecodeError, csv.Error) as error:
        msg = f"{path}: its first line is not that of a CSV in UTF-8: {error}"
        raise FormatError(msg) from error
    names = [name.strip() for name in names]
    if not any(names):
        msg = f"{path}: is empty; a table of labels has a header and a row for each image"
        raise FormatError(msg)
    for number, name in enumerate(names):
        if not name or name in names[:number]:
            what = f"two columns are called {name!r}" if name else f"column {number + 1} has no name"
            msg = f"{path}: {what}; give each a name of its own in the first line"
            raise FormatError(msg)
    return names


def _stripped(column: pl.Series) -> pl.Series:
    """Without blanks around the cells."""
    values = column.unique().drop_nulls().cast(pl.String)
    if not values.is_in(values.str.strip_chars().to_list()).all():
        cells = column.cast(pl.String).str.strip_chars()
        kept = pl.when(cells.is_in(list(NOTHING))).then(None).otherwise(cells)
        return pl.select(kept.cast(pl.Categorical).alias(column.name)).to_series()
    return column
