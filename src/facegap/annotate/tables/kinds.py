"""What a column of a table says: labels as they stand, words, numbers in bins, scores; or nothing to annotate with."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from facegap.annotate.tables.bins import Bounds, cut
from facegap.annotate.tables.cells import first_of, number_in, numbers_in
from facegap.annotate.tables.table import Table
from facegap.base.errors import ConfigError, FormatError
from facegap.faceset import RELIABILITY, SCORE

Zero = Literal["negative", "undefined"]
Words = tuple[str, ...]

MOST_VALUES = 20
"""A column of words with more different ones than these (ours) is left out: names and paths are no attributes."""

_FLAGS = {"true": 1, "yes": 1, "false": -1, "no": -1}
_TAKEN = ("image_id", "error", "_key", "_there", "_why")


@dataclass
class Attributes:
    """What has been made of the columns so far.

    Attributes:
        columns: of the layer, by name: int8 labels and float32 scores, in the order of the table's rows.
        left_out: why a column was left out, by its name.
    """

    columns: dict[str, pl.Series] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)

    @property
    def labels(self) -> list[str]:
        """The names of the attributes."""
        return [name for name, column in self.columns.items() if column.dtype == pl.Int8]


def attributes_of(
    table: Table,
    names: Collection[str],
    *,
    zero: Zero | None = None,
    bins: Mapping[str, Bounds] | None = None,
    words: Mapping[str, Words] | None = None,
    required: bool = False,
) -> Attributes:
    """Make attributes of some columns of a table; labels are 1 positive, −1 negative, 0 undefined.

    A column of −1, 0 and 1 is taken as it stands; one of 0 and 1 as ``zero`` says; true, yes, false and no are 1 and
    −1; words become an attribute for each, ``<column>: <word>``, of ``words`` where they are given; numbers become one
    for each of their ``bins``. ``<attribute>_score`` and ``<attribute>_reliability`` are kept beside an attribute.
    Where a cell says nothing, the label is undefined.

    Args:
        table: the table.
        names: of its columns.
        zero: what 0 means in a column that has no −1.
        bins: the lower bounds of the bins of a column, rising.
        words: all that a column may say; those that it never does are attributes too, negative on all images.
        required: whether it is an error, instead of being noted, that a column is no attribute.

    Raises:
        ConfigError: 0 could be negative or undefined, and ``zero`` doesn't say.
        FormatError: a cell isn't what its column holds otherwise, or a column that is required is no attribute.
    """
    made = Attributes()
    scores = {name: base for name in names if (base := _scored(name, table.cells.columns))}
    for name in names:
        if name in scores:
            continue
        column = table.cells[name]
        values = column.unique().drop_nulls().cast(pl.String).to_list()
        if name in (bins or {}):
            for span, labels in cut(table, name, (bins or {})[name]).items():
                _add(made, table, span, labels)
        elif name in (words or {}):
            _add_known_words(made, table, name, values, (words or {})[name])
        elif not values:
            made.left_out[name] = "says nothing"
        elif all(number_in(value) is not None for value in values):
            _add_numbers(made, table, name, values, zero)
        elif all(value.lower() in _FLAGS for value in values):
            _add(made, table, name, _labels(column, {value: _FLAGS[value.lower()] for value in values}))
        else:
            _add_words(made, table, name, values)
    for name, base in scores.items():
        if base in made.labels:
            made.columns[name] = _score(table, name)
        else:
            made.left_out[name] = f"{base} is no attribute"
    if made.left_out and required:
        msg = f"{table.path}: " + "; ".join(f"{name}: {why}" for name, why in made.left_out.items())
        raise FormatError(msg)
    return made


def _add(made: Attributes, table: Table, name: str, labels: pl.Series) -> None:
    if name in made.columns or name in _TAKEN:
        msg = f"{table.path}: an attribute can't be called {name!r}, since another column of the layer is; rename it"
        raise FormatError(msg)
    made.columns[name] = labels.alias(name)


def _add_numbers(made: Attributes, table: Table, name: str, values: list[str], zero: Zero | None) -> None:
    """Labels, or numbers of another kind."""
    numbers = {value: number_in(value) for value in values}
    other = [value for value, number in numbers.items() if number not in (-1, 0, 1)]
    if other and -1 in numbers.values() and _mostly_labels(table, name):
        raise _no_label(table, name, other)
    if other:
        made.left_out[name] = f"has {len(values)} different numbers; cut it with --bins {name}=…"
        return
    negative = zero == "negative" and -1 not in numbers.values()
    if 0 in numbers.values() and -1 not in numbers.values() and zero is None:
        msg = (
            f"{table.path}: the column {name!r} has 0 and no -1, so that 0 may mean no or not known; say which with "
            "--zero negative or --zero undefined"
        )
        raise ConfigError(msg)
    labels = {value: -1 if number == 0 and negative else int(number or 0) for value, number in numbers.items()}
    _add(made, table, name, _labels(table.cells[name], labels))


def _add_words(made: Attributes, table: Table, name: str, values: list[str]) -> None:
    if _mostly_labels(table, name):
        raise _no_label(table, name, [value for value in values if number_in(value) not in (-1, 0, 1)])
    if len(values) > MOST_VALUES:
        made.left_out[name] = f"has {len(values)} different words, more than {MOST_VALUES}"
        return
    _add_each(made, table, name, sorted(values, key=_natural))


def _add_known_words(made: Attributes, table: Table, name: str, values: list[str], words: Words) -> None:
    """Words of a list, in its order."""
    wrong = [value for value in values if value not in words]
    if wrong:
        row, value = first_of(table, name, wrong)
        msg = f"{table.line(row)}: {value!r} in the column {name!r} is not among its --words: {', '.join(words)}"
        raise FormatError(msg)
    _add_each(made, table, name, words)


def _add_each(made: Attributes, table: Table, name: str, words: Sequence[str]) -> None:
    for word in words:
        labels = {other: 1 if other == word else -1 for other in words}
        _add(made, table, f"{name}: {word}", _labels(table.cells[name], labels))


def parse_words(options: Sequence[str]) -> dict[str, Words]:
    """The words of columns as the command line has them, ``age=0-2,3-9,10-19``.

    Raises:
        ConfigError: one isn't written so, or a column or a word is named twice.
    """
    found: dict[str, Words] = {}
    for option in options:
        name, _, text = option.partition("=")
        words = tuple(word.strip() for word in text.split(","))
        if not name or not all(words) or len(set(words)) < len(words) or name in found:
            why = "it is there twice" if name in found else "write a column and its words, as in age=0-2,3-9,10-19"
            msg = f"--words {option}: {why}"
            raise ConfigError(msg)
        found[name] = words
    return found


def _score(table: Table, name: str) -> pl.Series:
    return numbers_in(table, name, lambda number: 0 <= number <= 1, "a number from 0 to 1").cast(pl.Float32)


def _labels(column: pl.Series, labels: Mapping[str, int]) -> pl.Series:
    """Labels of cells; undefined where a cell says nothing."""
    return column.cast(pl.String).replace_strict(dict(labels), default=0, return_dtype=pl.Int8)


def _mostly_labels(table: Table, name: str) -> bool:
    """Whether more than half of the cells that say something are −1, 0 or 1, so that the others are mistakes."""
    cells = table.cells[name].drop_nulls()
    small = [value for value in cells.unique().cast(pl.String).to_list() if number_in(value) in (-1, 0, 1)]
    return cells.cast(pl.String).is_in(small).sum() > len(cells) / 2


def _no_label(table: Table, name: str, wrong: Collection[str]) -> FormatError:
    row, value = first_of(table, name, wrong)
    return FormatError(f"{table.line(row)}: {value!r} in the column {name!r} is no label; labels are -1, 0 and 1")


def _scored(name: str, columns: Collection[str]) -> str | None:
    """The attribute that a column of scores or reliabilities is of, where that is a column too."""
    bases = [name.removesuffix(ending) for ending in (SCORE, RELIABILITY) if name.endswith(ending)]
    return bases[0] if bases and bases[0] in columns else None


def _natural(value: str) -> list[str | int]:
    """Orders words with numbers in them as people do, 3-9 before 10-19."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", value)]
