"""Parquet files with a column of encoded images, facegap's own face sets among them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from facegap.base.errors import BadImageError, FormatError
from facegap.faceset.formats.columns import (
    IDENTITY_NAMES,
    IMAGE_ID_NAMES,
    as_text,
    check_column_names,
    find_column,
    optional_column,
)
from facegap.faceset.formats.index import file_state, label_columns, make_index, without_suffix
from facegap.faceset.formats.registry import Columns, Reader, ReadImage, register_reader
from facegap.faceset.schema import RESERVED

_BATCH_ROWS = 64
IMAGE_NAMES = ("image", "img", "jpg", "png", "image_bytes", "bytes")


@register_reader
class Parquet(Reader):
    """Reads a Parquet file, a folder of such files, or a face set.

    Images are bytes, or structs of bytes and path. Other columns of plain types are kept as source columns.
    """

    name = "parquet"
    summary = "Parquet with encoded images, such as Hugging Face's or another face set"
    has_columns = True

    def __init__(self, path: Path, columns: Columns) -> None:
        super().__init__(path, columns)
        self.is_faceset = (path / "faceset.json").is_file()  # its own columns are made anew by the import
        folder = path / "images" if self.is_faceset else path
        self.files = sorted(folder.glob("*.parquet")) if folder.is_dir() else [path]

    @staticmethod
    def recognizes(path: Path) -> bool:
        if path.is_dir():
            return (path / "faceset.json").is_file() or any(path.glob("*.parquet"))
        return path.suffix == ".parquet"

    def index(self) -> pa.Table:
        tables = [self._without_image(file) for file in self.files]
        if any(not table.schema.equals(tables[0].schema) for table in tables):
            msg = f"{self.path}: its Parquet files have different columns; import them one by one"
            raise FormatError(msg)
        rows = pa.concat_tables(tables)
        image = self._image_column(self.files[0])
        identity = optional_column(rows.schema, self.columns.identity, IDENTITY_NAMES, where=self.path)
        image_id = optional_column(rows.schema, self.columns.image_id, IMAGE_ID_NAMES, where=self.path)
        places = [(file, row) for file, table in enumerate(tables) for row in range(table.num_rows)]
        by_place = [f"{self.files[file].stem}/{row:08d}" for file, row in places]
        stored = rows["_path"].to_pylist()
        paths = stored if all(stored) and len(set(stored)) == len(stored) else by_place
        return make_index(
            self.path,
            image_ids=as_text(rows, image_id) if image_id else [without_suffix(path) for path in paths],
            identities=as_text(rows, identity),
            paths=paths,
            locators={
                "_file": pa.array([file for file, _ in places], pa.int32()),
                "_row": pa.array([row for _, row in places], pa.int64()),
                "_state": pa.array([file_state(self.files[file]) for file, _ in places], pa.string()),
            },
            labels=label_columns(
                rows, without=(image, identity, image_id, "_path", *(RESERVED if self.is_faceset else ()))
            ),
        )

    def start(self) -> ReadImage:
        images = _Images(self.files, self._image_column(self.files[0]))

        def read(row: dict[str, Any]) -> bytes:
            return images.image(row["_file"], row["_row"])

        return read

    def _image_column(self, file: Path) -> str:
        return find_column(_schema(file), self.columns.image, IMAGE_NAMES, where=file, what="images")

    def _without_image(self, file: Path) -> pa.Table:
        """All columns but the image's bytes; its path, where it has one, as ``_path``."""
        image = self._image_column(file)
        schema = _schema(file)
        kind = schema.field(image).type
        has_path = pa.types.is_struct(kind) and kind.get_field_index("path") >= 0
        others = [name for name in schema.names if name != image]
        with pq.ParquetFile(file) as parquet:
            table = parquet.read(columns=[*others, *([f"{image}.path"] if has_path else [])])
        if has_path:
            paths = table[image].combine_chunks().field("path")
            return table.drop_columns([image]).append_column("_path", paths.cast(pa.string()))
        return table.append_column("_path", pa.nulls(table.num_rows, pa.string()))


class _Images:
    """Images by file and row, read a few at a time from where they are asked for on; they are asked for in order."""

    def __init__(self, files: list[Path], column: str) -> None:
        self.files = files
        self.column = column
        self.file = -1
        self.first = 0
        self.batch: list[Any] = []
        self.batches: Iterator[pa.RecordBatch] = iter(())

    def image(self, file: int, row: int) -> bytes:
        if file != self.file or row < self.first:
            self._open(file, row)
        while row >= self.first + len(self.batch):
            self.first += len(self.batch)
            self.batch = next(self.batches).column(0).to_pylist()
        value = self.batch[row - self.first]
        encoded = value.get("bytes") if isinstance(value, dict) else value
        if not isinstance(encoded, bytes):
            msg = f"row {row} of {self.files[file].name} holds no image bytes"
            raise BadImageError(msg)
        return encoded

    def _open(self, file: int, row: int) -> None:
        """Begin with the row group that holds a row, without the memory of a whole group."""
        parquet = pq.ParquetFile(self.files[file], buffer_size=1 << 20, pre_buffer=False)
        group = first = 0
        while row >= first + parquet.metadata.row_group(group).num_rows:
            first += parquet.metadata.row_group(group).num_rows
            group += 1
        self.file, self.first, self.batch = file, first, []
        groups = range(group, parquet.metadata.num_row_groups)
        self.batches = parquet.iter_batches(_BATCH_ROWS, row_groups=groups, columns=[self.column])


def _schema(file: Path) -> pa.Schema:
    try:
        schema = pq.read_schema(file)
    except (OSError, pa.ArrowInvalid) as error:
        msg = f"{file}: cannot be read as Parquet: {error}"
        raise FormatError(msg) from error
    check_column_names(schema.names, where=file)
    return schema
