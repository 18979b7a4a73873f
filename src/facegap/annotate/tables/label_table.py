"""The stage from a table of labels, whatever its columns are, to a layer of attributes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from facegap.annotate.tables.column_types import TypedColumns, type_columns
from facegap.annotate.tables.csv_table import CsvTable, read_csv_table
from facegap.annotate.tables.lookup_stage import KEY, LookupStage
from facegap.annotate.tables.row_matching import MatchedRows, find_key_column, match_identities, match_images
from facegap.annotate.tables.table_options import RowOf, TableOptions
from facegap.base.errors import ConfigError
from facegap.faceset import IMAGES, FaceSet, check_layer_name


@dataclass(frozen=True, eq=False, kw_only=True)
class LabelTable(LookupStage):
    """The stage that writes the labels, int8, and scores, float32, of a table to ``attributes/<name>``.

    ``LabelTable.read`` makes it from a CSV file; ``read_labels`` also knows the layouts of published data sets.

    Attributes:
        options: How the table was read.
        left_out: Why a column of the table did not become an attribute, by its name.
    """

    options: TableOptions
    left_out: dict[str, str]

    version = 1

    @classmethod
    def read(
        cls, path: Path, faceset: FaceSet, *, name: str | None = None, options: TableOptions | None = None
    ) -> "LabelTable":
        """Read a CSV file and find the images or identities of its rows.

        Args:
            path: The CSV file, in UTF-8 with a header.
            faceset: The face set that is to be annotated.
            name: The name of the layer, without ``attributes/``; by default that of the file without its ending.
            options: How to read the table.

        Raises:
            FormatError: The table is damaged, lacks a column, or does not fit the set; see ``match_images`` and
                ``type_columns``.
            ConfigError: It is not clear what a column means, or no column can become an attribute.
            FaceSetError: The name can't be that of a layer.
        """
        options = options or TableOptions()
        layer = check_layer_name(f"attributes/{name or path.stem}")
        table = read_csv_table(path)
        key = find_key_column(table, options.key, identities=options.by == "identity")
        typed = _type_columns(table, key, options)
        matched = _match_rows(table, key, options.by, faceset)
        columns = [column[matched.rows] for column in typed.columns.values()]
        return cls(
            layer=layer,
            table=path.name,
            sha256=table.sha256,
            labels=pl.DataFrame([matched.keys.alias(KEY), *columns]),
            unmatched_rows=matched.unmatched,
            doubtful_match=matched.doubtful_match,
            options=options,
            left_out=typed.left_out,
        )

    @property
    def attributes(self) -> list[str]:
        """The names of the attributes."""
        return [column.name for column in self.labels if column.dtype == pl.Int8]

    @property
    def key_column(self) -> str:
        return "identity" if self.options.by == "identity" else "image_id"

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


def _type_columns(table: CsvTable, key: str, options: TableOptions) -> TypedColumns:
    """Turn the wanted columns into attributes, or all that can be."""
    names = options.columns or tuple(name for name in table.cells.columns if name != key)
    bins, words = dict(options.bins), dict(options.words)
    option_of = dict.fromkeys(bins, "bins") | dict.fromkeys(words, "words")
    missing = [name for name in (*names, *option_of) if name not in table.cells.columns]
    if missing:
        msg = f"{table.path}: no column {missing[0]!r}; it has {', '.join(table.cells.columns)}"
        raise ConfigError(msg)
    unused = [f"--{option} names {name!r}" for name, option in option_of.items() if name not in names]
    if unused:
        msg = f"{table.path}: {unused[0]}, which is not among the columns that are taken"
        raise ConfigError(msg)
    typed = type_columns(table, names, zero=options.zero, bins=bins, words=words, required=options.columns is not None)
    if not typed.attributes:
        reasons = "; ".join(f"{name}: {why}" for name, why in typed.left_out.items())
        msg = f"{table.path}: no column can be an attribute ({reasons or 'there is none beside the keys'})"
        raise ConfigError(msg)
    return typed


def _match_rows(table: CsvTable, key: str, by: RowOf, faceset: FaceSet) -> MatchedRows:
    if by == "identity":
        return match_identities(table, key, faceset.column(IMAGES, "identity"))
    source = str(faceset.info.provenance.get("source") or "")
    return match_images(table, key, faceset.column(IMAGES, "image_id"), source=source)
