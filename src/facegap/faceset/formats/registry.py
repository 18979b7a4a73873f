"""The formats that face sets come from and go to; a format registers itself and is thereby covered by the tests."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pyarrow as pa

from facegap.base.errors import ConfigError, FormatError
from facegap.faceset.faceset import FaceSet

ReadImage = Callable[[dict[str, Any]], bytes]
"""Reads the encoded image of one row of an index; raises OSError or BadImageError where it can't be read."""


@dataclass(frozen=True)
class Columns:
    """Which columns of a table hold what; None looks for the usual names.

    Attributes:
        image: The name of the column of images, or of paths of images.
        identity: The name of the column of identities.
        image_id: The name of the column of image ids.
    """

    image: str | None = None
    identity: str | None = None
    image_id: str | None = None


class Reader(ABC):
    """A data set in some format, as it is imported from there.

    Attributes:
        name: The name of the format on the command line.
        summary: What the format is, in one line for people.
        catch_all: Whether the format also recognizes what others know better; then it is asked last.
        has_columns: Whether the format is a table, in which ``Columns`` can be named.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    catch_all: ClassVar[bool] = False
    has_columns: ClassVar[bool] = False

    def __init__(self, path: Path, columns: Columns) -> None:
        self.path = path
        self.columns = columns

    @staticmethod
    @abstractmethod
    def recognizes(path: Path) -> bool:
        """Tell whether ``path`` looks like this format, by reading little of it."""

    @abstractmethod
    def index(self) -> pa.Table:
        """Make the index with ``make_index``: one row for each image, with all that is needed to find it."""

    @abstractmethod
    def start(self) -> ReadImage:
        """Open the data set, once in each worker; return the function that reads the image of a row."""


Writer = Callable[[FaceSet, Path], int]
"""Writes the images of a face set that have no error to a path that doesn't exist yet; returns their number."""

R = TypeVar("R", bound=Reader)

readers: dict[str, type[Reader]] = {}
writers: dict[str, Writer] = {}


def register_reader(reader: type[R]) -> type[R]:
    """Register a format to import from (a class decorator); its ``recognizes`` decides which paths it reads."""
    for attribute in ("name", "summary"):
        if not isinstance(getattr(reader, attribute, None), str):
            msg = f"{reader.__name__}: a format has a {attribute}, a text"
            raise TypeError(msg)
    if reader.name in readers:
        msg = f"the format {reader.name!r} is registered twice"
        raise ValueError(msg)
    readers[reader.name] = reader
    return reader


def register_writer(name: str) -> Callable[[Writer], Writer]:
    """Register a format to export to, under a name (a function decorator)."""

    def register(writer: Writer) -> Writer:
        if name in writers:
            msg = f"the format {name!r} is registered twice"
            raise ValueError(msg)
        writers[name] = writer
        return writer

    return register


def open_reader(path: Path, *, format_name: str | None = None, columns: Columns | None = None) -> Reader:
    """Find the reader for a path.

    Args:
        path: A file or folder.
        format_name: The name of a registered format; None recognizes the format.
        columns: The columns of a table, where they have unusual names.

    Raises:
        FormatError: There is nothing at ``path``, no format recognizes it, or no format has that name.
        ConfigError: Columns are named, and the format has none.
    """
    if not path.exists():
        msg = f"{path}: no such file or folder"
        raise FormatError(msg)
    named = columns or Columns()
    reader = _reader_for(path, format_name)
    if named != Columns() and not reader.has_columns:
        tables = ", ".join(name for name, known in readers.items() if known.has_columns)
        msg = (
            f"{path} is read as {reader.name}, which has no columns; leave out --image-column, --identity-column and "
            f"--id-column, which are for {tables}"
        )
        raise ConfigError(msg)
    return reader(path, named)


def _reader_for(path: Path, format_name: str | None) -> type[Reader]:
    if format_name is not None:
        if format_name not in readers:
            msg = f"unknown format {format_name!r}; known: {', '.join(readers)}"
            raise FormatError(msg)
        return readers[format_name]
    for reader in sorted(readers.values(), key=lambda reader: reader.catch_all):
        if reader.recognizes(path):
            return reader
    known = "; ".join(f"{name} ({reader.summary})" for name, reader in readers.items())
    msg = f"{path}: not recognized as any known format; name it with --format. Known: {known}"
    raise FormatError(msg)


def export_images(faceset: FaceSet, path: Path, *, format_name: str) -> int:
    """Write the images of a face set in another format.

    Args:
        faceset: The face set; its images with an error are left out.
        path: The file or folder that is written; it must not exist.
        format_name: The name of a registered format.

    Returns:
        The number of images written.

    Raises:
        FormatError: The format isn't known, or something is at ``path`` already.
    """
    if format_name not in writers:
        msg = f"unknown format {format_name!r} to write; known: {', '.join(writers)}"
        raise FormatError(msg)
    if path.exists():
        msg = f"{path} exists; nothing was written. Name a path that does not exist"
        raise FormatError(msg)
    return writers[format_name](faceset, path)


def good_rows(faceset: FaceSet) -> Iterator[dict[str, Any]]:
    """Go through the rows of ``images`` that hold an image, in order, as dictionaries."""
    for shard in faceset.shards():
        for batch in shard.to_batches(max_chunksize=64):
            for row in batch.to_pylist():
                if row["image"] is not None and row["error"] is None:
                    yield row
