"""What all protocols have in common whose lists compare images by name."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from facegap.benchmark.protocol import ImageNames, Protocol, Verification
from facegap.benchmark.protocols.images import ListedImages, image_folder
from facegap.faceset.formats import Reader
from facegap.faceset.formats.index import without_suffix


class NamedPair(NamedTuple):
    """One comparison of a list.

    Attributes:
        first: file name of an image, relative to the folder of the images.
        second: likewise.
        mated: whether both show one person.
        fold: from 0; None where the list has none.
        group: of the pair; None where it has none.
    """

    first: str
    second: str
    mated: bool
    fold: int | None = None
    group: str | None = None


class NamedPairsProtocol(Protocol):
    """A protocol whose lists name the images; a subclass reads the lists and says where the images are."""

    @abstractmethod
    def lists(self) -> Mapping[str, Sequence[NamedPair]]:
        """The comparisons of each task, by the task's name; read once.

        Raises:
            BenchmarkError: a list isn't there or is damaged.
        """

    @abstractmethod
    def folders(self) -> Sequence[Path]:
        """Where the images may be, the likeliest first."""

    def person(self, name: str) -> str | None:
        """Whose image that is, as its name says; None where it doesn't."""
        del name
        return None

    def reader(self) -> Reader:
        names = list(self._rows)
        identities = [self.person(name) for name in names]
        return ListedImages(image_folder(self.folders(), names), names, identities=identities)

    def image_names(self) -> ImageNames:
        files = [without_suffix(name) for name in self._rows]
        return ImageNames(files, files, [self.person(name) for name in self._rows])

    def tasks(self) -> Sequence[Verification]:
        return [self._verification(name, pairs) for name, pairs in self._lists.items()]

    def _verification(self, name: str, pairs: Sequence[NamedPair]) -> Verification:
        folds = [pair.fold for pair in pairs]
        groups = [pair.group for pair in pairs]
        return Verification(
            name,
            np.array([self._rows[pair.first] for pair in pairs], dtype=np.int64),
            np.array([self._rows[pair.second] for pair in pairs], dtype=np.int64),
            np.array([pair.mated for pair in pairs], dtype=np.bool_),
            None if None in folds else np.array(folds, dtype=np.int64),
            np.array(groups, dtype=np.object_) if any(groups) else None,
        )

    @cached_property
    def _lists(self) -> Mapping[str, Sequence[NamedPair]]:
        return self.lists()

    @cached_property
    def _rows(self) -> dict[str, int]:
        """Row of each image, in the order in which the lists first name them."""
        names = (name for pairs in self._lists.values() for pair in pairs for name in (pair.first, pair.second))
        return {name: row for row, name in enumerate(dict.fromkeys(names))}


def in_tenths(pairs: Sequence[NamedPair]) -> list[NamedPair]:
    """The pairs with folds: the mated ones in ten equal parts in their order, and likewise the non-mated ones.

    Whether a list takes turns between mated and non-mated pairs or has all the mated ones first, its folds come out the
    same. Of fewer than ten pairs of a kind there are as many folds as there are pairs of the rarer kind.
    """
    counts = {mated: sum(pair.mated == mated for pair in pairs) for mated in (True, False)}
    parts = min([10, *(count for count in counts.values() if count)])
    seen = {True: 0, False: 0}
    folded = []
    for pair in pairs:
        folded.append(pair._replace(fold=seen[pair.mated] * parts // counts[pair.mated]))
        seen[pair.mated] += 1
    return folded
