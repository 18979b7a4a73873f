import pickle
import threading
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import polars as pl
import pyarrow as pa
import pytest
import torch
from tests.conftest import MakeSet, write_pictures

from facegap.base.errors import BadImageError
from facegap.engine import LocalRunner, create, home
from facegap.faceset import FaceSet, FaceSetInfo, ImportSource, decode, open_reader
from facegap.training import EncodedImages, Loader, MicroBatch


def brighten(pixels: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    return (pixels // 2 + draw.integers(0, 100)).astype(np.uint8)


def micro_batches(*rows: list[int]) -> list[MicroBatch]:
    starts = np.cumsum([0, *map(len, rows)])
    return [MicroBatch(int(start), np.array(micro_batch)) for start, micro_batch in zip(starts, rows, strict=False)]


def test_any_image_of_several_sets(make_set: MakeSet) -> None:
    sets = [make_set({"ann": 3, "bob": 2}, name="one"), make_set({"cy": 4}, name="two", shard_rows=3)]
    images = EncodedImages(*sets)
    expected = [row["bytes"] for faceset in sets for row in faceset.column("images", "image")]
    assert len(images) == 9
    assert images.starts.tolist() == [0, 5, 9]
    assert [images[row] for row in reversed(range(9))] == expected[::-1]
    assert images.usable.all()
    assert images.image_ids([8, 0]) == ["two:cy/3", "one:ann/0"]
    copy = pickle.loads(pickle.dumps(images))
    assert copy[6] == expected[6]
    images.close()
    copy.close()


def test_the_pack_is_made_once_and_found_again(make_set: MakeSet) -> None:
    faceset = make_set({"ann": 3})
    EncodedImages(faceset).close()
    (place,) = [path for path in (home() / "packs").iterdir() if path.is_dir()]
    before = place.stat().st_ino
    EncodedImages(faceset).close()
    assert place.stat().st_ino == before
    assert place.name == faceset.layer("images").content


def bad_set(tmp_path: Path) -> FaceSet:
    write_pictures(tmp_path / "source", {"ann": 2, "bob": 2})
    (tmp_path / "source/ann/1.png").write_bytes(b"no image")
    source = ImportSource(open_reader(tmp_path / "source"), shard_rows=2)
    return create(source, tmp_path / "bad", FaceSetInfo(name="bad", kind=None), runner=LocalRunner(1), max_errors=1)[0]


def test_a_row_without_an_image_is_known_and_named(tmp_path: Path) -> None:
    images = EncodedImages(bad_set(tmp_path))
    assert images.usable.tolist() == [True, False, True, True]
    loader = Loader(images, size=(24, 24), seed=0)
    with pytest.raises(BadImageError, match="ann/1: empty"):
        list(loader.batches(0, micro_batches([0, 2], [3, 1])))
    with pytest.raises(BadImageError, match="ann/0: 24 × 24 pixels where the network takes 8 × 8"):
        list(Loader(images, size=(8, 8), seed=0).batches(0, micro_batches([0, 2])))
    images.close()


def test_batches_are_the_same_with_any_threads_and_pieces(make_set: MakeSet) -> None:
    images = EncodedImages(make_set({"ann": 20, "bob": 20}, shard_rows=16))
    order = np.random.default_rng(0).permutation(40)

    def load(threads: int, size: int) -> torch.Tensor:
        loader = Loader(images, size=(24, 24), seed=7, per_image=brighten, threads=threads)
        cut = [MicroBatch(at, order[at : at + size]) for at in range(0, 40, size)]
        return torch.cat([batch["images"] for batch in loader.batches(2, cut)])

    assert torch.equal(load(1, 40), load(4, 5))
    plain = Loader(images, size=(24, 24), seed=7)
    (batch,) = plain.batches(0, [MicroBatch(0, order)])
    assert batch["rows"].tolist() == order.tolist()
    for row, pixels in zip(order, batch["images"].numpy(), strict=True):
        np.testing.assert_array_equal(pixels, decode(images[int(row)]))
    (numbered,) = replace(plain, numbering=order).batches(0, [MicroBatch(0, np.arange(40))])
    assert numbered["rows"].tolist() == list(range(40))
    assert torch.equal(numbered["images"], batch["images"])
    images.close()


def test_an_image_used_twice_is_changed_twice_differently(make_set: MakeSet) -> None:
    images = EncodedImages(make_set({"ann": 1}))
    loader = Loader(images, size=(24, 24), seed=7, per_image=brighten)
    epochs = [next(loader.batches(epoch, micro_batches([0, 0])))["images"].numpy() for epoch in range(2)]
    assert not np.array_equal(epochs[0][0], epochs[0][1])
    assert not np.array_equal(epochs[0][0], epochs[1][0])
    images.close()


def test_threads_end_when_the_reader_stops_early(make_set: MakeSet) -> None:
    images = EncodedImages(make_set({"ann": 8}))
    opencv_threads = cv2.getNumThreads()
    batches = Loader(images, size=(24, 24), seed=7).batches(0, micro_batches(*[[0, 1]] * 50))
    next(batches)
    batches.close()
    assert cv2.getNumThreads() == opencv_threads
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("decode")]
    images.close()


def test_empty_and_null_images_in_arrow() -> None:
    from facegap.training.data.packs import _encoded

    kind = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
    rows = [{"bytes": b"ab", "path": None}, None, {"bytes": None, "path": "x"}, {"bytes": b"c", "path": None}]
    table = pa.table({"image": pa.array(rows, kind)}).slice(1)
    ((data, lengths),) = _encoded(table)
    assert bytes(data) == b"c"
    assert lengths.tolist() == [0, 0, 1]
    assert pl.from_arrow(table) is not None
