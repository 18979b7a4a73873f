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
"""From one row of an index to the encoded image; raises OSError or BadImageError where that image can't be had."""


@dataclass(frozen=True)
class Columns:
    """Which columns of a tabular source hold what; None finds the usual names."""

    image: str | None = None
    identity: str | None = None
    image_id: str | None = None


class Reader(ABC):
    """A data set in some format.

    Attributes:
        name: what the format is called on the command line.
        summary: one line for people.
        catch_all: whether it recognizes what others know better; it is asked last.
        has_columns: whether it is a table, in which ``Columns`` can be named.
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
        """Whether ``path`` looks like this format; reads little."""

    @abstractmethod
    def index(self) -> pa.Table:
        """One row an image, made by ``make_index``: without the images, with all that is needed to find them."""

    @abstractmethod
    def start(self) -> ReadImage:
        """Open what is to be read from; called once in each worker."""


Writer = Callable[[FaceSet, Path], int]
"""Writes the images of a face set that have no error to a path that doesn't exist yet; returns how many."""

R = TypeVar("R", bound=Reader)

readers: dict[str, type[Reader]] = {}
writers: dict[str, Writer] = {}


def register_reader(reader: type[R]) -> type[R]:
    """Class decorator: make a format known; its ``recognizes`` decides which paths it reads."""
    if reader.name in readers:
        msg = f"the format {reader.name!r} is registered twice"
        raise ValueError(msg)
    readers[reader.name] = reader
    return reader


def register_writer(name: str) -> Callable[[Writer], Writer]:
    """Function decorator: make a format known that face sets can be exported to."""

    def register(writer: Writer) -> Writer:
        if name in writers:
            msg = f"the format {name!r} is registered twice"
            raise ValueError(msg)
        writers[name] = writer
        return writer

    return register


def open_reader(path: Path, *, format_name: str | None = None, columns: Columns | None = None) -> Reader:
    """The reader for ``path``.

    Args:
        path: a file or folder.
        format_name: a registered format, or None to recognize it.
        columns: for tables whose columns have unusual names.

    Raises:
        FormatError: nothing is there, no format recognizes it, or no format has that name.
        ConfigError: columns are named of a format that has none.
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
        faceset: the set; its images with an error are left out.
        path: The file or folder that is written; it must not exist.
        format_name: a registered format.

    Returns:
        The number of images written.

    Raises:
        FormatError: the format isn't known, or there is something at ``path``.
    """
    if format_name not in writers:
        msg = f"unknown format {format_name!r} to write; known: {', '.join(writers)}"
        raise FormatError(msg)
    if path.exists():
        msg = f"{path} exists; nothing was written. Name a path that does not exist"
        raise FormatError(msg)
    return writers[format_name](faceset, path)


def good_rows(faceset: FaceSet) -> Iterator[dict[str, Any]]:
    """Rows of ``images`` that hold an image, in order, as dictionaries."""
    for shard in faceset.shards():
        for batch in shard.to_batches(max_chunksize=64):
            for row in batch.to_pylist():
                if row["image"] is not None and row["error"] is None:
                    yield row
