"""FairFace's layout: a CSV of file, age, gender and race, in words."""

from pathlib import Path

import numpy as np
import polars as pl

from facegap.annotate.tables.csv_table import CsvTable, read_csv_table
from facegap.annotate.tables.layouts.annotations import Annotations, MalformedCells
from facegap.annotate.tables.layouts.label_csv import column_differences
from facegap.annotate.vocabulary import Vocabulary
from facegap.base.errors import FormatError

COLUMNS = ("file", "age", "gender", "race")
_ALL_COLUMNS = (*COLUMNS, "service_test")
_AGES = ("0-2", "3-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69")
_ATTRIBUTE_OF_WORD: dict[str, dict[str, str]] = {
    "age": {**{age: f"Age_{age.replace('-', '_')}" for age in _AGES}, "more than 70": "Age_70_or_more"},
    "race": {
        race: race.replace(" ", "_")
        for race in ("White", "Black", "Latino_Hispanic", "East Asian", "Southeast Asian", "Indian", "Middle Eastern")
    },
}
_LABEL_OF_GENDER = {"Male": 1, "Female": -1}
_PARTITION_NAMES = {"train": "train", "val": "validation"}


def is_fairface(header: list[str]) -> bool:
    """Say whether a first line is that of FairFace's layout."""
    return set(COLUMNS) <= set(header)


def read_fairface(path: Path) -> Annotations:
    """Read FairFace's labels; the partition is taken from the folders ``train`` and ``val``.

    A cell that holds none of its column's words leaves the labels undefined, and is counted.

    Raises:
        FormatError: A column is missing or unknown, or more than half of a column's cells hold none of its words.
    """
    vocabulary = Vocabulary.load("fairface")
    table = read_csv_table(path)
    if differences := column_differences(table.cells.columns, COLUMNS, optional=_ALL_COLUMNS):
        msg = f"{path}: FairFace's layout has the columns {', '.join(_ALL_COLUMNS)}; {differences}"
        raise FormatError(msg)
    files = table.column("file").alias("image_id")
    if files.null_count():
        msg = f"{table.line(files.is_null().arg_true()[0])}: the name of the file is missing"
        raise FormatError(msg)
    labels = np.zeros((len(files), len(vocabulary.attributes)), dtype=np.int8)
    male = table.column("gender").replace_strict(_LABEL_OF_GENDER, default=0, return_dtype=pl.Int8)
    labels[:, vocabulary.columns(["Male"])[0]] = male.fill_null(0).to_numpy()
    for column, attribute_of_word in _ATTRIBUTE_OF_WORD.items():
        cells = table.column(column)
        understood = cells.is_in(list(attribute_of_word)).fill_null(value=False).to_numpy()
        for word, attribute in attribute_of_word.items():
            positive = (cells == word).fill_null(value=False).to_numpy()
            labels[:, vocabulary.columns([attribute])[0]] = np.where(understood, np.where(positive, 1, -1), 0)
    words = {
        **{column: list(mapping) for column, mapping in _ATTRIBUTE_OF_WORD.items()},
        "gender": list(_LABEL_OF_GENDER),
    }
    malformed = _count_malformed(table, words)
    partition = files.str.extract(r"(?:^|/)(train|val)/").replace_strict(_PARTITION_NAMES, return_dtype=pl.String)
    return Annotations(
        path,
        vocabulary,
        files,
        labels,
        partition=None if partition.is_null().all() else partition.alias("partition"),
        malformed=malformed,
    )


def _count_malformed(table: CsvTable, words: dict[str, list[str]]) -> MalformedCells | None:
    """Cells that hold none of their column's words; empty cells are unknown, which is no mistake."""
    count, first = 0, (len(table.cells), "", "")
    for column, known_words in words.items():
        cells = table.column(column)
        wrong = (cells.is_not_null() & ~cells.is_in(known_words)).arg_true()
        if len(wrong) > len(cells) / 2:
            msg = (
                f"{table.line(wrong[0])}: {cells[wrong[0]]!r} is no {column} of FairFace's, nor are most in the "
                f"column; they are {', '.join(known_words)}. Without a vocabulary the table is read as any other"
            )
            raise FormatError(msg)
        count += len(wrong)
        if len(wrong):
            first = min(first, (wrong[0], column, str(cells[wrong[0]])))
    if not count:
        return None
    row, column, cell = first
    return MalformedCells(count, f"{table.line(row)}: {cell!r} is no {column}; it was taken as unknown")
