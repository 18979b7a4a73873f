from pathlib import Path

import numpy as np
import onnx
import polars as pl
import pytest
from onnx import numpy_helper
from tests.annotators import CARD, write_annotator
from tests.conftest import MakeSet, write_embedder
from tests.given import give

from facegap.annotate.network import Annotate, Annotator, measure_label_frequencies
from facegap.base.errors import ConfigError, ContractError, FaceSetError
from facegap.compare import LabeledSet
from facegap.engine import LocalRunner, run
from facegap.faceset import FaceSet, decode
from facegap.matching import Embed
from facegap.models import EmbeddingContract, Model

PEOPLE = {"ann": 3, "bob": 2}


@pytest.fixture
def faces(make_set: MakeSet, tmp_path: Path) -> FaceSet:
    """Five faces and a file that is none."""
    (tmp_path / "set-source/carl").mkdir(parents=True)
    (tmp_path / "set-source/carl/0.png").write_bytes(b"broken")
    return make_set(PEOPLE, side=8, alignment="arcface-112")


def layer(faceset: FaceSet, name: str) -> pl.DataFrame:
    rows = faceset.scan(f"attributes/{name}").collect()
    return rows.rename(lambda column: column.removeprefix(f"attributes/{name}."))


def test_writes_the_answers_of_the_network(tmp_path: Path, faces: FaceSet) -> None:
    model, _, _ = write_annotator(tmp_path / "net.onnx")
    summary = run(Annotate.of(model, faces), faces, runner=LocalRunner(1))
    assert (summary.layer, summary.rows, summary.errors) == ("attributes/net", 6, 0)
    rows = layer(faces, "net")
    assert rows.columns == [f"{name}{e}" for name in CARD.names for e in ("", "_score", "_reliability")] + ["error"]
    assert rows.schema["Male"] == pl.Int8
    assert rows.schema["Male_score"] == rows.schema["Male_reliability"] == pl.Float32
    images = [decode(image["bytes"]) for image in faces.column("images", "image").drop_nulls()]
    answers = Annotator(model)(images)
    assert np.array_equal(rows["Blond_Hair_score"][:5], answers.scores[:, 2])
    assert np.array_equal(rows["Male_reliability"][:5], answers.reliability[:, 0])
    assert np.array_equal(rows["Male"][:5], answers.labels[:, 0])
    assert "no image: carl/0.png" in rows["error"][5]
    assert rows.drop("error").row(5) == (None,) * 12
    labeled = LabeledSet.load(faces, "attributes/net")
    assert labeled.attributes == CARD.names
    assert labeled.scores is not None
    shares = measure_label_frequencies(faces, "attributes/net", CARD.names)
    assert shares["Male"].positive == pytest.approx(np.mean(answers.labels[:, 0] == 1))
    assert (shares["Attractive"].positive, shares["Attractive"].undefined) == (0, 1)


def test_some_of_the_attributes(tmp_path: Path, faces: FaceSet) -> None:
    model, _, _ = write_annotator(tmp_path / "net.onnx")
    run(Annotate.of(model, faces), faces, runner=LocalRunner(1))
    some = Annotate.of(model, faces, name="some", attributes=["Blond_Hair", "Male"])
    run(some, faces, runner=LocalRunner(1))
    wanted = [f"{name}{ending}" for name in ("Blond_Hair", "Male") for ending in ("", "_score", "_reliability")]
    assert layer(faces, "some").equals(layer(faces, "net").select(*wanted, "error"))
    with pytest.raises(ConfigError, match=r"no attribute 'Mal' \(its vocabulary is 'maad47'\); did you mean 'Male'"):
        Annotate.of(model, faces, attributes=["Mal"])
    with pytest.raises(ConfigError, match="twice: Male"):
        Annotate.of(model, faces, attributes=["Male", "Male"])
    with pytest.raises(FaceSetError, match="can't be the name"):
        Annotate.of(model, faces, name="../x")


