"""Rows of conditions, from a recipe and from a table of a dataset's attributes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from facegap.base.arrays import Int8Array
from facegap.base.errors import ConfigError
from facegap.base.suggestions import unknown
from facegap.render.conditions.conditions import ConditionRow
from facegap.render.conditions.rows import Rows
from facegap.render.truth.vocabulary import ATTRIBUTES

COMBINATION = "combination"
"""The column of combinations, such as ``Senior, not Male``; what else is beside it are notes."""

_WEIGHT, _NOT, _OPINION = "weight", "not ", "Attractive"
_KEYS = ("Filename", "Identity", "image_id", "identity", _OPINION)  # say whose labels they are, or can't be asked for
_FIRST_LINE = 2  # of the rows in a file, after its header


def rows_from_conditions(conditions: Sequence[ConditionRow]) -> Rows:
    """The rows that a recipe has in itself, numbered from 1."""
    signs = np.array([[each.attributes.get(name, 0) for name in ATTRIBUTES] for each in conditions], np.int8)
    weights = np.array([each.weight for each in conditions], np.float64)
    if not weights.sum() > 0.0:
        msg = "conditions: the weights of all rows are 0"
        raise ConfigError(msg)
    return Rows(signs, weights, np.arange(1, len(conditions) + 1))


@dataclass(frozen=True)
class TableUse:
    """What became of a table.

    Attributes:
        path: of the table.
        rows: how many it has.
        used: the columns that were taken.
        notes: the columns that were read as notes: they ask for nothing.
        skipped: how many rows were left out, by the reason.
    """

    path: Path
    rows: int
    used: tuple[str, ...]
    notes: tuple[str, ...]
    skipped: Mapping[str, int]

    def without(self, impossible: Mapping[str, int]) -> "TableUse":
        """The same with more rows left out."""
        counts = Counter(self.skipped)
        counts.update(impossible)
        return replace(self, skipped=dict(counts))

    def facts(self) -> dict[str, Any]:
        """As a result has it."""
        skipped = sum(self.skipped.values())
        return {
            "table": self.path.name,
            "rows": self.rows,
            "rows_used": self.rows - skipped,
            "rows_skipped": skipped,
            "skipped_because": dict(self.skipped),
            "columns_used": list(self.used),
            "columns_read_as_notes": list(self.notes),
        }


def read_rows(path: Path, *, alike: int) -> tuple[Rows, TableUse]:
    """Read a CSV table of what is asked for, a row each.

    Three kinds are known: columns of attributes (−1, 0 or 1, or empty for 0); the same beside ``Filename`` and
    ``Identity``, as ``facegap annotate --export`` writes them; and ``combination``, as ``facegap compare`` writes it
    into ``lacking.csv``: ``Senior, Eyeglasses, not Male``. Beside them may be ``weight`` (1 where it is left out).
    Columns that say whose labels these are, all others beside ``combination``, and ``Attractive``, which is an opinion,
    are read as notes.

    Args:
        path: The table's file.
        alike: The fewest rows that a person's images are drawn from, see ``Rows``.

    Returns:
        The rows, and what became of the table. Combinations of attributes that the renderer doesn't know are left out.

    Raises:
        ConfigError: the file is missing, cut short or isn't such a table; names line and column.
    """
    table = _read(path)
    signs, used, lost = _combinations(table) if COMBINATION in table.columns else _attributes(table, path)
    weights = np.ones(table.height)
    if _WEIGHT in table.columns:
        weights = _numbers(table, _WEIGHT, path, missing=np.nan)
        _refuse(~(np.isfinite(weights) & (weights >= 0.0)), table, _WEIGHT, path, "must be a number of at least 0")
        used = (*used, _WEIGHT)
    kept = np.array([not why for why in lost])
    use = TableUse(
        path,
        table.height,
        used,
        tuple(column for column in table.columns if column not in used),
        dict(Counter(why for why in lost if why)),
    )
    if not kept.any():
        msg = f"{path}: none of its {table.height} rows can be rendered: {told(use.skipped)}"
        raise ConfigError(msg)
    if not weights[kept].sum() > 0.0:
        msg = f"{path}: the weights of all rows are 0"
        raise ConfigError(msg)
    lines = np.arange(table.height) + _FIRST_LINE
    return Rows(signs[kept], weights[kept], lines[kept], alike), use


def told(skipped: Mapping[str, int]) -> str:
    """Reasons with their counts, the most frequent first."""
    return "; ".join(f"{count}: {why}" for why, count in sorted(skipped.items(), key=lambda each: -each[1]))


def _read(path: Path) -> pl.DataFrame:
    try:
        table = pl.read_csv(path, infer_schema=False, truncate_ragged_lines=False)
    except (OSError, pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        msg = f"{path}: cannot be read as a table of conditions: {reason}"
        raise ConfigError(msg) from error
    if not table.height:
        msg = f"{path}: has no rows"
        raise ConfigError(msg)
    return table


def _attributes(table: pl.DataFrame, path: Path) -> tuple[Int8Array, tuple[str, ...], list[str]]:
    """The signs of each row, the columns that say them, and why a row can't be taken (never)."""
    for column in table.columns:
        if column not in ATTRIBUTES and column not in (*_KEYS, _WEIGHT):
            msg = f"{path}: {unknown(column, (*ATTRIBUTES, _WEIGHT, COMBINATION), 'column')}"
            raise ConfigError(msg)
    used = tuple(name for name in table.columns if name in ATTRIBUTES and name != _OPINION)
    if not used:
        msg = f"{path}: has no column of an attribute, and no column {COMBINATION!r}"
        raise ConfigError(msg)
    signs = np.zeros((table.height, len(ATTRIBUTES)), np.int8)
    for name in used:
        values = _numbers(table, name, path, missing=0.0)
        _refuse(~np.isin(values, (-1.0, 0.0, 1.0)), table, name, path, "must be -1, 0, 1 or empty")
        signs[:, ATTRIBUTES.index(name)] = values
    return signs, used, [""] * table.height


def _combinations(table: pl.DataFrame) -> tuple[Int8Array, tuple[str, ...], list[str]]:
    """Likewise, of names such as ``Senior, not Male``."""
    signs = np.zeros((table.height, len(ATTRIBUTES)), np.int8)
    lost = [""] * table.height
    for row, text in enumerate(table[COMBINATION]):
        for literal in (text or "").split(","):
            name = literal.strip()
            sign = -1 if name.startswith(_NOT) else 1
            name = name.removeprefix(_NOT).strip()
            if name in ATTRIBUTES and name != _OPINION:
                signs[row, ATTRIBUTES.index(name)] = sign
            else:
                lost[row] = f"{name or 'an empty cell'} is no attribute that the renderer can be asked for"
    return signs, (COMBINATION,), lost


def _numbers(table: pl.DataFrame, column: str, path: Path, *, missing: float) -> np.ndarray:
    text = table[column].str.strip_chars()
    empty = (text.is_null() | (text == "")).to_numpy()
    numbers = text.cast(pl.Float64, strict=False)
    _refuse(numbers.is_null().to_numpy() & ~empty, table, column, path, "isn't a number")
    return np.where(empty, missing, numbers.fill_null(0.0).to_numpy())


def _refuse(bad: np.ndarray, table: pl.DataFrame, column: str, path: Path, why: str) -> None:
    if bad.any():
        row = int(np.argmax(bad))
        others = f" (and {int(bad.sum()) - 1} more)" if bad.sum() > 1 else ""
        msg = f"{path}, line {row + _FIRST_LINE}, column {column!r}: {table[column][row]!r} {why}{others}"
        raise ConfigError(msg)
