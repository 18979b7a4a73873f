"""Rows of attributes that are asked for together, and which of them may be images of one person."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array, Int8Array, Int64Array
from facegap.render.conditions.rules import RULES, rule
from facegap.render.truth.vocabulary import ATTRIBUTES, DEMOGRAPHIC, PERSONAL


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of conditions.

    Attributes:
        signs: (rows, 47), in the order of ``ATTRIBUTES``, −1, 0 or 1.
        weights: (rows,), at least 0, their sum more than 0.
        lines: the number by which a message calls each row, (rows,).
        alike: how many rows a person's images are drawn from, at least, where there are so many: 1 keeps to the rows
            that ask the same of the person; more adds those that differ least from them, but not in sex, age, ancestry
            or in whether there's a beard to grow.
    """

    signs: Int8Array
    weights: Float64Array
    lines: Int64Array
    alike: int = 1

    def only(self, kept: BoolArray) -> "Rows":
        """Some of the rows."""
        return Rows(self.signs[kept], self.weights[kept], self.lines[kept], self.alike)

    @cached_property
    def _upto(self) -> Float64Array:
        return np.cumsum(self.weights / self.weights.sum())

    @cached_property
    def _of_person(self) -> Int8Array:
        """The rows as far as they concern the person, (rows, 47): the others are 0."""
        return np.where(_concerns(_any_part)[self.signs + 1, np.arange(len(ATTRIBUTES))], self.signs, 0).astype(np.int8)

    @cached_property
    def _strict(self) -> Int8Array:
        """What must be the same for two rows to be of one person, (rows, 47)."""
        columns = np.arange(len(ATTRIBUTES))
        return np.where(_concerns(_must)[self.signs + 1, columns], self.signs, 0).astype(np.int8)

    @cached_property
    def _groups(self) -> tuple[Int64Array, Int64Array, Int64Array]:
        """The group of each row whose rows ask the same of the person; rows by group; where each group starts."""
        group = _same(self._of_person)
        order = np.argsort(group, kind="stable")
        return group, order, np.searchsorted(group[order], np.arange(group.max() + 2))

    @cached_property
    def _blocks(self) -> Int64Array:
        return _same(self._strict)

    @cached_property
    def _candidates(self) -> dict[int, tuple[Int64Array, Float64Array]]:
        return {}

    def row(self, u: float) -> int:
        """The row at u, uniform in 0 to 1, by weight."""
        return min(int(np.searchsorted(self._upto, u, side="right")), len(self.weights) - 1)

    def row_of_image(self, row: int, u: float) -> int:
        """One of the rows that may be an image's of a person who was drawn by ``row``; by weight."""
        group, order, starts = self._groups
        key = int(group[row])
        if key not in self._candidates:
            members = order[starts[key] : starts[key + 1]]
            if len(members) < self.alike:
                members = self._nearest(row)
            members = members[self.weights[members] > 0.0]
            if len(self._candidates) > _REMEMBERED:
                self._candidates.clear()
            self._candidates[key] = members, np.cumsum(self.weights[members])
        members, upto = self._candidates[key]
        return int(members[min(int(np.searchsorted(upto, u * upto[-1], side="right")), len(members) - 1)])

    def _nearest(self, row: int) -> Int64Array:
        block = np.flatnonzero(self._blocks == self._blocks[row])
        differences = (self._of_person[block] != self._of_person[row]).sum(1)
        return block[np.argsort(differences, kind="stable")[: max(self.alike, 1)]]

    def asked_of_person(self, row: int) -> dict[str, int]:
        """The attributes of a row that concern the person."""
        return _named(self._of_person[row])

    def asked_of_image(self, row: int) -> dict[str, int]:
        """The attributes of a row that are the image's own."""
        return {name: sign for name, sign in _named(self.signs[row]).items() if name not in PERSONAL}


_REMEMBERED = 20_000


def _named(signs: Int8Array) -> dict[str, int]:
    return {ATTRIBUTES[column]: int(signs[column]) for column in np.flatnonzero(signs)}


def _any_part(attribute: str, sign: int) -> bool:
    return attribute in PERSONAL or rule(attribute, sign).concerns_person


def _must(attribute: str, sign: int) -> bool:
    return attribute in DEMOGRAPHIC or (attribute not in PERSONAL and bool(rule(attribute, sign).person))


def _concerns(test: Callable[[str, int], bool]) -> BoolArray:
    """For signs −1, 0, 1 (rows) and all attributes (columns), whether a test holds, (3, 47)."""
    return np.array([[sign != 0 and name in RULES and test(name, sign) for name in ATTRIBUTES] for sign in (-1, 0, 1)])


def _same(keys: Int8Array) -> Int64Array:
    """Number the distinct rows of keys; the number of each."""
    packed = np.ascontiguousarray(keys).view(np.dtype((np.void, keys.shape[1]))).ravel()
    return np.unique(packed, return_inverse=True)[1].astype(np.int64)