def test_what_decides_the_answers_is_in_the_settings(tmp_path: Path, faces: FaceSet) -> None:
    """A threshold that was changed in the card is another layer; a number that was measured since is not."""
    model, _, _ = write_annotator(tmp_path / "net.onnx")
    run(Annotate.of(model, faces), faces, runner=LocalRunner(1))

    def with_male(**changes: float) -> Model:
        first, *others = CARD.attributes
        changed = CARD.model_copy(update={"attributes": (first.model_copy(update=changes), *others)})
        return Model(model.card.model_copy(update={"annotator": changed}), model.path, model.sha256)

    assert run(Annotate.of(with_male(auroc=0.9), faces), faces, runner=LocalRunner(1)).made == 0
    with pytest.raises(FaceSetError, match=r"annotator.attributes.Male.positive was 0.3, is 0.4"):
        run(Annotate.of(with_male(positive=0.4), faces), faces, runner=LocalRunner(1))


def test_images_that_are_not_what_the_network_takes(tmp_path: Path, make_set: MakeSet) -> None:
    model, _, _ = write_annotator(tmp_path / "net.onnx")
    with pytest.raises(ContractError, match="not aligned"):
        Annotate.of(model, make_set({"a": 1}, name="photos", side=8))


def test_an_answer_that_is_no_number_is_an_error_of_its_row(tmp_path: Path, faces: FaceSet) -> None:
    model, _, _ = write_annotator(tmp_path / "net.onnx")
    graph = onnx.load(model.path)
    offsets = next(array for array in graph.graph.initializer if array.name == "offsets")
    offsets.CopyFrom(numpy_helper.from_array(np.array([np.nan, 0, 0, 0], dtype=np.float32), "offsets"))
    onnx.save(graph, model.path)
    summary = run(Annotate.of(model, faces), faces, runner=LocalRunner(1))
    assert summary.errors == 5
    assert "not a number" in summary.reasons[0]
    assert np.isnan(measure_label_frequencies(faces, "attributes/net", CARD.names)["Male"].positive)


def test_embeddings_are_those_of_the_right_network(tmp_path: Path, faces: FaceSet) -> None:
    embedder, _ = write_embedder(tmp_path / "linear.onnx")
    contract = EmbeddingContract(embedder="linear", sha256=embedder.sha256, dimensions=5, mirror=True)
    model, _, _ = write_annotator(tmp_path / "net.onnx", embeddings=contract)
    give(faces, np.eye(5, dtype=np.float32), name="other")
    run(Embed(embedder, name="unmirrored", mirror=False), faces, runner=LocalRunner(1))
    with pytest.raises(ContractError, match=r"has: embeddings/other \(by net\).*facegap embed .* --model linear"):
        Annotate.of(model, faces)
    run(Embed(embedder, name="right"), faces, runner=LocalRunner(1))
    stage = Annotate.of(model, faces)
    assert stage.needs == ("embeddings/right",)
    run(stage, faces, runner=LocalRunner(1))
    rows = layer(faces, "net")
    vectors, valid = faces.embeddings("right")
    assert np.array_equal(rows["Male_score"].drop_nulls(), Annotator(model)(vectors[valid]).scores[:, 0])
    assert "no embedding: no image: carl/0.png" in rows["error"][5]


def test_an_embedding_that_is_no_unit_vector_is_an_error_of_its_row(tmp_path: Path, faces: FaceSet) -> None:
    contract = EmbeddingContract(embedder="linear", sha256="0" * 64, dimensions=5, mirror=True)
    model, _, _ = write_annotator(tmp_path / "net.onnx", embeddings=contract)
    give(faces, np.diag([1, 2, 1, 1, 1]).astype(np.float32), name="long")
    run(Annotate(model, source="embeddings/long"), faces, runner=LocalRunner(1))
    assert layer(faces, "net")["error"][1] == "an embedding of length 2, where the annotator takes unit vectors"
