"""What both stages for labels of others share: for each image they look up its row in a table by a key."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from facegap.base.worker import Worker
from facegap.faceset import IMAGES

KEY = "_key"
_MATCHED, _IMAGE_ERROR = "_matched", "_image_error"
INTERNAL_COLUMNS = (KEY, _MATCHED, _IMAGE_ERROR)
"""Columns that exist while rows are looked up, so that no attribute can have their names."""


@dataclass(frozen=True, eq=False, kw_only=True)
class LookupStage:
    """A stage that writes ``attributes/<name>`` by looking up each image in a table.

    Attributes:
        layer: The name of the layer.
        table: The name of the file, for messages.
        sha256: The SHA-256 of the file's content.
        labels: The columns of the layer, and ``_key``: the image ids or identities that have a row.
        unmatched_rows: The number of rows of the table that match no image of the set.
        doubtful_match: See ``MatchedRows``.
    """

    layer: str
    table: str
    sha256: str
    labels: pl.DataFrame
    unmatched_rows: int
    doubtful_match: tuple[str, str] | None

    needs = (IMAGES,)
    networks = ()

    @property
    def key_column(self) -> str:
        """The column of ``images`` that holds the keys: ``image_id`` or ``identity``."""
        return "image_id"

    @property
    def notes(self) -> list[str]:
        """What people should know about how the file was read, a line each."""
        if self.doubtful_match is None:
            return []
        key, image = self.doubtful_match
        return [
            f"the folders in the table aren't those that the set was imported from: {key!r} was taken for the image "
            f"{image!r}; if it is another one, this is the wrong table"
        ]

    def start(self, _worker: Worker) -> Callable[[pa.Table], pa.Table]:
        """Return the function from rows of ``images`` to rows of the layer; see ``facegap.engine.Stage``."""
        names = [name for name in self.labels.columns if name != KEY]
        labels = self.labels.with_columns(pl.lit(value=True).alias(_MATCHED))
        key_column, no_row = self.key_column, f"no row in {self.table}"

        def look_up(rows: pa.Table) -> pa.Table:
            images = pl.DataFrame({KEY: pl.from_arrow(rows[key_column]), _IMAGE_ERROR: pl.from_arrow(rows["error"])})
            joined = images.join(labels, on=KEY, how="left", maintain_order="left")
            usable = joined[_MATCHED].is_not_null() & joined[_IMAGE_ERROR].is_null()
            error = (
                pl.when(pl.col(_IMAGE_ERROR).is_not_null())
                .then(pl.format("no image: {}", _IMAGE_ERROR))
                .when(pl.col(_MATCHED).is_null())
                .then(pl.lit(no_row))
                .alias("error")
            )
            kept = [pl.when(usable).then(pl.col(name)).alias(name) for name in names]
            return _with_plain_strings(joined.select(*kept, error).to_arrow())

        return look_up


def _with_plain_strings(table: pa.Table) -> pa.Table:
    """Store text as Arrow's usual kind of string, as all layers do."""
    for position, column in enumerate(table.schema):
        if pa.types.is_large_string(column.type) or column.type == pa.string_view():
            table = table.set_column(position, column.name, table[column.name].cast(pa.string()))
    return table
