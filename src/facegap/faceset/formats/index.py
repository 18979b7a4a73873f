"""The index of a data set to import: one row an image, with its keys, its labels and where to find it."""

import stat
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from facegap.base.errors import FormatError
from facegap.faceset.schema import RESERVED

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif", ".tif", ".tiff", ".ppm", ".pgm", ".jp2"})
_KEYS = ("image_id", "identity", "path")


def make_index(
    where: Path,
    *,
    image_ids: Sequence[str | None],
    identities: Sequence[str | None],
    paths: Sequence[str],
    locators: Mapping[str, Any],
    labels: Mapping[str, Any] | None = None,
) -> pa.Table:
    """Check and assemble an index.

    Args:
        where: The source, for messages.
        image_ids: The keys of the images; they must be unique, and safe as relative file names.
        identities: The keys of the people; None where the person is unknown.
        paths: What each image is called in the source, for people to read.
        locators: The columns that the reader needs to find an image; they are not kept, and their names begin with
            ``_``.
        labels: The columns that are kept; a name that the layer uses itself gets the prefix ``source_``.

    Returns:
        The index, one row for each image.

    Raises:
        FormatError: There is no image, two share an id, or an id is missing or leads out of a folder.
    """
    if not image_ids:
        msg = f"{where}: holds no image; image files end in {' '.join(sorted(SUFFIXES))}"
        raise FormatError(msg)
    for number, image_id in enumerate(image_ids):
        if image_id is None:
            msg = f"{where}: row {number} has no image id; nothing was imported"
            raise FormatError(msg)
        if not is_safe(image_id):
            msg = f"{where}: {image_id!r} is not a name within the set (absolute, or with '..'); nothing was imported"
            raise FormatError(msg)
    columns: dict[str, Any] = {
        "image_id": pa.array(image_ids, pa.string()),
        "identity": pa.array(identities, pa.string()),
        "path": pa.array(paths, pa.string()),
        **locators,
    }
    for name, values in (labels or {}).items():
        columns[free_name(f"source{name}" if name.startswith("_") else name, RESERVED | columns.keys())] = values
    table = pa.table(columns)
    _check_unique(table, where)
    return table


def label_fields(index: pa.Table) -> list[pa.Field]:
    """List the columns of an index that are kept as source columns."""
    return [field for field in index.schema if field.name not in _KEYS and not field.name.startswith("_")]


def free_name(name: str, taken: Collection[str]) -> str:
    """Find a name that isn't taken: ``name`` itself, or else with as many ``source_`` before it as are needed.

    Example:
        >>> free_name("error", {"image_id", "error"})
        'source_error'
    """
    while name in taken:
        name = f"source_{name}"
    return name


def label_columns(table: pa.Table, *, without: Sequence[str | None]) -> dict[str, Any]:
    """Take the columns of a source that are kept: those of plain values, but for the ones named in ``without``.

    Plain are text, in any of Arrow's kinds, which becomes the usual one, numbers, bools and times; categories of
    them are kept as the values that they stand for.
    """
    columns = {name: _plain(table[name]) for name in table.column_names if name not in without}
    return {name: column for name, column in columns.items() if column is not None}


def is_safe(name: str) -> bool:
    """Tell whether a name stays inside the folder that it is relative to.

    Example:
        >>> is_safe("ann/1"), is_safe("../ann/1"), is_safe("/ann/1")
        (True, False, False)
    """
    path = PurePosixPath(name)
    return bool(name) and "\x00" not in name and not path.is_absolute() and ".." not in path.parts


def without_suffix(name: str) -> str:
    """Take the ending of an image off a file's name; other dots stay.

    Example:
        >>> without_suffix("ann/1.a.jpg"), without_suffix("ann/1.a")
        ('ann/1.a', 'ann/1.a')
    """
    path = PurePosixPath(name)
    return str(path.with_suffix("")) if path.suffix.lower() in SUFFIXES else name


def file_state(path: Path) -> str | None:
    """Describe a file by its size and the time of its last change, so that a changed file is another import.

    The result is None where there is no file, and for a folder, whose time changes with all that is written into it.
    """
    try:
        state = path.stat()
    except OSError:
        return None
    return f"{state.st_size} {state.st_mtime_ns}" if stat.S_ISREG(state.st_mode) else None


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """A column of plain values as it is kept; None for one of lists, structs or bytes."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return column.cast(pa.string())
    return column.cast(kind) if pa.types.is_primitive(kind) else None


def _check_unique(table: pa.Table, where: Path) -> None:
    counts = table["image_id"].value_counts()
    twice = counts.filter(pc.greater(pc.struct_field(counts, "counts"), 1))
    if len(twice) == 0:
        return
    image_id = twice[0]["values"].as_py()
    paths = table.filter(pc.equal(table["image_id"], image_id))["path"].to_pylist()
    msg = (
        f"{where}: {len(twice)} image ids occur more than once; {image_id!r} is the id of {paths[0]!r} and "
        f"{paths[1]!r}; rename or remove one, nothing was imported"
    )
    raise FormatError(msg)
