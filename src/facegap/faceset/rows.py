"""Rows of a face set, wherever they lie."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from facegap.base.arrays import Int64Array
from facegap.faceset.faceset import FaceSet


class RowReader:
    """Reads rows of some layers; the shard that it read last is kept for the next rows.

    Args:
        faceset: the set.
        layers: those to read.
        image_columns: the columns of ``images`` that are read, if it is one of them; None for all.
    """

    def __init__(self, faceset: FaceSet, layers: Sequence[str], *, image_columns: Sequence[str] | None = None) -> None:
        self._faceset, self._layers, self._image_columns = faceset, layers, image_columns
        self._starts = np.cumsum([0, *faceset.shard_rows])
        self._number, self._shard = -1, pa.table({})

    def take(self, rows: Int64Array) -> pa.Table:
        """Some rows as a table with the column names of ``FaceSet.scan``.

        Args:
            rows: int64, one or more, ascending.
        """
        numbers = np.searchsorted(self._starts, rows, side="right") - 1
        pieces = []
        for number in np.unique(numbers):
            if number != self._number:
                self._shard = self._faceset.read_shard(int(number), *self._layers, image_columns=self._image_columns)
                self._number = int(number)
            pieces.append(self._shard.take(pa.array(rows[numbers == number] - self._starts[number])))
        return pa.concat_tables(pieces)
