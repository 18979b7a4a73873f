from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import MakeSet, picture, write_pictures
from tests.stages import Brightness

from facegap.base.errors import FaceSetError
from facegap.engine import LocalRunner, create, run
from facegap.faceset import FaceSet, FaceSetInfo, ImportSource, find_problems, open_reader


@pytest.fixture
def faceset(make_set: MakeSet) -> FaceSet:
    made = make_set({"ann": 3, "bob": 2}, shard_rows=2)
    run(Brightness(), made, runner=LocalRunner(1))
    return made


def test_shards_are_as_equal_as_can_be(faceset: FaceSet) -> None:
    assert faceset.shard_rows == (1, 2, 2)
    assert len(faceset) == 5


def test_layers_lie_side_by_side(faceset: FaceSet) -> None:
    frame = faceset.scan("images", "quality/brightness").collect()
    assert isinstance(faceset.scan(), pl.LazyFrame)
    assert frame["image_id"].to_list() == ["ann/0", "ann/1", "ann/2", "bob/0", "bob/1"]
    direct = [np.mean(row) for row in frame["quality/brightness.brightness"]]
    assert len(set(direct)) == 5
    first = faceset.read_shard(1, "images", "quality/brightness")
    assert first["quality/brightness.brightness"].to_pylist() == direct[1:3]


def test_a_layer_that_is_not_there_is_named(faceset: FaceSet) -> None:
    with pytest.raises(FaceSetError, match=r"'quality/other'; it has: images, quality/brightness"):
        faceset.layer("quality/other")
    with pytest.raises(FaceSetError, match="can't be the name of a layer"):
        faceset.layer("../elsewhere")


def test_a_folder_without_manifest_is_no_face_set(tmp_path: Path) -> None:
    with pytest.raises(FaceSetError, match="facegap import"):
        FaceSet.open(tmp_path)


def test_a_sound_set_has_no_problems(faceset: FaceSet) -> None:
    assert find_problems(faceset) == []


def problems(faceset: FaceSet) -> list[str]:
    return [f"{problem.where}: {problem.what}" for problem in find_problems(faceset)]


def test_verify_finds_a_changed_byte(faceset: FaceSet) -> None:
    path = faceset.shard_paths("images")[1]
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)
    assert any("images/00001.parquet: its content changed" in problem for problem in problems(faceset))


def test_verify_finds_a_cut_shard_and_reading_it_says_which(faceset: FaceSet) -> None:
    path = faceset.shard_paths("images")[2]
    path.write_bytes(path.read_bytes()[:-100])
    assert any("images/00002.parquet: is not a readable Parquet" in problem for problem in problems(faceset))
    with pytest.raises(FaceSetError, match=r"images/00002\.parquet: a damaged"):
        list(faceset.shards())


def test_verify_finds_a_missing_and_a_stray_shard(faceset: FaceSet) -> None:
    paths = faceset.shard_paths("quality/brightness")
    paths[0].rename(paths[0].with_name("00009.parquet"))
    assert problems(faceset) == [
        "quality/brightness/00009.parquet: does not belong to the layer",
        "quality/brightness/00000.parquet: is missing",
    ]


def test_verify_finds_rows_in_another_order(faceset: FaceSet) -> None:
    path = faceset.shard_paths("quality/brightness")[1]
    table = pq.read_table(path)
    pq.write_table(table.take(pa.array([1, 0])), path)
    assert any("not those of images, in that order" in problem for problem in problems(faceset))


def test_verify_finds_a_layer_of_other_images(faceset: FaceSet, make_set: MakeSet) -> None:
    other = make_set({"ann": 3, "carl": 2}, name="other", shard_rows=2)
    (faceset.path / "quality").rename(other.path / "quality")
    assert "quality/brightness: was made from another images than the one that is here" in problems(other)


def test_embeddings_come_as_a_matrix_with_gaps(faceset: FaceSet) -> None:
    class Embeds(Brightness):
        layer = "embeddings/two"

        def table(self, values: list[float | None]) -> pa.Table:
            vectors = [None if number % 2 else [value, 0.0] for number, value in enumerate(values)]
            return pa.table(
                {
                    "embedding": pa.array(vectors, pa.list_(pa.float32(), 2)),
                    "error": pa.array([None if vector else "gap" for vector in vectors], pa.string()),
                }
            )

    run(Embeds(), faceset, runner=LocalRunner(1))
    matrix, valid = faceset.embeddings("two")
    assert valid.tolist() == [True, True, False, True, False]
    assert matrix.shape == (5, 2)
    assert (matrix[~valid] == 0).all()
    assert (matrix[valid, 0] > 0).all()


def test_columns_of_any_layers_make_a_frame(faceset: FaceSet) -> None:
    frame = faceset.frame("images.image_id", "quality/brightness.brightness", "identity", "image_id")
    assert frame.columns == ["image_id", "quality/brightness.brightness", "identity"]
    assert frame["identity"].to_list() == ["ann"] * 3 + ["bob"] * 2
    assert "image" not in faceset.frame().columns
    assert len(faceset.frame()) == 5
    with pytest.raises(FaceSetError, match=r"the layer 'quality/brightness' has no column 'quality/brightness.dark'"):
        faceset.frame("quality/brightness.dark")
    with pytest.raises(FaceSetError, match=r"of another one write LAYER.COLUMN"):
        faceset.frame("brightness")


def test_images_are_decoded_by_their_ids(faceset: FaceSet, tmp_path: Path) -> None:
    images = faceset.images(["bob/1", "ann/0"])
    assert list(images) == ["bob/1", "ann/0"]
    assert np.array_equal(images["bob/1"], picture(101))
    assert list(faceset.images("ann/2")) == ["ann/2"]
    with pytest.raises(FaceSetError, match=r"'ann/7': there is no such image"):
        faceset.images(["ann/0", "ann/7"])
    write_pictures(tmp_path / "photos", {"ann": 1})
    (tmp_path / "photos" / "ann" / "bad.jpg").write_text("no")
    source = ImportSource(open_reader(tmp_path / "photos"))
    bad, _ = create(source, tmp_path / "bad", FaceSetInfo(name="bad", kind="real"), runner=LocalRunner(1))
    with pytest.raises(FaceSetError, match=r"'ann/bad': ann/bad.jpg: cannot be decoded"):
        bad.images("ann/bad")


def test_a_face_set_shows_itself(faceset: FaceSet) -> None:
    lines = repr(FaceSet.open(str(faceset.path))).splitlines()
    assert lines[1:] == ["  real, 5 images, 2 identities", "  layers: images, quality/brightness"]
