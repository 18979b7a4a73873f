"""Random access to the encoded images of face sets."""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
import polars as pl

from facegap.base.arrays import BoolArray, Int64Array
from facegap.faceset import IMAGES, FaceSet
from facegap.training.data.packs import PackReader, pack_of


class EncodedImages:
    """The encoded images of one or more face sets under common row numbers, set after set.

    Attributes:
        facesets: The face sets.
        starts: The row number of each set's first image, int64 (sets + 1,); the last is the number of all images.
        usable: Whether a row has an image, bool (images,).
    """

    def __init__(self, *facesets: FaceSet) -> None:
        self.facesets = facesets
        self._packs = [PackReader(pack_of(faceset)) for faceset in facesets]
        self.starts: Int64Array = np.cumsum([0, *map(len, self._packs)], dtype=np.int64)
        self._starts: list[int] = self.starts.tolist()  # quicker to look up one row in
        self.usable: BoolArray = np.concatenate([np.diff(reader.offsets) > 0 for reader in self._packs])

    def __len__(self) -> int:
        return int(self.starts[-1])

    def __getitem__(self, row: int) -> bytes:
        """The encoded image of a row; empty where it has none."""
        number = bisect_right(self._starts, row) - 1
        return self._packs[number][row - self._starts[number]]

    def expect(self, rows: Int64Array) -> None:
        """Have the system fetch the images of rows, (n,), that will be read soon."""
        numbers = np.searchsorted(self.starts, rows, side="right") - 1
        for number in np.unique(numbers):
            self._packs[number].expect(rows[numbers == number] - self.starts[number])

    def image_ids(self, rows: Sequence[int] | Int64Array) -> list[str]:
        """Their image ids, after the set's name where there are several sets. Reads the column: for messages."""
        column = self._column("image_id")
        if len(self.facesets) == 1:
            return [str(column[int(row)]) for row in rows]
        sets = np.searchsorted(self.starts, np.asarray(rows), side="right") - 1
        return [f"{self.facesets[at].info.name}:{column[int(row)]}" for at, row in zip(sets, rows, strict=True)]

    def identities(self) -> pl.Series:
        """Their identities; with several sets, those of different sets are different people."""
        return self._column("identity")

    def _column(self, name: str) -> pl.Series:
        return pl.concat([faceset.column(IMAGES, name) for faceset in self.facesets])

    def close(self) -> None:
        """Close the packs."""
        for reader in self._packs:
            reader.close()
