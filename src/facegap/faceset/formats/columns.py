"""Finding the columns of a table that hold the image, the identity and the id."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from facegap.base.errors import FormatError

IDENTITY_NAMES = ("identity", "subject", "subject_id", "person")
IMAGE_ID_NAMES = ("image_id", "id", "key", "__key__")


def as_text(table: pa.Table, column: str | None) -> list[str | None]:
    """Read a column as text, with its nulls; for no column all values are null."""
    return [None] * table.num_rows if column is None else table[column].cast(pa.string()).to_pylist()


def check_column_names(names: Sequence[str], *, where: Path) -> None:
    """Check that each column has a name of its own.

    Raises:
        FormatError: Two columns have the same name.
    """
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        msg = f"{where}: two columns are called {twice!r}; rename or remove one"
        raise FormatError(msg)


def find_column(schema: pa.Schema, wanted: str | None, usual: tuple[str, ...], *, where: Path, what: str) -> str:
    """Find a column that there must be: the one that the user named, or else the first of the usual names.

    Args:
        schema: The columns of the table.
        wanted: The name that the user gave; None looks for the usual names.
        usual: The usual names, in the order in which they are looked for.
        where: The file, for messages.
        what: What the column holds, for messages.

    Raises:
        FormatError: The table has no such column.
    """
    column = optional_column(schema, wanted, usual, where=where)
    if column is None:
        msg = f"{where}: no column of {what} among {', '.join(schema.names)}; name it with --image-column"
        raise FormatError(msg)
    return column


def optional_column(schema: pa.Schema, wanted: str | None, usual: tuple[str, ...], *, where: Path) -> str | None:
    """Find a column as ``find_column`` does, or None where the table has none of the usual names.

    Raises:
        FormatError: The user named a column that isn't there.
    """
    if wanted is not None and wanted not in schema.names:
        msg = f"{where}: no column {wanted!r}; it has {', '.join(schema.names)}"
        raise FormatError(msg)
    return wanted or next((name for name in usual if name in schema.names), None)
