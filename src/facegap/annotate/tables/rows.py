"""Rows of a layer from rows of a table, found by their keys."""

from collections.abc import Callable

import polars as pl
import pyarrow as pa

KEY = "_key"


def rows_by_key(labels: pl.DataFrame, *, ours: str, table: str) -> Callable[[pa.Table], pa.Table]:
    """The function of a stage that looks up what a table says of each image.

    Args:
        labels: the columns of the layer, and ``_key``, the image ids or identities that have a row.
        ours: the column of ``images`` with those keys.
        table: the name of the file, for the errors of images without a row.
    """
    names = [name for name in labels.columns if name != KEY]
    marked = labels.with_columns(_there=True)

    def annotate(rows: pa.Table) -> pa.Table:
        images = pl.DataFrame({KEY: pl.from_arrow(rows[ours]), "_why": pl.from_arrow(rows["error"])})
        found = images.join(marked, on=KEY, how="left", maintain_order="left")
        usable = found["_there"].is_not_null() & found["_why"].is_null()
        error = (
            pl.when(pl.col("_why").is_not_null())
            .then(pl.format("no image: {}", "_why"))
            .when(pl.col("_there").is_null())
            .then(pl.lit(f"no row in {table}"))
            .alias("error")
        )
        kept = [pl.when(usable).then(pl.col(name)).alias(name) for name in names]
        return _plain(found.select(*kept, error).to_arrow())

    return annotate


def _plain(table: pa.Table) -> pa.Table:
    """With text as Arrow's usual kind, as all layers have it."""
    for at, column in enumerate(table.schema):
        if pa.types.is_large_string(column.type) or column.type == pa.string_view():
            table = table.set_column(at, column.name, table[column.name].cast(pa.string()))
    return table
