"""The faces of a protocol's images in a face set that was made before, aligned and maybe embedded."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Self

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from facegap.base.arrays import BoolArray, Float32Array, Int64Array
from facegap.base.errors import BenchmarkError
from facegap.benchmark.protocol import ImageNames, Protocol
from facegap.faceset import IMAGES, FaceSet
from facegap.faceset.formats.index import without_suffix


@dataclass(frozen=True, eq=False)
class MatchedFaces:
    """The faces of the images that a protocol names, in its order.

    Attributes:
        faceset: The set that holds them; it may hold others too.
        rows: int64 (images,), the row of each image in the set; −1 where the set lacks it.
        identities: text (images,), whose each image is, as the protocol says; null where it doesn't.
        lacking: The ids of the images that the set lacks, as the protocol names them.
        given: Whether it is a set that was made before, and not an import for the protocol.
    """

    faceset: FaceSet
    rows: Int64Array
    identities: pl.Series
    lacking: tuple[str, ...]
    given: bool

    @classmethod
    def of_import(cls, faceset: FaceSet) -> Self:
        """Those of a set that was imported for the protocol: all of them, in their order."""
        rows = np.arange(len(faceset), dtype=np.int64)
        return cls(faceset, rows, faceset.column(IMAGES, "identity"), (), given=False)

    @classmethod
    def find(cls, protocol: Protocol, faceset: FaceSet) -> Self:
        """Find a protocol's images in a face set: by their ids, else by their files or by what they were imported from.

        Folders above all images may be left out, or be more, on either side: a set of ``lfw/images`` names an image
        ``ann/ann_0001``, one of ``lfw`` names it ``images/ann/ann_0001``.

        Raises:
            BenchmarkError: the set lacks more than half of them, or they match it in several ways.
        """
        names = protocol.image_names()
        _check_distinct(names, protocol)
        where = f"{faceset.path} for {protocol.name}"
        ids = faceset.column(IMAGES, "image_id").to_list()
        rows = match_names(names.ids, ids, where=where)
        for listed, present in ((names.files, lambda: ids), (names.ids, lambda: _paths(faceset))):
            if _too_few(rows):
                otherwise = match_names(listed, present(), where=where)
                rows = max(rows, otherwise, key=lambda found: int((found >= 0).sum()))
        _check_enough(rows, names, where)
        lacking = tuple(name for name, row in zip(names.ids, rows, strict=True) if row < 0)
        return cls(faceset, rows, pl.Series("identity", names.identities, dtype=pl.String), lacking, given=True)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def path(self) -> Path:
        """The folder of the set."""
        return self.faceset.path

    def embeddings(self, name: str) -> tuple[Float32Array, BoolArray]:
        """Read the embeddings ``name`` of the images.

        Returns:
            Embeddings, float32 (images, dimensions), zeros where an image has none; and whether it has one,
            bool (images,).
        """
        embeddings, valid = self.faceset.embeddings(name)
        if np.array_equal(self.rows, np.arange(len(embeddings))):
            return embeddings, valid
        present = self.rows >= 0
        taken = np.where(present[:, None], embeddings[self.rows], np.float32(0))
        return taken, present & valid[self.rows]


def match_names(listed: Sequence[str], present: Sequence[str | None], *, where: str) -> Int64Array:
    """Find names of images among others that may be relative to another folder.

    Args:
        listed: Names without endings, each once.
        present: Names to find them among; None matches nothing.
        where: What is searched for what, for messages.

    Returns:
        int64 (listed,), the place of each in ``present``; −1 where it isn't there. One folder before all of ``listed``
        and one before all of ``present`` are left out, those with which most names match.

    Raises:
        BenchmarkError: several folders of ``present`` match as many names, so that nobody can tell which is meant.

    Example:
        >>> match_names(["ann/1", "bob/2"], ["images/bob/2", "images/ann/1", "ann/7"], where="photos").tolist()
        [1, 0]
    """
    shared = _shared_folder(listed)
    best: dict[str, int] = {}
    left_out, matches = "", 0
    above = [shared[:end] for end in (0, *(at + 1 for at, letter in enumerate(shared) if letter == "/"))]
    for start in above:
        counts = _prefixes({name[len(start) :] for name in listed}, present)
        most = max(counts.values(), default=0)
        if most > matches:
            left_out, matches = start, most
            best = {prefix: count for prefix, count in counts.items() if count == most}
    if len(best) > 1 and 2 * matches >= len(listed):
        first, second = sorted(best)[:2]
        msg = (
            f"{where}: {matches:,} images match below {first or '.'!r} and as many below {second or '.'!r}, so that "
            "nobody can tell which are meant; make a set of one of them with `facegap select`"
        )
        raise BenchmarkError(msg)
    before = next(iter(best), "")
    place_of = {name: place for place, name in enumerate(present) if name is not None}
    return np.array([place_of.get(before + name[len(left_out) :], -1) for name in listed], dtype=np.int64)


def _shared_folder(names: Sequence[str]) -> str:
    """The folders that all names begin with, with a slash after each."""
    folders = [name.split("/")[:-1] for name in names]
    levels = takewhile(lambda parts: len(set(parts)) == 1, zip(*folders, strict=False))
    return "".join(f"{parts[0]}/" for parts in levels)


def _prefixes(wanted: set[str], present: Sequence[str | None]) -> Counter[str]:
    """What stands before wanted names in those that are present, and how often each."""
    counts: Counter[str] = Counter()
    for name in present:
        if name is None:
            continue
        starts = [0, *(at + 1 for at, letter in enumerate(name) if letter == "/")]
        counts.update(name[:start] for start in starts if name[start:] in wanted)
    return counts


def _paths(faceset: FaceSet) -> list[str | None]:
    """The path that each image was imported from, without its ending; None for an image in error."""
    tables = [pq.ParquetFile(path).read(columns=["image.path"]) for path in faceset.shard_paths(IMAGES)]
    images = [image for table in tables for image in table["image"].to_pylist()]
    return [without_suffix(image["path"]) if image and image["path"] else None for image in images]


def _check_distinct(names: ImageNames, protocol: Protocol) -> None:
    (name, times), *_ = Counter(names.ids).most_common(1)
    if times > 1:
        msg = (
            f"{protocol.data}: {times} images are called {name!r} but for their endings, so that nobody can tell which "
            "of them a face set holds; leave the face set out"
        )
        raise BenchmarkError(msg)


def _too_few(rows: Int64Array) -> bool:
    return bool(2 * (rows < 0).sum() > len(rows))


def _check_enough(rows: Int64Array, names: ImageNames, where: str) -> None:
    if _too_few(rows):
        missing = np.flatnonzero(rows < 0)
        msg = (
            f"{where}: {len(missing):,} of the {len(rows):,} images that the protocol names are not in the set, such "
            f"as {names.ids[int(missing[0])]!r}; name a set of the protocol's own photographs, with their file names"
        )
        raise BenchmarkError(msg)
