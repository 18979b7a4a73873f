"""The FRCSyn challenge: comparison files of several data sets."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from facegap.base.arrays import Int64Array
from facegap.base.errors import BenchmarkError
from facegap.benchmark.frcsyn.files import ListedComparison, read_comparisons
from facegap.benchmark.lists import folder_of
from facegap.benchmark.protocol import Protocol, Verification, register_protocol
from facegap.benchmark.protocols.images import ListedImages, image_folder
from facegap.faceset.formats import Reader
from facegap.faceset.formats.index import without_suffix

_LISTS = "comparison_files"
_ENDING = "_comparison.txt"
_PLACES = {
    "agedb": "AgeDB*/03_Protocol_Images*",
    "bupt": "BUPT-BalancedFace*/race_per_7000*",
    "cfp-fp": "CFP-FP*/cfp-dataset/Data/Images",
    "rof": "ROF*",
}
"""Where the challenge's data sets have their images, below Real/."""


class ComparisonFile(NamedTuple):
    """One file of comparisons.

    Attributes:
        path: of the file.
        task: the name of its task, such as ``frcsyn-2.1-2.2-agedb``.
        data_set: the part of the file's name that says which images are compared.
        comparisons: its lines.
    """

    path: Path
    task: str
    data_set: str
    comparisons: list[ListedComparison]


@register_protocol
class Frcsyn(Protocol):
    """One task a comparison file.

    Images can be embedded and submissions written without labels; error rates need them, and the organizers have them.
    """

    name = "frcsyn"
    summary = "FRCSyn challenge: the comparison files of its sub-tasks; needs labels for error rates"
    layout = (
        "comparison_files/SUB-TASKS/SET_comparison.txt with lines image1;image2[;label[;group]], or the labels in "
        "SET_labels.txt beside it with lines label[;group]; the images in images/SET/, or as the challenge has them in "
        "Real/ (AgeDB/03_Protocol_Images, BUPT-BalancedFace/race_per_7000, CFP-FP/cfp-dataset/Data/Images, ROF)"
    )

    def reader(self) -> Reader:
        folders = {data_set: self._folder(data_set) for data_set in {file.data_set for file in self.files}}
        names = [(folders[data_set] / name).relative_to(self._top).as_posix() for data_set, name in self._rows]
        ids = [f"{data_set}/{without_suffix(name)}" for data_set, name in self._rows]
        return ListedImages(self._top, names, image_ids=ids)

    def tasks(self) -> Sequence[Verification]:
        return [self._verification(file) for file in self.files]

    @cached_property
    def files(self) -> list[ComparisonFile]:
        """All comparison files, in the order of their paths.

        Raises:
            BenchmarkError: there is none, one is damaged, or the tasks of two would have one name.
        """
        files: dict[str, ComparisonFile] = {}
        for path in self._paths():
            data_set = path.name.removesuffix(_ENDING)
            task = "-".join([self.name, *self._sub_tasks(path), data_set])
            if task in files:
                msg = f"{path}: its task would be {task}, as that of {files[task].path} is; rename one of the folders"
                raise BenchmarkError(msg)
            files[task] = ComparisonFile(path, task, data_set, read_comparisons(path))
        return list(files.values())

    def rows(self, file: ComparisonFile) -> tuple[Int64Array, Int64Array]:
        """The rows of the first and of the second image of each comparison; labels aren't needed."""
        first = [self._rows[file.data_set, comparison.first] for comparison in file.comparisons]
        second = [self._rows[file.data_set, comparison.second] for comparison in file.comparisons]
        return np.array(first, dtype=np.int64), np.array(second, dtype=np.int64)

    def _verification(self, file: ComparisonFile) -> Verification:
        mated = [comparison.mated for comparison in file.comparisons]
        if None in mated:
            msg = (
                f"{file.path}: comparison {mated.index(None) + 1} has no label; error rates need the labels, which the "
                f"organizers have: add ;1 or ;0 to each line, or put them in {file.data_set}_labels.txt beside it"
            )
            raise BenchmarkError(msg)
        groups = [comparison.group for comparison in file.comparisons]
        return Verification(
            file.task,
            *self.rows(file),
            np.array(mated, dtype=np.bool_),
            groups=np.array(groups, dtype=np.object_) if any(groups) else None,
        )

    @cached_property
    def _rows(self) -> dict[tuple[str, str], int]:
        """Row of each image by data set and name; sub-tasks share images."""
        keys = (
            (file.data_set, name)
            for file in self.files
            for comparison in file.comparisons
            for name in (comparison.first, comparison.second)
        )
        return {key: row for row, key in enumerate(dict.fromkeys(keys))}

    @property
    def _top(self) -> Path:
        return folder_of(self.data)

    def _sub_tasks(self, path: Path) -> list[str]:
        """What the folders of a comparison file add to the name of its task: those below ``comparison_files``."""
        lists = next((folder for folder in path.parents if folder.name == _LISTS), self._top)
        folders = path.parent.relative_to(lists).parts
        return [folder.removeprefix("sub-tasks_").replace("_", "-") for folder in folders]

    def _paths(self) -> list[Path]:
        if self.data.is_file():
            return [self.data]
        inside = self.data / _LISTS
        paths = sorted((inside if inside.is_dir() else self.data).rglob(f"*{_ENDING}"))
        if not paths:
            msg = f"{self.data}: no file *{_ENDING} is there; name the folder that holds {_LISTS}/ with --data"
            raise BenchmarkError(msg)
        return paths

    def _folder(self, data_set: str) -> Path:
        place = _PLACES.get(data_set)
        folders = [path for real in ("Real", "real") for path in sorted((self._top / real).glob(place or data_set))]
        names = [name for listed, name in self._rows if listed == data_set]
        return image_folder([self._top / "images" / data_set, *folders, self._top / data_set, self._top], names)
