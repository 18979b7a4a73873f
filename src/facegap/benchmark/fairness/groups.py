"""Groups of images, from columns of a face set's layers."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from facegap.base.arrays import Int64Array
from facegap.base.errors import FaceSetError
from facegap.faceset import IMAGES, FaceSet

MOST_GROUPS = 64
"""More than these are no groups but names or numbers; a matrix of more could not be read either."""


@dataclass(frozen=True)
class Groups:
    """What group each image of a face set is in.

    Attributes:
        names: The names of the groups that have any image.
        of: int64 (images,), the number of each image's group, −1 for one that is left out for having no value.
    """

    names: tuple[str, ...]
    of: Int64Array

    @property
    def left_out(self) -> int:
        """Images without a group."""
        return int((self.of < 0).sum())


def load_groups(faceset: FaceSet, columns: str) -> Groups:
    """Groups by the columns named, such as ``images.gender`` or ``truth.Male,truth.age:30:60``.

    A column is ``LAYER.COLUMN``; several, with commas between, give their intersections (``Male × age < 30``). Groups
    are,

    - of text: its values;
    - of yes and no, and of labels, that is of int8 that holds only 1, 0 and −1: ``NAME`` and ``not NAME``;
      an undefined label, 0, says nothing of the image, which is left out;
    - of other whole numbers: their values;
    - of any numbers, where bounds follow the column's name: the ranges between these. A bound is in the upper range;
    - of several labels with ``+`` between, such as ``truth.Asian+White+Black``: the one that is positive. An image of
      which none is, or several are, is left out.

    Images where any column has no value (null, empty text, not a number) are left out.

    Args:
        faceset: The set whose images are divided.
        columns: The columns, as described above.

    Raises:
        FaceSetError: there is no such layer or column, bounds are no rising numbers, a column can't be divided, no
            image has a group, or there are more than 64.
    """
    names, of = [""], np.zeros(len(faceset), dtype=np.int64)
    for at, wanted in enumerate(columns.split(",")):
        column = _read(faceset, wanted.strip())
        if len(names) * len(column.names) > MOST_GROUPS:
            msg = (
                f"{faceset.path}: {columns!r} makes {len(names) * len(column.names)} groups, more than {MOST_GROUPS}; "
                "choose columns with fewer values, or give bounds, as in truth.age:30:60"
            )
            raise FaceSetError(msg)
        known = (of >= 0) & (column.of >= 0)
        of = np.where(known, of * len(column.names) + column.of, -1)
        names = [f"{name} × {value}" if at else value for name in names for value in column.names]
    used, numbers = np.unique(of[of >= 0], return_inverse=True)
    if not len(used):
        msg = f"{faceset.path}: no image has a value in each column of {columns!r}, so there is no group"
        raise FaceSetError(msg)
    of[of >= 0] = numbers
    return Groups(tuple(names[number] for number in used), of)


def _read(faceset: FaceSet, wanted: str) -> Groups:
    """The groups by one column."""
    layer = _layer(faceset, wanted)
    rest = wanted.removeprefix(f"{layer}.")
    columns = faceset.scan(layer).collect_schema().names()
    if layer != IMAGES:
        columns = [name.removeprefix(f"{layer}.") for name in columns]
    alternatives = rest.split("+")
    name, *bounds = [rest] if rest in columns else rest.split(":")
    for each in [name] if rest in columns or len(alternatives) == 1 else alternatives:
        if each not in columns:
            msg = f"{faceset.path}: the layer {layer!r} has no column {each!r}; it has: {', '.join(columns)}"
            raise FaceSetError(msg)
    if name not in columns:
        return _by_positive([faceset.column(layer, each) for each in alternatives], wanted)
    values = faceset.column(layer, name)
    if bounds:
        return _ranges(values, _rising(bounds, wanted))
    return _by_value(values, wanted)


def _layer(faceset: FaceSet, wanted: str) -> str:
    """The layer that a column is in; names of layers may hold dots themselves."""
    layers = [layer for layer in faceset.layers() if wanted.startswith(f"{layer}.")]
    if not layers:
        msg = (
            f"{faceset.path}: {wanted!r} names no column of a layer; write LAYER.COLUMN, as in images.gender; "
            f"the layers are: {', '.join(faceset.layers())}"
        )
        raise FaceSetError(msg)
    return max(layers, key=len)


def _by_value(values: pl.Series, column: str) -> Groups:
    name, kind = values.name, values.dtype
    if kind == pl.Boolean:
        return _yes_and_no(name, values.cast(pl.Int8) * 2 - 1)
    if kind == pl.Int8 and values.is_between(-1, 1).all():
        return _yes_and_no(name, values)
    if kind.is_integer():
        return _each(values, {value: f"{name} {value}" for value in values.drop_nulls().unique().sort()})
    if isinstance(kind, pl.String | pl.Categorical | pl.Enum):
        text = values.cast(pl.String)
        return _each(text, {value: value for value in text.drop_nulls().unique().sort() if value})
    if kind.is_numeric():
        msg = f"{column!r} holds numbers that aren't whole; give bounds between groups, as in {column}:30:60"
        raise FaceSetError(msg)
    msg = f"{column!r} holds {kind}, which can't be divided into groups; text, labels and numbers can"
    raise FaceSetError(msg)


def _by_positive(labels: list[pl.Series], wanted: str) -> Groups:
    """Which of some labels is positive."""
    names = tuple(column.name for column in labels)
    for column in labels:
        if column.dtype != pl.Boolean and not (column.dtype == pl.Int8 and column.is_between(-1, 1).all()):
            msg = f"{wanted!r}: the column {column.name!r} holds {column.dtype}; only labels can be joined with +"
            raise FaceSetError(msg)
    positive = np.stack([(column.cast(pl.Int8) == 1).fill_null(value=False).to_numpy() for column in labels])
    return Groups(names, np.where(positive.sum(axis=0) == 1, positive.argmax(axis=0), -1))


def _yes_and_no(name: str, labels: pl.Series) -> Groups:
    return _each(labels, {1: name, -1: f"not {name}"})


def _each(values: pl.Series, names: dict[str, str] | dict[int, str]) -> Groups:
    """A group for each value that has a name."""
    numbers = {value: number for number, value in enumerate(names)}
    of = np.array([numbers.get(value, -1) for value in values], dtype=np.int64)
    return Groups(tuple(names.values()), of)


def _rising(bounds: list[str], column: str) -> list[float]:
    try:
        numbers = [float(bound) for bound in bounds]
    except ValueError:
        numbers = []
    if not numbers or not np.all(np.isfinite(numbers)) or np.any(np.diff(numbers) <= 0):
        msg = f"{column!r}: what follows the column must be rising numbers, as in truth.age:30:60"
        raise FaceSetError(msg)
    return numbers


def _ranges(values: pl.Series, bounds: list[float]) -> Groups:
    if not values.dtype.is_numeric():
        msg = f"the column {values.name!r} holds {values.dtype}; only numbers can be divided by bounds"
        raise FaceSetError(msg)
    numbers = values.cast(pl.Float64).to_numpy()
    middle = [f"{values.name} {low:g}–{high:g}" for low, high in pairwise(bounds)]
    names = (f"{values.name} < {bounds[0]:g}", *middle, f"{values.name} ≥ {bounds[-1]:g}")
    of = np.where(np.isnan(numbers), -1, np.searchsorted(bounds, numbers, side="right"))
    return Groups(names, of)
