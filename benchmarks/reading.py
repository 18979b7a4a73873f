"""Reading a face set of a million small JPEGs in a random order, beside decoding the same images alone."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pyarrow as pa

from benchmarks.measure import Measured, Row, measured
from facegap.engine import LocalRunner, Worker, available_cores, create, home
from facegap.faceset import IMAGES, FaceSet, FaceSetInfo, decode, encode_jpeg
from facegap.faceset.schema import images_schema
from facegap.training import EncodedImages, Loader, MicroBatch

ROWS, DISTINCT, SIDE = 1_000_000, 2000, 112
READ, BATCH, CHUNK = 50_000, 128, 16
REPEATS = 3
SHARD_ROWS = 2048


def jpegs() -> list[bytes]:
    """Smooth noise at a quality that gives about 3 kB each."""
    draw = np.random.default_rng(0)
    coarse = draw.integers(0, 256, (DISTINCT, 14, 14, 3), dtype=np.uint8)
    return [encode_jpeg(cv2.resize(each, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC), quality=75) for each in coarse]


@dataclass(frozen=True)
class Repeated:
    """A source of the distinct images one after another, again and again."""

    count: int
    layers: tuple[str, ...] = (IMAGES,)

    needs = ()
    networks = ()

    @property
    def shards(self) -> int:
        return -(-self.count // SHARD_ROWS)

    def rows(self, shard: int) -> int:
        return min(SHARD_ROWS, self.count - shard * SHARD_ROWS)

    def settings(self) -> dict[str, Any]:
        return {"count": self.count}

    def start(self, _worker: Worker) -> Callable[[int], Iterator[dict[str, pa.Table]]]:
        encoded = pa.array(jpegs(), pa.binary())

        def tables(shard: int) -> Iterator[dict[str, pa.Table]]:
            numbers = np.arange(self.rows(shard)) + shard * SHARD_ROWS
            images = encoded.take(pa.array(numbers % DISTINCT))
            nothing = pa.nulls(len(numbers), pa.string())
            side = pa.array(np.full(len(numbers), SIDE, dtype=np.int32))
            columns = {
                "image_id": pa.array([f"{number:07d}" for number in numbers]),
                "identity": pa.array([f"person {number // 50}" for number in numbers]),
                "image": pa.StructArray.from_arrays([images, nothing], names=["bytes", "path"]),
                "width": side,
                "height": side,
                "error": nothing,
            }
            yield {IMAGES: pa.Table.from_pydict(columns, schema=images_schema())}

        return tables


def make_set(path: Path, count: int) -> None:
    create(Repeated(count), path, FaceSetInfo(name="noise", kind="synthetic"), runner=LocalRunner(1))


def pack_it(path: Path) -> None:
    EncodedImages(FaceSet.open(path)).close()


def order(count: int) -> np.ndarray:
    """The rows that are read, a random choice of all, in a random order."""
    return np.random.default_rng(1).permutation(count)[:READ]


def decoded_alone(count: int) -> float:
    """Seconds of decoding from a list in memory, by as many threads."""
    cv2.setNumThreads(1)
    encoded = jpegs()
    rows = (order(count) % DISTINCT).tolist()

    def some(start: int) -> None:
        for row in rows[start : start + CHUNK]:
            decode(encoded[row])

    with ThreadPoolExecutor(available_cores()) as pool:
        began = time.perf_counter()
        for _ in pool.map(some, range(0, len(rows), CHUNK)):
            pass
        return time.perf_counter() - began


def read(path: Path, count: int, *, ahead: int, forgotten: bool) -> float:
    """Seconds of reading in batches; from the disk where the system is asked to forget the file first."""
    images = EncodedImages(FaceSet.open(path))
    (packed,) = (home() / "packs").glob("*/images.bin")
    if forgotten:
        with packed.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    rows = order(count)
    starts = range(0, len(rows) + 1, BATCH)
    micro_batches = [MicroBatch(start, rows[start:end]) for start, end in pairwise([*starts, len(rows)]) if end > start]
    loader = Loader(images, size=(SIDE, SIDE), seed=0, ahead=ahead)
    began = time.perf_counter()
    read_rows = sum(len(batch["images"]) for batch in loader.batches(0, micro_batches))
    seconds = time.perf_counter() - began
    assert read_rows == len(rows)
    images.close()
    return seconds


def read_ahead(path: Path, count: int) -> float:
    return read(path, count, ahead=3, forgotten=False)


def read_none_ahead(path: Path, count: int) -> float:
    return read(path, count, ahead=0, forgotten=False)


def read_from_disk(path: Path, count: int) -> float:
    return read(path, count, ahead=3, forgotten=True)


def in_turns(works: list[tuple[Callable[..., float], tuple[Any, ...]]]) -> list[Measured]:
    """The quickest of a few tries of each, tried in turns since such machines drift."""
    tries = [[measured(work, *arguments) for work, arguments in works] for _ in range(REPEATS)]
    return [min(times, key=lambda each: each.result) for times in zip(*tries, strict=True)]


def rows(count: int = ROWS) -> Iterator[Row]:
    """Time reading from memory and from the disk; the set and its pack are deleted afterwards."""
    work = f"read {READ} of {count} JPEGs in a random order ({SIDE} × {SIDE}, 3 kB, batch {BATCH})"
    with tempfile.TemporaryDirectory() as folder:
        needed = 3 * count * 3300  # the set, its pack, and room to spare
        if shutil.disk_usage(folder).free < needed:
            yield Row(work, f"nobody: needs {needed / 1e9:.0f} GB of disk")
            return
        before = os.environ.get("FACEGAP_HOME")
        os.environ["FACEGAP_HOME"] = folder
        try:
            path = Path(folder, "set")
            measured(make_set, path, count)
            packing = measured(pack_it, path)
            yield Row(f"pack {count} JPEGs, once", "facegap", packing.seconds, f"{count / packing.seconds:.0f}/s")
            yield from _compared(work, path, count)
        finally:
            os.environ.pop("FACEGAP_HOME")
            if before is not None:
                os.environ["FACEGAP_HOME"] = before


def _compared(work: str, path: Path, count: int) -> Iterator[Row]:
    ways: dict[str, tuple[Callable[..., float], tuple[Any, ...]]] = {
        "decoding alone, from a list in memory": (decoded_alone, (count,)),
        "facegap, 3 batches ahead": (read_ahead, (path, count)),
        "facegap, none ahead": (read_none_ahead, (path, count)),
        "facegap, 3 batches ahead, pack not in memory": (read_from_disk, (path, count)),
    }
    results = in_turns(list(ways.values()))
    alone = results[0].result
    for number, (who, result) in enumerate(zip(ways, results, strict=True)):
        ratio = f"{alone / result.result:.2f}× the rate" if number else ""
        yield Row(work, who, result.result, f"{READ / result.result:.0f}/s", result.peak_mb, ratio)
