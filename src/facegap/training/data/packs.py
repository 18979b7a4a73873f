"""The encoded images of a face set in one file, for reading in any order."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from facegap.base.arrays import Int64Array
from facegap.base.errors import FaceSetError
from facegap.engine import home
from facegap.faceset import IMAGES, FaceSet, sync

_BYTES = "images.bin"
_OFFSETS = "offsets.npy"


def pack_of(faceset: FaceSet) -> Path:
    """Find or make the pack of a face set in the cache.

    The folder ``packs/<hash of the images layer>`` holds all encoded images one after another in ``images.bin`` and
    where each begins in ``offsets.npy``, int64 (images + 1,); a row without an image is empty. It is there as a whole
    or not at all, and can be deleted: it is made again.

    Raises:
        FaceSetError: a shard is damaged, or there is no room.
    """
    place = home() / "packs" / faceset.layer(IMAGES).content
    if place.is_dir():
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another process that makes it is waited for
        if not place.is_dir():
            _make(faceset, place)
    return place


def _make(faceset: FaceSet, place: Path) -> None:
    growing = place.with_suffix(".tmp")
    shutil.rmtree(growing, ignore_errors=True)
    growing.mkdir()
    lengths: list[Int64Array] = []
    try:
        with (growing / _BYTES).open("wb") as file:
            for table in faceset.shards():
                for data, chunk_lengths in _encoded(table):
                    file.write(data)
                    lengths.append(chunk_lengths)
        np.save(growing / _OFFSETS, np.concatenate([[0], *lengths]).cumsum(dtype=np.int64))
    except OSError as error:
        shutil.rmtree(growing, ignore_errors=True)
        msg = f"{growing} cannot be written ({error.strerror}); make room, or set FACEGAP_HOME to a folder with room"
        raise FaceSetError(msg) from error
    for name in (_BYTES, _OFFSETS):
        sync(growing / name)
    growing.rename(place)
    sync(place.parent)


def _encoded(table: pa.Table) -> Iterator[tuple[pa.Buffer, Int64Array]]:
    """The images of a shard as they lie in memory, and the length of each."""
    for chunk in pc.struct_field(table["image"], "bytes").chunks:
        images = pc.fill_null(chunk, b"")
        lengths = pc.binary_length(images).to_numpy(zero_copy_only=False).astype(np.int64)
        _, offsets, data = images.buffers()
        starts = np.frombuffer(offsets, dtype=np.int32)[images.offset : images.offset + len(images) + 1]
        yield data[int(starts[0]) : int(starts[-1])] if data else pa.py_buffer(b""), lengths


class PackReader:
    """Reads a pack; any number of threads may read at once, and nothing but the offsets is kept in memory."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.offsets: Int64Array = np.asarray(np.load(place / _OFFSETS, mmap_mode="r"))
        self._file = (place / _BYTES).open("rb")

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> bytes:
        start = int(self.offsets[row])
        # Reading, unlike touching mapped memory, lets other threads run while the disk is waited for.
        return os.pread(self._file.fileno(), int(self.offsets[row + 1]) - start, start)

    def expect(self, rows: Int64Array) -> None:
        """Have the system fetch what will be read soon, so that nobody waits for the disk; ``rows`` (n,)."""
        if not hasattr(os, "posix_fadvise"):  # not on macOS
            return
        for start, end in zip(self.offsets[rows].tolist(), self.offsets[rows + 1].tolist(), strict=True):
            os.posix_fadvise(self._file.fileno(), start, end - start, os.POSIX_FADV_WILLNEED)

    def __reduce__(self) -> tuple[type["PackReader"], tuple[Path]]:
        return PackReader, (self.place,)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
