"""The images that a benchmark's lists name, as readers for the import."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pyarrow as pa

from facegap.base.arrays import Float32Array, Float64Array
from facegap.base.errors import BadImageError, BenchmarkError
from facegap.faces import ARCFACE_POINTS, ARCFACE_SIZE, similarity
from facegap.faceset import Columns, Pixels, decode, encode_png
from facegap.faceset.formats import Reader, ReadImage, make_index
from facegap.faceset.formats.index import file_state, without_suffix

_SAMPLE = 64


class ListedImages(Reader):
    """Just the files below a folder that a list names, in the list's order.

    A file that isn't there becomes a row with its reason; where fewer than half are there, the folder is the wrong one.

    Args:
        folder: that the names are relative to.
        names: of the files, each once.
        identities: whose each is; None where that isn't known.
        image_ids: the keys; None for the names without their endings.
    """

    name = "listed"
    summary = "the images that a benchmark's list names"

    def __init__(
        self,
        folder: Path,
        names: Sequence[str],
        *,
        identities: Sequence[str | None] | None = None,
        image_ids: Sequence[str] | None = None,
    ) -> None:
        super().__init__(folder, Columns())
        self.names = names
        self.identities = identities
        self.image_ids = image_ids

    @staticmethod
    def recognizes(path: Path) -> bool:
        """Never: a folder alone doesn't say which of its images are asked for."""
        del path
        return False

    def index(self) -> pa.Table:
        """One row an image.

        Raises:
            BenchmarkError: fewer than half of the files are there.
            FormatError: a name leads out of the folder, or two have the same id.
        """
        states = [file_state(self.path / name) for name in self.names]
        self._check_present(states)
        return make_index(
            self.path,
            image_ids=self.image_ids or [without_suffix(name) for name in self.names],
            identities=self.identities or [None] * len(self.names),
            paths=self.names,
            locators={"_file": pa.array(self.names, pa.string()), "_state": pa.array(states, pa.string())}
            | self._locators(),
        )

    def start(self) -> ReadImage:
        def read(row: dict[str, Any]) -> bytes:
            return (self.path / str(row["_file"])).read_bytes()

        return read

    def _locators(self) -> dict[str, pa.Array]:
        """More columns that are needed to read an image."""
        return {}

    def _check_present(self, states: list[str | None]) -> None:
        missing = [name for name, state in zip(self.names, states, strict=True) if state is None]
        if 2 * len(missing) > len(self.names):
            msg = (
                f"{self.path}: {len(missing):,} of the {len(self.names):,} images that the list names are not there, "
                f"such as {missing[0]!r}; name the folder that holds them with --data"
            )
            raise BenchmarkError(msg)


class LandmarkedImages(ListedImages):
    """Listed images that come with the five landmarks of the face, and are aligned by them to ``arcface-112``.

    Args:
        folder: that the names are relative to.
        names: of the files, each once.
        landmarks: float32 (images, 5, 2), pixels (x, y) in each file: eyes (left one in the image first), nose,
            corners of the mouth.
        identities: whose each is; None where that isn't known.
    """

    name = "listed-with-landmarks"
    summary = "the images that a benchmark's list names, aligned by its landmarks"

    def __init__(
        self,
        folder: Path,
        names: Sequence[str],
        *,
        landmarks: Float32Array,
        identities: Sequence[str | None] | None = None,
    ) -> None:
        super().__init__(folder, names, identities=identities)
        self.landmarks = landmarks

    def start(self) -> ReadImage:
        read_file = super().start()

        def read(row: dict[str, Any]) -> bytes:
            return encode_png(_crop(decode(read_file(row)), np.reshape(row["_landmarks"], (5, 2))))

        return read

    def _locators(self) -> dict[str, pa.Array]:
        flat = pa.array(self.landmarks.reshape(-1), pa.float32())
        return {"_landmarks": pa.FixedSizeListArray.from_arrays(flat, 10)}


def _crop(photograph: Pixels, landmarks: Float64Array) -> Pixels:
    try:
        transform = similarity(landmarks, ARCFACE_POINTS)
    except ValueError as error:
        raise BadImageError(str(error)) from error
    size = (ARCFACE_SIZE, ARCFACE_SIZE)
    return np.asarray(cv2.warpAffine(photograph, transform, size, flags=cv2.INTER_LINEAR), dtype=np.uint8)


def image_folder(candidates: Sequence[Path], names: Sequence[str]) -> Path:
    """The folder that holds most of the named images, of those where they may be; the first of equals.

    Args:
        candidates: where the images may be, the likeliest first; they needn't exist.
        names: of the images; up to 64 of them, evenly spread, are looked for.

    Raises:
        BenchmarkError: none of them is in any of the folders.
    """
    sample = names[:: -(-len(names) // _SAMPLE)]
    counts = [sum((folder / name).is_file() for name in sample) for folder in candidates]
    if not any(counts):
        searched = ", ".join(str(folder) for folder in candidates)
        msg = (
            f"none of the {len(names):,} images that the list names was found, such as {sample[0]!r}; "
            f"searched in {searched}; name the folder that holds them with --data"
        )
        raise BenchmarkError(msg)
    return candidates[counts.index(max(counts))]
