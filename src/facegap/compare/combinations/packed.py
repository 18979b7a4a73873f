"""The labels of a set, laid out for counting combinations."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from facegap.base.arrays import Float64Array, Int8Array, Int64Array, UInt64Array
from facegap.compare.combinations.certainty import PeopleSums
from facegap.engine import available_cores

_ROWS = 64
"""Combinations, or beginnings of some, that a thread takes at a time."""


class PackedSet:
    """Images with labels, one bit for each literal and one for each attribute that is defined.

    Attributes:
        images: How many images there are.
        attributes: How many attributes there are.
        bits: The bits, as ``search_kernel`` takes them.
    """

    def __init__(self, labels: Int8Array, people: Int64Array) -> None:
        """Pack int8 (images, attributes) of people, int64 (images,)."""
        # Here, since compiled code takes long to import.
        from facegap.compare.bits_kernel import pack

        self.images, self.attributes = labels.shape
        literals = np.empty((2 * self.attributes, -(-self.images // 64)), dtype=np.uint64)
        pack(labels, np.arange(self.images), literals)
        everyone = np.zeros((1, literals.shape[1]), dtype=np.uint64)
        everyone.view(np.uint8)[0, : -(-self.images // 8)] = np.packbits(np.ones(self.images, bool), bitorder="little")
        defined = np.bitwise_or(literals[: self.attributes], literals[self.attributes :])
        self.bits: tuple[UInt64Array, UInt64Array, UInt64Array] = (everyone, defined, literals)
        self._columns = np.ascontiguousarray(labels.T)
        everybody, self._people = np.unique(people, return_inverse=True)
        self._everybody = len(everybody)

    def count(self, combinations: Int64Array, *, free: int | None = None) -> Float64Array:
        """How many images show each combination, and how many there are in all, float64 (2, n).

        In all are those for which it is defined, or those of them that show its literals but the one in place ``free``.
        """
        from facegap.compare.combinations.search_kernel import count_each

        place = -1 if free is None else free
        return in_parts(lambda part: count_each(part, place, self.bits), combinations).T.astype(np.float64)

    def sums(self, combinations: Int64Array, *, free: int | None = None) -> PeopleSums:
        """The numbers of these images, summed over people."""
        from facegap.compare.combinations.people_kernel import sum_people

        place = -1 if free is None else free
        sums = in_parts(
            lambda part: sum_people(part, place, self._columns, self._people, self._everybody), combinations
        )
        return PeopleSums(*sums.T)


def in_parts(work: Callable[[Int64Array], npt.NDArray[Any]], rows: Int64Array) -> npt.NDArray[Any]:
    """The results of a piece of work on some rows at a time, on all cores, one after the other."""
    parts = [rows[begin : begin + _ROWS] for begin in range(0, max(len(rows), 1), _ROWS)]
    with ThreadPoolExecutor(available_cores()) as pool:
        return np.concatenate(list(pool.map(work, parts)))
