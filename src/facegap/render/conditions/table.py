"""Rows of conditions, from a recipe and from a table of a dataset's attributes."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from facegap.base.errors import ConfigError
from facegap.base.suggestions import unknown
from facegap.render.conditions.conditions import ConditionRow
from facegap.render.conditions.rows import Rows
from facegap.render.truth.vocabulary import ATTRIBUTES

_WEIGHT = "weight"
_FIRST_LINE = 2  # of the rows in a file, after its header


def rows_from_conditions(conditions: Sequence[ConditionRow]) -> Rows:
    """The rows that a recipe has in itself, numbered from 1."""
    signs = np.array([[each.attributes.get(name, 0) for name in ATTRIBUTES] for each in conditions], np.int8)
    weights = np.array([each.weight for each in conditions], np.float64)
    if not weights.sum() > 0.0:
        msg = "conditions: the weights of all rows are 0"
        raise ConfigError(msg)
    return Rows(signs, weights, np.arange(1, len(conditions) + 1))


def read_rows(path: Path, *, alike: int) -> Rows:
    """Read a CSV table.

    Its columns are attributes (−1, 0 or 1, or empty for 0), and ``weight`` (1 where it is left out), in any order.

    Args:
        path: The table's file.
        alike: The fewest rows that a person's images are drawn from, see ``Rows``.

    Raises:
        ConfigError: the file is missing, cut short or isn't such a table; names line and column.
    """
    try:
        table = pl.read_csv(path, infer_schema=False, truncate_ragged_lines=False)
    except (OSError, pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        msg = f"{path}: cannot be read as a table of conditions: {reason}"
        raise ConfigError(msg) from error
    for column in table.columns:
        if column not in ATTRIBUTES and column != _WEIGHT:
            msg = f"{path}: {unknown(column, (*ATTRIBUTES, _WEIGHT), 'column')}"
            raise ConfigError(msg)
    if not table.height:
        msg = f"{path}: has no rows"
        raise ConfigError(msg)
    known = [name for name in ATTRIBUTES if name in table.columns]
    signs = np.zeros((table.height, len(ATTRIBUTES)), np.int8)
    for name in known:
        values = _numbers(table, name, path, missing=0.0)
        _refuse(~np.isin(values, (-1.0, 0.0, 1.0)), table, name, path, "must be -1, 0, 1 or empty")
        signs[:, ATTRIBUTES.index(name)] = values
    weights = np.ones(table.height)
    if _WEIGHT in table.columns:
        weights = _numbers(table, _WEIGHT, path, missing=np.nan)
        _refuse(~(np.isfinite(weights) & (weights >= 0.0)), table, _WEIGHT, path, "must be a number of at least 0")
    if not weights.sum() > 0.0:
        msg = f"{path}: the weights of all rows are 0"
        raise ConfigError(msg)
    return Rows(signs, weights, np.arange(table.height) + _FIRST_LINE, alike)


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
