"""Finding the columns of a table that hold the image, the identity and the id."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from facegap.base.errors import FormatError

IDENTITY_NAMES = ("identity", "subject", "subject_id", "person")
IMAGE_ID_NAMES = ("image_id", "id", "key", "__key__")


def as_text(table: pa.Table, column: str | None) -> list[str | None]:
    """A column as text, its nulls kept; all null for no column."""
    return [None] * table.num_rows if column is None else table[column].cast(pa.string()).to_pylist()


def check_column_names(names: Sequence[str], *, where: Path) -> None:
    """See that each column has a name of its own.

    Raises:
        FormatError: two have the same.
    """
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        msg = f"{where}: two columns are called {twice!r}; rename or remove one"
        raise FormatError(msg)


def find_column(schema: pa.Schema, wanted: str | None, usual: tuple[str, ...], *, where: Path, what: str) -> str:
    """The column that the user named, or else the first of the usual names that is there.

    Raises:
        FormatError: there is none.
    """
    column = optional_column(schema, wanted, usual, where=where)
    if column is None:
        msg = f"{where}: no column of {what} among {', '.join(schema.names)}; name it with --image-column"
        raise FormatError(msg)
    return column


def optional_column(schema: pa.Schema, wanted: str | None, usual: tuple[str, ...], *, where: Path) -> str | None:
    """As ``find_column``, but None where no usual name is there.

    Raises:
        FormatError: the user named a column that isn't there.
    """
    if wanted is not None and wanted not in schema.names:
        msg = f"{where}: no column {wanted!r}; it has {', '.join(schema.names)}"
        raise FormatError(msg)
    return wanted or next((name for name in usual if name in schema.names), None)
