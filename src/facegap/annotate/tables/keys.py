"""Which row of a table is of which image."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from facegap.annotate.tables.table import Table
from facegap.base.errors import FormatError
from facegap.faceset.formats.index import SUFFIXES

_IMAGE_NAMES = ("image_id", "file", "filename", "file_name", "path", "image")
_IDENTITY_NAMES = ("identity", "subject", "subject_id", "person", "person_id", "face_id")
_ENDING = f"(?i)({'|'.join(re.escape(suffix) for suffix in sorted(SUFFIXES))})$"
_SHOWN = 3


@dataclass(frozen=True)
class Matched:
    """Which rows of a table are of which keys of a face set, image ids or identities.

    Attributes:
        keys: of the face set, those that have a row.
        rows: int64, the row of each in the table.
        without: how many rows of the table are of nothing in the set.
        guessed: a key and the image that it was taken for though the folders that the set was imported from are not
            those of the table; None where they are, as far as both are known.
    """

    keys: pl.Series
    rows: pl.Series
    without: int
    guessed: tuple[str, str] | None = None


def guess_note(guessed: tuple[str, str] | None) -> list[str]:
    """What people should know of a guess, one line or none; see ``Matched``."""
    if guessed is None:
        return []
    key, image = guessed
    return [
        f"the folders in the table aren't those that the set was imported from: {key!r} was taken for the image "
        f"{image!r}; if it is another one, this is the wrong table"
    ]


def key_column(table: Table, wanted: str | None, *, identities: bool) -> str:
    """The column with the keys: the one that is wanted, or else the first of the usual names that is there.

    Raises:
        FormatError: there is none.
    """
    names = table.cells.columns
    usual = _IDENTITY_NAMES if identities else _IMAGE_NAMES
    lower = {name.lower(): name for name in reversed(names)}
    found = wanted if wanted in names else None if wanted else next((lower[n] for n in usual if n in lower), None)
    if found is None:
        what = f"no column {wanted!r}" if wanted else f"no column of keys, such as {', '.join(usual)}"
        msg = f"{table.path}: {what}; it has {', '.join(names)}. Name the one with the keys with --key"
        raise FormatError(msg)
    return found


def match_identities(table: Table, key: str, identities: pl.Series) -> Matched:
    """Find the row of each identity, by the same text.

    Raises:
        FormatError: an identity has two rows, or none has any.
    """
    return _match(table, key, table.column(key), identities.unique(maintain_order=True), what="identity")


def match_images(table: Table, key: str, image_ids: pl.Series, *, source: str = "") -> Matched:
    """Find the row of each image.

    A row's key is the image id, or the path of the image's file, whose ending and separators don't matter. Where no
    key is the same as an id, as many leading folders are left out of both as it takes for some to be the same: the
    table's ``val/1.jpg`` is the image ``1``, and its ``a_1.jpg`` the image ``people/a/a_1``.

    Args:
        table: the table.
        key: its column of keys.
        image_ids: of all images of the set.
        source: the folder that they were imported from, if it is known.

    Raises:
        FormatError: an image has two rows, a row could be of two images, or no image has any.
    """
    given = table.column(key)
    if _overlap(given, image_ids):
        return _match(table, key, given, image_ids, what="image")
    keys, ids = _as_paths(given), _as_paths(image_ids)
    depth = pl.concat([keys, ids]).list.len().max()
    for parts in range(int(str(depth)), 0, -1):
        cut_keys, cut_ids = (paths.list.tail(parts).list.join("/") for paths in (keys, ids))
        if _overlap(cut_keys, cut_ids):
            break
    found = _match(table, key, cut_keys, image_ids, what="image", cut=cut_ids)
    example = given[found.rows[0]], found.keys[0]
    return replace(found, guessed=example if _other_folders(example[0], f"{source}/{example[1]}") else None)


def _match(
    table: Table, key: str, keys: pl.Series, known: pl.Series, *, what: str, cut: pl.Series | None = None
) -> Matched:
    """Join keys of the table with those of the set, of which ``cut`` is what is compared."""
    rows = pl.DataFrame({"key": keys}).with_row_index("row").drop_nulls("key")
    ours = pl.DataFrame({"known": known, "key": known if cut is None else cut})
    joined = ours.drop_nulls("known").join(rows, on="key", how="inner", maintain_order="left_right")
    if joined.is_empty():
        msg = (
            f"{table.path}: no row is of any {what} of the set; its column {key!r} has {_some(table.column(key))}, "
            f"the set has {_some(known)}. Name the column with the keys with --key"
        )
        raise FormatError(msg)
    twice = joined.filter(pl.col("known").is_duplicated())
    if len(twice):
        one, other = twice.filter(pl.col("known") == twice["known"][0])["row"].to_list()[:2]
        given, line = table.column(key), other + table.first_line
        msg = (
            f"{table.line(one)}: {given[one]!r} and, in line {line}, {given[other]!r} are both of the {what} "
            f"{twice['known'][0]!r}; leave one row for each{_advice(cut)}"
        )
        raise FormatError(msg)
    several = joined.filter(pl.col("row").is_duplicated())
    if len(several):
        row = several["row"][0]
        images = several.filter(pl.col("row") == row)["known"].to_list()
        msg = (
            f"{table.line(row)}: {table.column(key)[row]!r} could be any of {len(images)} images, such as "
            f"{images[0]!r} and {images[1]!r}{_advice(cut)}"
        )
        raise FormatError(msg)
    return Matched(joined["known"], joined["row"].cast(pl.Int64), len(keys) - len(joined))


def _overlap(some: pl.Series, others: pl.Series) -> bool:
    """Whether any of them are the same; nulls are not."""
    one, other = (keys.alias("key").drop_nulls().to_frame() for keys in (some, others))
    return not one.join(other, on="key", how="semi").is_empty()


def _other_folders(key: str, path: str) -> bool:
    """Whether two paths differ in a folder that both have."""
    one, other = _as_paths(pl.Series([key, path])).to_list()
    return bool(one[-len(other) :] != other[-len(one) :])


def _as_paths(names: pl.Series) -> pl.Series:
    """The parts of each path, without the ending of an image."""
    plain = names.str.replace_all("\\", "/", literal=True).str.replace_all(r"^(\./|/)+", "")
    return plain.str.replace(_ENDING, "").str.split("/")


def _advice(cut: pl.Series | None) -> str:
    return "" if cut is None else "; write paths in the table as the set's image ids have them"


def _some(keys: pl.Series) -> str:
    shown: Sequence[str] = keys.drop_nulls().head(_SHOWN).to_list()
    return ", ".join(map(repr, shown)) + (", …" if keys.drop_nulls().len() > _SHOWN else "") or "none"
