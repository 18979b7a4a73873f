from pathlib import Path

import numpy as np
import onnx
import pytest
from tests.annotators import CARD, by_hand, model_card, write_annotator
from tests.conftest import picture, write_embedder

from facegap.annotate.network import Annotator
from facegap.base.errors import ContractError, ModelError
from facegap.models import EmbeddingContract, Model, ModelCard, find_model, packaged_cards


def values(face: np.ndarray) -> np.ndarray:
    return (face.astype(np.float64) / 255 - 0.5).transpose(2, 0, 1).reshape(-1)


@pytest.mark.parametrize("members", [None, 1, 3])
def test_answers_are_what_the_card_says(members: int | None, tmp_path: Path) -> None:
    """Against a loop over members and passes; an ensemble's members share the passes."""
    model, weights, offsets = write_annotator(tmp_path / "net.onnx", members=members)
    faces = [picture(seed, side=8) for seed in range(40)]
    answers = Annotator(model)(faces)
    expected = [by_hand(values(face), weights, offsets) for face in faces]
    for found, number in ((answers.scores, 0), (answers.reliability, 1), (answers.labels, 2)):
        assert np.allclose(found, [one[number] for one in expected], atol=1e-5)
    assert (answers.scores.dtype, answers.reliability.dtype, answers.labels.dtype) == (np.float32, np.float32, np.int8)
    # Black_Hair is never denied, Blond_Hair never affirmed, Attractive never answered.
    assert [set(column) for column in answers.labels.T] == [{-1, 0, 1}, {0, 1}, {-1, 0}, {0}]


def test_a_network_without_dropout_is_as_reliable_as_it_is_sure(tmp_path: Path) -> None:
    card = CARD.model_copy(update={"dropout": 0.0})
    model, _, _ = write_annotator(tmp_path / "net.onnx", card=card)
    answers = Annotator(model)([picture(seed, side=8) for seed in range(9)])
    assert np.allclose(answers.reliability, np.maximum(answers.scores, 1 - answers.scores), atol=1e-5)


def test_an_answer_does_not_depend_on_its_company(tmp_path: Path) -> None:
    annotator = Annotator(write_annotator(tmp_path / "net.onnx")[0])
    faces = [picture(seed, side=8) for seed in range(11)]
    together, alone = annotator(faces), [annotator([face]) for face in faces]
    for kind in ("scores", "reliability", "labels"):
        assert np.array_equal(getattr(together, kind), np.concatenate([getattr(one, kind) for one in alone]))


def test_answers_from_embeddings(tmp_path: Path) -> None:
    contract = EmbeddingContract(embedder="linear", sha256="0" * 64, dimensions=5, mirror=True)
    model, weights, offsets = write_annotator(tmp_path / "net.onnx", embeddings=contract)
    vectors = np.random.default_rng(1).standard_normal((10, 5)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    answers = Annotator(model)(vectors)
    assert np.allclose(answers.reliability, [by_hand(vector, weights, offsets)[1] for vector in vectors], atol=1e-5)
    with pytest.raises(ContractError, match=r"float32 \(4,\), where the annotator takes float32 \(5,\)"):
        Annotator(model)(vectors[:, :4])


def test_a_face_of_another_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"\(9, 9, 3\)"):
        Annotator(write_annotator(tmp_path / "net.onnx")[0])([picture(0, side=9)])


def test_a_card_that_does_not_fit_its_network_is_an_error(tmp_path: Path) -> None:
    model, _, _ = write_annotator(tmp_path / "net.onnx")
    fewer = CARD.model_copy(update={"attributes": CARD.attributes[:3]})
    with pytest.raises(ModelError, match=r"its card has 3 attributes.*logits \[n, 3\]"):
        Annotator(Model(model_card(fewer, model.path), model.path, model.sha256))
    embedder, _ = write_embedder(tmp_path / "embedder.onnx", batch=None)
    with pytest.raises(ModelError, match="is no annotator"):
        Annotator(embedder)
    with pytest.raises(ModelError, match="should give logits"):
        Annotator(Model(model_card(CARD, embedder.path), embedder.path, embedder.sha256))
    contract = EmbeddingContract(embedder="linear", sha256="0" * 64, dimensions=5, mirror=True)
    with pytest.raises(ModelError, match="its card says embeddings of 5"):
        Annotator(Model(model_card(CARD, model.path, contract), model.path, model.sha256))


def test_a_network_for_a_fixed_number_of_faces_is_refused(tmp_path: Path) -> None:
    model, _, _ = write_annotator(tmp_path / "net.onnx")
    graph = onnx.load(model.path)
    graph.graph.input[0].type.tensor_type.shape.dim[0].dim_value = 1
    onnx.save(graph, model.path)
    with pytest.raises(ModelError, match="export it for any number of faces"):
        Annotator(model)


@pytest.mark.parametrize("card", [card for card in packaged_cards() if card.annotator], ids=lambda card: card.name)
def test_an_annotator_that_comes_with_facegap(card: ModelCard) -> None:
    """Small, described, with a known hash, and of answers that don't depend on their company."""
    model = find_model(card.name, role="annotator")
    assert model.path.stat().st_size <= 6_000_000
    assert card.sha256 == model.sha256
    assert card.answers.limits
    annotator = Annotator(model)
    faces = [picture(seed, side=112) for seed in range(11)]
    together, alone = annotator(faces), [annotator([face]) for face in faces]
    assert np.array_equal(together.scores, np.concatenate([one.scores for one in alone]))
    assert np.array_equal(together.reliability, np.concatenate([one.reliability for one in alone]))
