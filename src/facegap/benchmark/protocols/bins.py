"""InsightFace's verification sets: files of aligned crops and labels, in ten folds by order."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from facegap.base.errors import BenchmarkError
from facegap.benchmark.protocol import Protocol, Verification, register_protocol
from facegap.faces import ARCFACE
from facegap.faceset import Columns
from facegap.faceset.formats import Reader, ReadImage, VerificationBin

FOLDS = 10


@register_protocol
class Bins(Protocol):
    """Images 2k and 2k+1 of a file are pair k; nobody is named, and an image that is in two pairs is there twice."""

    name = "bin"
    summary = "InsightFace's .bin sets of aligned crops: lfw, cfp_fp, agedb_30, calfw, cplfw, …; one task a file"
    layout = "*.bin; or the path of one such file"
    alignment = ARCFACE

    def reader(self) -> Reader:
        return BinSets(self.data, self._paths)

    def tasks(self) -> Sequence[Verification]:
        tasks, begin = [], 0
        for path in self._paths:
            same = VerificationBin(path, Columns()).index()["same"].to_numpy()
            first = np.arange(begin, begin + len(same), 2, dtype=np.int64)
            tasks.append(Verification(path.stem, first, first + 1, same[::2].astype(np.bool_), _folds(len(first))))
            begin += len(same)
        return tasks

    @cached_property
    def _paths(self) -> list[Path]:
        paths = [self.data] if self.data.is_file() else sorted(self.data.glob("*.bin"))
        if not paths:
            msg = f"{self.data}: no .bin file is there; name the folder that holds them, or one of them, with --data"
            raise BenchmarkError(msg)
        return paths


class BinSets(Reader):
    """The images of several verification sets, one after the other, with ids such as ``lfw/000000``."""

    name = "bins"
    summary = "several of InsightFace's verification .bin"

    def __init__(self, folder: Path, paths: Sequence[Path]) -> None:
        super().__init__(folder, Columns())
        self.paths = paths

    @staticmethod
    def recognizes(path: Path) -> bool:
        """Never: a single file is what the format ``bin`` reads."""
        del path
        return False

    def index(self) -> pa.Table:
        return pa.concat_tables([self._index_of(number) for number in range(len(self.paths))])

    def start(self) -> ReadImage:
        opened: dict[int, ReadImage] = {}

        def read(row: dict[str, Any]) -> bytes:
            number = int(row["_set"])
            if number not in opened:
                # Images come in order, and a set is large: one in memory is enough.
                opened.clear()
                opened[number] = self._bin(number).start()
            return opened[number](row)

        return read

    def _index_of(self, number: int) -> pa.Table:
        table = self._bin(number).index()
        ids = [f"{self.paths[number].stem}/{image_id}" for image_id in table["image_id"].to_pylist()]
        table = table.set_column(table.schema.get_field_index("image_id"), "image_id", pa.array(ids, pa.string()))
        return table.append_column("_set", pa.repeat(pa.scalar(number, pa.int32()), len(table)))

    def _bin(self, number: int) -> VerificationBin:
        return VerificationBin(self.paths[number], Columns())


def _folds(pairs: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Ten parts in order, those before longer by one where they aren't equal, as InsightFace takes them."""
    sizes = [len(part) for part in np.array_split(np.arange(pairs), FOLDS)]
    return np.repeat(np.arange(FOLDS, dtype=np.int64), sizes)
