"""A CSV file of labels as it is read: its cells as text."""

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from facegap.base.errors import FormatError

EMPTY_CELLS = ("", "NA", "N/A", "NaN", "nan", "null")
"""What a cell holds that says nothing."""


@dataclass(frozen=True)
class CsvTable:
    """A CSV file in memory.

    Attributes:
        path: The file, for messages.
        sha256: The SHA-256 of its content.
        cells: The cells as text without surrounding blanks, null where a cell says nothing. Each different text is
            stored once (polars' categoricals), since tables have millions of cells.
        first_line: The number of the line that holds the first row, for messages.
    """

    path: Path
    sha256: str
    cells: pl.DataFrame
    first_line: int = 2

    def column(self, name: str) -> pl.Series:
        """Return a column as text."""
        return self.cells[name].cast(pl.String)

    def line(self, row: int) -> str:
        """Say where a row is in the file, for messages."""
        return f"{self.path}, line {row + self.first_line}"


def read_csv_table(path: Path) -> CsvTable:
    r"""Read a CSV file with a header, in UTF-8.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "labels.csv"
    ...     _ = path.write_text("file,Smiling\na.jpg,1\nb.jpg,NA\n")
    ...     table = read_csv_table(path)
    >>> table.column("Smiling").to_list()
    ['1', None]

    Raises:
        FormatError: The file can't be read, is empty or has no row; or columns have no name or the same name.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror or error}"
        raise FormatError(msg) from error
    header = _read_header(path, content)
    try:
        cells = pl.read_csv(
            content,
            has_header=False,
            skip_rows=1,
            schema=dict.fromkeys(header, pl.Categorical),
            null_values=list(EMPTY_CELLS),
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
    return CsvTable(path, hashlib.sha256(content).hexdigest(), cells.select(_strip(column) for column in cells))


def _read_header(path: Path, content: bytes) -> list[str]:
    """The names in the first line."""
    first_line = content[: content.find(b"\n")] if b"\n" in content else content
    try:
        names = next(csv.reader(io.StringIO(first_line.decode("utf-8-sig"))), [])
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


def _strip(column: pl.Series) -> pl.Series:
    """Remove blanks around the cells of a column."""
    values = column.unique().drop_nulls().cast(pl.String)
    if not values.is_in(values.str.strip_chars().to_list()).all():
        cells = column.cast(pl.String).str.strip_chars()
        kept = pl.when(cells.is_in(list(EMPTY_CELLS))).then(None).otherwise(cells)
        return pl.select(kept.cast(pl.Categorical).alias(column.name)).to_series()
    return column
