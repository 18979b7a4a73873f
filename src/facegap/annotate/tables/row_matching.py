"""Which row of a table describes which image or identity of a face set."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from facegap.annotate.tables.csv_table import CsvTable
from facegap.base.errors import FormatError
from facegap.faceset.formats.index import SUFFIXES

_IMAGE_NAMES = ("image_id", "file", "filename", "file_name", "path", "image")
_IDENTITY_NAMES = ("identity", "subject", "subject_id", "person", "person_id", "face_id")
_ENDING = f"(?i)({'|'.join(re.escape(suffix) for suffix in sorted(SUFFIXES))})$"
_KEYS_SHOWN = 3


@dataclass(frozen=True)
class MatchedRows:
    """Which rows of a table describe which images or identities of a face set.

    Attributes:
        keys: The image ids or identities of the set that have a row, as text.
        rows: int64, the row of each of them in the table.
        unmatched: The number of rows of the table that match nothing in the set.
        doubtful_match: A key of the table and the image it was taken for, if the set was imported from other folders
            than those in the table; None if the folders agree, as far as both are known.
    """

    keys: pl.Series
    rows: pl.Series
    unmatched: int
    doubtful_match: tuple[str, str] | None = None


def find_key_column(table: CsvTable, wanted: str | None, *, identities: bool) -> str:
    """Return the column with the keys: the wanted one, or else the first one that has a usual name.

    Args:
        table: The table.
        wanted: The name of the column; None to look for a usual name, in any case.
        identities: Whether the keys are identities; otherwise they are image ids or paths of images.

    Raises:
        FormatError: There is no such column.
    """
    names = table.cells.columns
    usual = _IDENTITY_NAMES if identities else _IMAGE_NAMES
    if wanted is None:
        name_of = {name.lower(): name for name in reversed(names)}
        key = next((name_of[name] for name in usual if name in name_of), None)
    else:
        key = wanted if wanted in names else None
    if key is None:
        what = f"no column {wanted!r}" if wanted else f"no column of keys, such as {', '.join(usual)}"
        msg = f"{table.path}: {what}; it has {', '.join(names)}. Name the one with the keys with --key"
        raise FormatError(msg)
    return key


def match_identities(table: CsvTable, key: str, identities: pl.Series) -> MatchedRows:
    """Find the row of each identity, by the same text.

    Args:
        table: The table.
        key: Its column of identities.
        identities: The identity of each image of the set, as text.

    Raises:
        FormatError: An identity has two rows, or no identity has any.
    """
    return _match(table, key, table.column(key), identities.unique(maintain_order=True), what="identity")


def match_images(table: CsvTable, key: str, image_ids: pl.Series, *, source: str = "") -> MatchedRows:
    r"""Find the row of each image.

    The key of a row is the image id, or the path of the image's file, whose ending and separators don't matter. If no
    key equals an id, leading folders are dropped from both until some are equal: ``val/1.jpg`` in the table is the
    image ``1``, and ``a_1.jpg`` is the image ``people/a/a_1``.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from facegap.annotate.tables.csv_table import read_csv_table
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "labels.csv"
    ...     _ = path.write_text("file,Smiling\nval/1.jpg,1\nval/2.jpg,-1\n")
    ...     table = read_csv_table(path)
    >>> match_images(table, "file", pl.Series(["2", "1", "3"])).rows.to_list()
    [1, 0]

    Args:
        table: The table.
        key: Its column of keys.
        image_ids: The ids of all images of the set.
        source: The folder that the images were imported from, if it is known.

    Raises:
        FormatError: An image has two rows, a row could describe two images, or no image has a row.
    """
    cells = table.column(key)
    if _any_equal(cells, image_ids):
        return _match(table, key, cells, image_ids, what="image")
    key_paths, id_paths = _split_paths(cells), _split_paths(image_ids)
    depth = pl.concat([key_paths, id_paths]).list.len().max()
    for parts in range(int(str(depth)), 0, -1):
        short_keys, short_ids = (paths.list.tail(parts).list.join("/") for paths in (key_paths, id_paths))
        if _any_equal(short_keys, short_ids):
            break
    matched = _match(table, key, short_keys, image_ids, what="image", short_ids=short_ids)
    example = cells[matched.rows[0]], matched.keys[0]
    in_other_folder = _folders_differ(example[0], f"{source}/{example[1]}")
    return replace(matched, doubtful_match=example if in_other_folder else None)


def _match(
    table: CsvTable, key: str, keys: pl.Series, ids: pl.Series, *, what: str, short_ids: pl.Series | None = None
) -> MatchedRows:
    """Join the keys of the table with the ids of the set, or with ``short_ids`` in their place."""
    rows = pl.DataFrame({"key": keys}).with_row_index("row").drop_nulls("key")
    set_keys = pl.DataFrame({"id": ids, "key": ids if short_ids is None else short_ids})
    joined = set_keys.drop_nulls("id").join(rows, on="key", how="inner", maintain_order="left_right")
    if joined.is_empty():
        msg = (
            f"{table.path}: no row matches any {what} of the set; its column {key!r} has "
            f"{_first_few(table.column(key))}, the set has {_first_few(ids)}. Name the column with the keys with --key"
        )
        raise FormatError(msg)
    advice = "" if short_ids is None else "; write paths in the table as the set's image ids have them"
    cells = table.column(key)
    repeated = joined.filter(pl.col("id").is_duplicated())
    if len(repeated):
        first, second = repeated.filter(pl.col("id") == repeated["id"][0])["row"].to_list()[:2]
        msg = (
            f"{table.line(first)}: {cells[first]!r} and, in line {second + table.first_line}, {cells[second]!r} are "
            f"both of the {what} {repeated['id'][0]!r}; leave one row for each{advice}"
        )
        raise FormatError(msg)
    ambiguous = joined.filter(pl.col("row").is_duplicated())
    if len(ambiguous):
        row = ambiguous["row"][0]
        images = ambiguous.filter(pl.col("row") == row)["id"].to_list()
        msg = (
            f"{table.line(row)}: {cells[row]!r} could be any of {len(images)} images, such as "
            f"{images[0]!r} and {images[1]!r}{advice}"
        )
        raise FormatError(msg)
    return MatchedRows(joined["id"], joined["row"].cast(pl.Int64), len(keys) - len(joined))


def _any_equal(keys: pl.Series, ids: pl.Series) -> bool:
    """Whether any key equals an id; nulls equal nothing."""
    left, right = (names.alias("key").drop_nulls().to_frame() for names in (keys, ids))
    return not left.join(right, on="key", how="semi").is_empty()


def _folders_differ(key: str, path: str) -> bool:
    """Whether two paths differ in a folder that both have."""
    key_parts, path_parts = _split_paths(pl.Series([key, path])).to_list()
    return bool(key_parts[-len(path_parts) :] != path_parts[-len(key_parts) :])


def _split_paths(names: pl.Series) -> pl.Series:
    """The parts of each path, without the ending of an image file."""
    paths = names.str.replace_all("\\", "/", literal=True).str.replace_all(r"^(\./|/)+", "")
    return paths.str.replace(_ENDING, "").str.split("/")


def _first_few(keys: pl.Series) -> str:
    known = keys.drop_nulls()
    shown: Sequence[str] = known.head(_KEYS_SHOWN).to_list()
    return ", ".join(map(repr, shown)) + (", …" if len(known) > _KEYS_SHOWN else "") or "none"
