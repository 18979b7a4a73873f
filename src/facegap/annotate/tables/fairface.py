"""FairFace's layout: a CSV of file, age, gender and race, in words."""

from pathlib import Path

import numpy as np
import polars as pl

from facegap.annotate.tables.annotations import Annotations, Malformed
from facegap.annotate.tables.columns import wrong_names
from facegap.annotate.tables.table import Table, read_table
from facegap.annotate.vocabulary import Vocabulary
from facegap.base.errors import FormatError

COLUMNS = ("file", "age", "gender", "race")
_ALLOWED = (*COLUMNS, "service_test")
_AGES = ("0-2", "3-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69")
_WORDS: dict[str, dict[str, str]] = {
    "age": {**{age: f"Age_{age.replace('-', '_')}" for age in _AGES}, "more than 70": "Age_70_or_more"},
    "race": {
        race: race.replace(" ", "_")
        for race in ("White", "Black", "Latino_Hispanic", "East Asian", "Southeast Asian", "Indian", "Middle Eastern")
    },
}
_SEXES = {"Male": 1, "Female": -1}
_PARTS = {"train": "train", "val": "validation"}


def is_fairface(header: list[str]) -> bool:
    """Whether a first line is that of FairFace's layout."""
    return set(COLUMNS) <= set(header)


def read_fairface(path: Path) -> Annotations:
    """Read FairFace's labels; the partition is taken from the folders ``train`` and ``val``.

    A cell that is none of its column's words leaves its labels undefined, and is counted.

    Raises:
        FormatError: a column is missing or unknown, or more than half of a column's cells are none of its words.
    """
    vocabulary = Vocabulary.load("fairface")
    table = read_table(path)
    if wrong := wrong_names(table.cells.columns, COLUMNS, allowed=_ALLOWED):
        msg = f"{path}: FairFace's layout has the columns {', '.join(_ALLOWED)}; {wrong}"
        raise FormatError(msg)
    files = table.column("file").alias("image_id")
    if files.null_count():
        msg = f"{table.line(files.is_null().arg_true()[0])}: says no file"
        raise FormatError(msg)
    labels = np.zeros((len(files), len(vocabulary.attributes)), dtype=np.int8)
    sexes = table.column("gender").replace_strict(_SEXES, default=0, return_dtype=pl.Int8)
    labels[:, vocabulary.columns(["Male"])[0]] = sexes.fill_null(0).to_numpy()
    for column, words in _WORDS.items():
        cells = table.column(column)
        known = cells.is_in(list(words)).fill_null(value=False).to_numpy()
        for word, name in words.items():
            there = (cells == word).fill_null(value=False).to_numpy()
            labels[:, vocabulary.columns([name])[0]] = np.where(known, np.where(there, 1, -1), 0)
    malformed = _malformed(table, {**{name: list(words) for name, words in _WORDS.items()}, "gender": list(_SEXES)})
    parts = files.str.extract(r"(?:^|/)(train|val)/").replace_strict(_PARTS, return_dtype=pl.String)
    return Annotations(
        path,
        vocabulary,
        files,
        labels,
        partition=None if parts.is_null().all() else parts.alias("partition"),
        malformed=malformed,
    )


def _malformed(table: Table, words: dict[str, list[str]]) -> Malformed | None:
    """Cells that are none of their column's words; empty ones are not known, and no mistake."""
    count, first = 0, (len(table.cells), "", "")
    for name, known in words.items():
        cells = table.column(name)
        wrong = (cells.is_not_null() & ~cells.is_in(known)).arg_true()
        if len(wrong) > len(cells) / 2:
            msg = (
                f"{table.line(wrong[0])}: {cells[wrong[0]]!r} is no {name} of FairFace's, nor are most in the column; "
                f"they are {', '.join(known)}. Without a vocabulary the table is read as any other"
            )
            raise FormatError(msg)
        count += len(wrong)
        if len(wrong):
            first = min(first, (wrong[0], name, str(cells[wrong[0]])))
    if not count:
        return None
    row, name, cell = first
    return Malformed(count, f"{table.line(row)}: {cell!r} is no {name}; it was taken as not known")
