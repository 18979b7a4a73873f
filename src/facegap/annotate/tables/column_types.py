"""What the columns of a table become: attributes from labels, words or numbers in bins; scores; or nothing."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from facegap.annotate.tables.cell_parsing import (
    LABELS,
    first_row_with,
    mostly_labels,
    not_a_label,
    parse_labels,
    parse_number,
    parse_numbers,
)
from facegap.annotate.tables.csv_table import CsvTable
from facegap.annotate.tables.lookup_stage import INTERNAL_COLUMNS
from facegap.annotate.tables.table_options import Bounds, Words, Zero
from facegap.base.errors import ConfigError, FormatError
from facegap.faceset import RELIABILITY, SCORE

MOST_WORDS = 20
"""A column with more different words than this (ours) is left out: names and paths are no attributes."""

_FLAGS = {"true": 1, "yes": 1, "false": -1, "no": -1}
_RESERVED = ("image_id", "error", *INTERNAL_COLUMNS)


@dataclass
class TypedColumns:
    """What the columns of a table have become.

    Attributes:
        columns: The columns of the layer by name: labels, int8, and scores, float32, in the order of the table's rows.
        left_out: Why a column of the table was left out, by its name.
    """

    columns: dict[str, pl.Series] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)

    @property
    def attributes(self) -> list[str]:
        """The names of the attributes, that is, of the columns of labels."""
        return [name for name, column in self.columns.items() if column.dtype == pl.Int8]


def type_columns(
    table: CsvTable,
    names: Collection[str],
    *,
    zero: Zero | None = None,
    bins: Mapping[str, Bounds] | None = None,
    words: Mapping[str, Words] | None = None,
    required: bool = False,
) -> TypedColumns:
    """Turn columns of a table into attributes, whose labels are 1 positive, −1 negative, 0 undefined.

    What a column becomes depends on what is in it. One of −1, 0 and 1 is taken as it stands, one of 0 and 1 as ``zero``
    says, and true, yes, false and no are 1 and −1. Words become an attribute each, ``<column>: <word>``. Numbers become
    an attribute for each of their ``bins``. ``<attribute>_score`` and ``<attribute>_reliability`` are kept beside the
    attribute. Where a cell says nothing, the label is undefined.

    Args:
        table: The table.
        names: The columns to take.
        zero: What 0 means in a column that has no −1.
        bins: The lower bounds of the bins of columns of numbers, rising.
        words: All words that a column may hold. Words that it never holds become attributes too, negative everywhere.
        required: Whether a column that can't become an attribute is an error; otherwise it is left out.

    Raises:
        ConfigError: 0 could mean negative or undefined, and ``zero`` doesn't say which.
        FormatError: A cell doesn't fit the rest of its column, or a required column can't become an attribute.
    """
    bins, words = bins or {}, words or {}
    typed = TypedColumns()
    attribute_of_score = {name: base for name in names if (base := _scored_attribute(name, table.cells.columns))}
    for name in names:
        if name in attribute_of_score:
            continue
        column = table.cells[name]
        cells = column.unique().drop_nulls().cast(pl.String).to_list()
        if name in bins:
            for bin_name, labels in bin_labels(table, name, bins[name]).items():
                _add(typed, table, bin_name, labels)
        elif name in words:
            _add_known_words(typed, table, name, cells, words[name])
        elif not cells:
            typed.left_out[name] = "all its cells are empty"
        elif all(parse_number(cell) is not None for cell in cells):
            _add_numbers(typed, table, name, cells, zero)
        elif all(cell.lower() in _FLAGS for cell in cells):
            _add(typed, table, name, parse_labels(column, {cell: _FLAGS[cell.lower()] for cell in cells}))
        else:
            _add_words(typed, table, name, cells)
    for name, attribute in attribute_of_score.items():
        if attribute in typed.attributes:
            typed.columns[name] = _parse_scores(table, name)
        else:
            typed.left_out[name] = f"{attribute} is no attribute"
    if typed.left_out and required:
        msg = f"{table.path}: " + "; ".join(f"{name}: {why}" for name, why in typed.left_out.items())
        raise FormatError(msg)
    return typed


def bin_labels(table: CsvTable, name: str, bounds: Bounds) -> dict[str, pl.Series]:
    """Return the labels of each bin of a column of numbers, int8, by names such as ``age: 20–39``.

    A bin holds its lower bound and not that of the next bin; the last bin has no upper bound. If there are numbers
    below the first bound, there is a bin for those too.

    Raises:
        FormatError: A cell isn't a number.
    """
    numbers = parse_numbers(table, name, allowed=lambda _: True, meaning="a number")
    known = numbers.drop_nulls()
    whole = all(float(bound).is_integer() for bound in bounds) and bool((known % 1 == 0).all())
    ranges = list(zip(bounds, [*bounds[1:], float("inf")], strict=True))
    if (known < bounds[0]).any():
        ranges.insert(0, (float("-inf"), bounds[0]))
    labels = {}
    for low, high in ranges:
        inside = pl.when((numbers >= low) & (numbers < high))
        label = inside.then(1).when(numbers.is_not_null()).then(-1).otherwise(0)
        labels[f"{name}: {_range_name(low, high, whole=whole)}"] = pl.select(label.cast(pl.Int8)).to_series()
    return labels


def _range_name(low: float, high: float, *, whole: bool) -> str:
    if low == float("-inf"):
        return f"under {high:g}"
    if high == float("inf"):
        return f"{low:g} or more"
    if whole:
        return f"{low:g}–{high - 1:g}" if high - low > 1 else f"{low:g}"
    return f"{low:g} to under {high:g}"


def _add(typed: TypedColumns, table: CsvTable, name: str, labels: pl.Series) -> None:
    if name in typed.columns or name in _RESERVED:
        msg = f"{table.path}: an attribute can't be called {name!r}, since another column of the layer is; rename it"
        raise FormatError(msg)
    typed.columns[name] = labels.alias(name)


def _add_numbers(typed: TypedColumns, table: CsvTable, name: str, cells: list[str], zero: Zero | None) -> None:
    """A column of numbers: labels, or numbers that need bins."""
    numbers = {cell: parse_number(cell) for cell in cells}
    no_labels = [cell for cell, number in numbers.items() if number not in LABELS]
    if no_labels and -1 in numbers.values() and mostly_labels(table, name):
        raise not_a_label(table, name, no_labels)
    if no_labels:
        typed.left_out[name] = f"has {len(cells)} different numbers; cut it with --bins {name}=…"
        return
    zero_is_negative = zero == "negative" and -1 not in numbers.values()
    if 0 in numbers.values() and -1 not in numbers.values() and zero is None:
        msg = (
            f"{table.path}: the column {name!r} has 0 and no -1, so that 0 may mean no or not known; say which with "
            "--zero negative or --zero undefined"
        )
        raise ConfigError(msg)
    label_of = {cell: -1 if number == 0 and zero_is_negative else int(number or 0) for cell, number in numbers.items()}
    _add(typed, table, name, parse_labels(table.cells[name], label_of))


def _add_words(typed: TypedColumns, table: CsvTable, name: str, cells: list[str]) -> None:
    if mostly_labels(table, name):
        raise not_a_label(table, name, [cell for cell in cells if parse_number(cell) not in LABELS])
    if len(cells) > MOST_WORDS:
        typed.left_out[name] = f"has {len(cells)} different words, more than {MOST_WORDS}"
        return
    _add_each_word(typed, table, name, sorted(cells, key=_natural_order))


def _add_known_words(typed: TypedColumns, table: CsvTable, name: str, cells: list[str], words: Words) -> None:
    unknown = [cell for cell in cells if cell not in words]
    if unknown:
        row, cell = first_row_with(table, name, unknown)
        msg = f"{table.line(row)}: {cell!r} in the column {name!r} is not among its --words: {', '.join(words)}"
        raise FormatError(msg)
    _add_each_word(typed, table, name, words)


def _add_each_word(typed: TypedColumns, table: CsvTable, name: str, words: Sequence[str]) -> None:
    for positive in words:
        label_of = {word: 1 if word == positive else -1 for word in words}
        _add(typed, table, f"{name}: {positive}", parse_labels(table.cells[name], label_of))


def _parse_scores(table: CsvTable, name: str) -> pl.Series:
    scores = parse_numbers(table, name, allowed=lambda number: 0 <= number <= 1, meaning="a number from 0 to 1")
    return scores.cast(pl.Float32)


def _scored_attribute(name: str, columns: Collection[str]) -> str | None:
    """The attribute that a column of scores or reliabilities belongs to, if that is a column too."""
    bases = [name.removesuffix(ending) for ending in (SCORE, RELIABILITY) if name.endswith(ending)]
    return bases[0] if bases and bases[0] in columns else None


def _natural_order(word: str) -> list[str | int]:
    """Orders words with numbers in them as people do: 3-9 before 10-19."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", word)]
