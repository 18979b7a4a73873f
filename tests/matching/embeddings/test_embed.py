from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.conftest import MakeSet, write_embedder

from facegap.base.errors import FaceSetError
from facegap.engine import LocalRunner, run
from facegap.faceset import decode
from facegap.matching import Embed, EmbeddedSet, common_embedding, only_embedding, person_numbers
from facegap.models import Embedder, Features, Model

PEOPLE = {"ann": 3, "bob": 2}


@pytest.mark.parametrize("mirror", [True, False])
def test_embeddings_are_unit_vectors_of_the_network(mirror: bool, tmp_path: Path, make_set: MakeSet) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx")
    faceset = make_set(PEOPLE, side=8)
    run(Embed(model, mirror=mirror), faceset, runner=LocalRunner(1))
    matrix, valid = faceset.embeddings("linear")
    assert valid.all()
    embed = Embedder(model)
    for image, vector, norm in zip(
        faceset.column("images", "image"), matrix, faceset.column("embeddings/linear", "norm"), strict=True
    ):
        face = decode(image["bytes"])
        expected = embed([face])[0] + (embed([face[:, ::-1].copy()])[0] if mirror else 0)
        assert norm == pytest.approx(np.linalg.norm(expected), rel=1e-5)
        assert np.allclose(vector, expected / np.linalg.norm(expected), atol=1e-5)


def test_an_image_in_error_has_no_embedding_and_is_not_counted_again(tmp_path: Path, make_set: MakeSet) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx")
    (tmp_path / "set-source/carl").mkdir(parents=True)
    (tmp_path / "set-source/carl/0.png").write_bytes(b"broken")
    faceset = make_set(PEOPLE, side=8)
    summary = run(Embed(model), faceset, runner=LocalRunner(1))
    assert (summary.rows, summary.errors) == (6, 0)
    assert "no image: carl/0.png" in faceset.column("embeddings/linear", "error")[5]
    embedded = EmbeddedSet.load(faceset, "linear")
    assert (len(embedded.embeddings), embedded.missing, embedded.unknown) == (5, 1, 0)
    assert embedded.people[0] == embedded.people[2] != embedded.people[3]


def test_sets_embedded_in_different_ways_are_not_compared(tmp_path: Path, make_set: MakeSet) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx")
    sets = [make_set(PEOPLE, name=name, side=8) for name in ("one", "two", "three")]
    for faceset, mirror in zip(sets, (True, True, False), strict=True):
        run(Embed(model, mirror=mirror), faceset, runner=LocalRunner(1))
    assert common_embedding(sets[:2]) == "linear"
    with pytest.raises(FaceSetError, match="made with different mirror"):
        common_embedding(sets[::2])


def test_a_set_without_any_embedding_is_an_error(tmp_path: Path, make_set: MakeSet) -> None:
    (tmp_path / "set-source").mkdir()
    (tmp_path / "set-source/0.png").write_bytes(b"broken")
    faceset = make_set({}, side=8)
    run(Embed(write_embedder(tmp_path / "net.onnx")[0]), faceset, runner=LocalRunner(1))
    with pytest.raises(FaceSetError, match="no image has an embedding"):
        EmbeddedSet.load(faceset, "linear")


def test_images_of_nobody_are_people_of_their_own() -> None:
    numbers = person_numbers(pl.Series(["b", None, "a", "b", None], dtype=pl.String))
    assert len(set(numbers.tolist())) == 4
    assert numbers[0] == numbers[3]
    assert sorted(set(numbers.tolist())) == [0, 1, 2, 3]


def test_features_are_a_layer_of_their_own_that_nobody_is_recognized_by(tmp_path: Path, make_set: MakeSet) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx")
    card = model.card.model_copy(update={"features": Features(output="maps", dimensions=3)})
    model = Model(card, model.path, model.sha256)
    faceset = make_set(PEOPLE, side=8)
    for stage in (Embed(model, features=True), Embed(model)):
        run(stage, faceset, runner=LocalRunner(1))
    assert faceset.embeddings("linear-features")[0].shape == (5, 3)
    assert faceset.layer("embeddings/linear-features").settings["features"] == "maps"
    assert only_embedding(faceset) == common_embedding([faceset, faceset]) == "linear"
    assert only_embedding(faceset, "linear-features") == "linear-features"
