"""The stage from a table of labels to a layer of attributes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import polars as pl
import pyarrow as pa

from facegap.annotate.tables.bins import Bounds
from facegap.annotate.tables.keys import Matched, guess_note, key_column, match_identities, match_images
from facegap.annotate.tables.kinds import Attributes, Words, Zero, attributes_of
from facegap.annotate.tables.rows import KEY, rows_by_key
from facegap.annotate.tables.table import Table, read_table
from facegap.base.errors import ConfigError
from facegap.base.worker import Worker
from facegap.faceset import IMAGES, FaceSet, check_layer_name

By = Literal["image", "identity"]


@dataclass(frozen=True)
class TableOptions:
    """How a table is to be read.

    Attributes:
        key: the column with the keys; by default the first with a usual name.
        by: whether a row is of an image or of an identity, that is, of all its images.
        columns: those to take; by default all that can be attributes.
        zero: what 0 means in a column without −1.
        bins: lower bounds of the bins of columns of numbers.
        words: all that columns of words may say.
    """

    key: str | None = None
    by: By = "image"
    columns: tuple[str, ...] | None = None
    zero: Zero | None = None
    bins: tuple[tuple[str, Bounds], ...] = ()
    words: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True, eq=False)
class LabelTable:
    """Writes ``attributes/<name>``: labels of a table, int8, and its scores, float32.

    Attributes:
        layer: the layer.
        table: name of the file, for messages.
        sha256: of its content.
        options: how it was read.
        labels: a column for each of the layer, and ``_key``, the image ids or identities that have a row.
        left_out: why a column of the table is no attribute, by its name.
        without: how many rows of the table are of nothing in the set.
        guessed: see ``Matched``.
    """

    layer: str
    table: str
    sha256: str
    options: TableOptions
    labels: pl.DataFrame
    left_out: dict[str, str]
    without: int
    guessed: tuple[str, str] | None

    version = 1
    needs = (IMAGES,)
    networks = ()

    @classmethod
    def read(
        cls, path: Path, faceset: FaceSet, *, name: str | None = None, options: TableOptions | None = None
    ) -> "LabelTable":
        """Read a CSV and find the images or identities of its rows.

        Args:
            path: the CSV, as ``read_table`` takes it.
            faceset: the set that is to be annotated.
            name: of the layer; by default that of the file without its ending.
            options: how to read it.

        Raises:
            FormatError: the table is damaged, has not the columns, or doesn't fit the set; see ``match_images`` and
                ``attributes_of``.
            ConfigError: it isn't clear what a column means, or none can be an attribute.
            FaceSetError: the name can't be that of a layer.
        """
        options = options or TableOptions()
        layer = check_layer_name(f"attributes/{name or path.stem}")
        table = read_table(path)
        key = key_column(table, options.key, identities=options.by == "identity")
        made = _attributes(table, key, options)
        matched = _match(table, key, options.by, faceset)
        columns = [column[matched.rows] for column in made.columns.values()]
        labels = pl.DataFrame([matched.keys.alias(KEY), *columns])
        return cls(
            layer=layer,
            table=path.name,
            sha256=table.sha256,
            options=options,
            labels=labels,
            left_out=made.left_out,
            without=matched.without,
            guessed=matched.guessed,
        )

    @property
    def attributes(self) -> list[str]:
        """The names of the attributes."""
        return [column.name for column in self.labels if column.dtype == pl.Int8]

    @property
    def notes(self) -> list[str]:
        """What people should know of how the table was read, a line each."""
        return guess_note(self.guessed)

    def settings(self) -> dict[str, Any]:
        return {
            "stage": "label-table",
            "version": self.version,
            "table_sha256": self.sha256,
            "key": self.options.key,
            "by": self.options.by,
            "columns": list(self.options.columns) if self.options.columns else None,
            "zero": self.options.zero,
            "bins": {name: list(bounds) for name, bounds in self.options.bins},
            "words": {name: list(words) for name, words in self.options.words},
        }

    def start(self, _worker: Worker) -> Callable[[pa.Table], pa.Table]:
        ours = "identity" if self.options.by == "identity" else "image_id"
        return rows_by_key(self.labels, ours=ours, table=self.table)


def _attributes(table: Table, key: str, options: TableOptions) -> Attributes:
    """Make attributes of the columns that are wanted, or that can be some."""
    wanted = options.columns or tuple(name for name in table.cells.columns if name != key)
    bins, words = dict(options.bins), dict(options.words)
    named = dict.fromkeys(bins, "bins") | dict.fromkeys(words, "words")
    missing = [name for name in (*wanted, *named) if name not in table.cells.columns]
    unused = [f"--{option} names {name!r}" for name, option in named.items() if name not in wanted]
    if missing or unused:
        has = f"no column {missing[0]!r}; it has {', '.join(table.cells.columns)}" if missing else ""
        msg = f"{table.path}: {has or f'{unused[0]}, which is not among the columns that are taken'}"
        raise ConfigError(msg)
    made = attributes_of(table, wanted, zero=options.zero, bins=bins, words=words, required=options.columns is not None)
    if not made.labels:
        why = "; ".join(f"{name}: {why}" for name, why in made.left_out.items())
        msg = f"{table.path}: no column can be an attribute ({why or 'there is none beside the keys'})"
        raise ConfigError(msg)
    return made


def _match(table: Table, key: str, by: By, faceset: FaceSet) -> Matched:
    if by == "identity":
        return match_identities(table, key, faceset.column(IMAGES, "identity"))
    source = str(faceset.info.provenance.get("source") or "")
    return match_images(table, key, faceset.column(IMAGES, "image_id"), source=source)
