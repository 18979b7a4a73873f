"""A CSV file that lists image files, with identities and labels in further columns."""

import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv

from facegap.base.errors import FormatError
from facegap.faceset.formats.columns import (
    IDENTITY_NAMES,
    IMAGE_ID_NAMES,
    as_text,
    check_column_names,
    find_column,
    optional_column,
)
from facegap.faceset.formats.index import file_state, make_index, without_suffix
from facegap.faceset.formats.registry import Reader, ReadImage, register_reader

_FILE_NAMES = ("path", "file", "filename", "file_name", "image", "img")


@register_reader
class CsvList(Reader):
    """Reads a CSV file with a header and one row for each image.

    Paths of images are relative to the CSV file. Every column besides path, identity and image id is kept, as text.
    """

    name = "csv"
    summary = "a CSV with a column of image paths, and any labels"
    has_columns = True

    @staticmethod
    def recognizes(path: Path) -> bool:
        return path.is_file() and path.suffix.lower() == ".csv"

    def index(self) -> pa.Table:
        table = self._read()
        file = find_column(table.schema, self.columns.image, _FILE_NAMES, where=self.path, what="image paths")
        identity = optional_column(table.schema, self.columns.identity, IDENTITY_NAMES, where=self.path)
        image_id = optional_column(table.schema, self.columns.image_id, IMAGE_ID_NAMES, where=self.path)
        paths = [path or "" for path in table[file].to_pylist()]
        return make_index(
            self.path,
            image_ids=as_text(table, image_id) if image_id else self._ids(paths),
            identities=as_text(table, identity),
            paths=paths,
            locators={
                "_file": pa.array(paths, pa.string()),
                "_state": pa.array([file_state(self.path.parent / path) for path in paths], pa.string()),
            },
            labels={name: table[name] for name in table.column_names if name not in (file, identity, image_id)},
        )

    def start(self) -> ReadImage:
        def read(row: dict[str, Any]) -> bytes:
            return (self.path.parent / str(row["_file"])).read_bytes()

        return read

    def _ids(self, paths: list[str]) -> list[str]:
        """Paths relative to the CSV, or, where some lie elsewhere, to the folder that all have in common."""
        folder = self.path.parent.absolute()
        places = [Path(os.path.normpath(folder / path)) if path else None for path in paths]
        present = [place for place in places if place]
        inside = all(place.is_relative_to(folder) for place in present)
        base = folder if inside else Path(os.path.commonpath([place.parent for place in present]))
        return [
            without_suffix(place.relative_to(base).as_posix()) if place else f"row-{number}"
            for number, place in enumerate(places)
        ]

    def _read(self) -> pa.Table:
        try:
            header = pacsv.open_csv(self.path).schema.names
            check_column_names(header, where=self.path)
            as_text = pacsv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=True, null_values=[""]
            )
            return pacsv.read_csv(self.path, convert_options=as_text)
        except (pa.ArrowInvalid, OSError) as error:
            msg = f"{self.path}: cannot be read as CSV: {error}"
            raise FormatError(msg) from error
