from pathlib import Path

import numpy as np
import onnx
import pytest
from tests.conftest import MakeSet, picture, write_embedder

from facegap.base.errors import ConfigError, ContractError, ModelError
from facegap.base.worker import Worker
from facegap.models import Embedder, Features, check_contract, find_model


def by_hand(face: np.ndarray, weights: np.ndarray, *, bgr: bool) -> np.ndarray:
    """The card's contract written out: (pixel / 255 - mean) / std in the card's order of channels."""
    channels = face[..., ::-1] if bgr else face
    values = (channels.astype(np.float64) / 255 - [0.1, 0.2, 0.3]) / [0.5, 0.25, 1.0]
    return values.transpose(2, 0, 1).reshape(-1) @ weights


@pytest.mark.parametrize("color", ["RGB", "BGR"])
@pytest.mark.parametrize("batch", [None, 1, 4])
def test_embeds_within_the_contract(color: str, batch: int | None, tmp_path: Path) -> None:
    model, weights = write_embedder(tmp_path / "net.onnx", color=color, batch=batch)
    faces = [picture(seed, side=8) for seed in range(6)]
    expected = [by_hand(face, weights, bgr=color == "BGR") for face in faces]
    assert np.allclose(Embedder(model)(faces), expected, atol=1e-4)


@pytest.mark.parametrize("batch", [None, 1, 4])
def test_an_embedding_does_not_depend_on_its_company(batch: int | None, tmp_path: Path) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx", batch=batch)
    embed = Embedder(model)
    faces = [picture(seed, side=8) for seed in range(7)]
    assert np.array_equal(embed(faces), np.concatenate([embed([face]) for face in faces]))


@pytest.mark.parametrize("batch", [2, 8, 32])
def test_the_batch_changes_an_embedding_by_rounding_only(batch: int) -> None:
    """Of the network that comes with the package: bit for bit independent of its company, whatever the batch."""
    model = find_model("face-render", role="embedder")
    faces = [picture(seed, side=112) for seed in range(9)]
    embed = Embedder(model, worker=Worker(batch=batch))
    together = embed(faces)
    assert np.allclose(together, Embedder(model)(faces), rtol=1e-4, atol=1e-4)
    assert np.array_equal(together[:1], embed(faces[:1]))


def test_a_gpu_that_is_not_there_is_an_error_and_no_silent_fallback(tmp_path: Path) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx")
    with pytest.raises(ConfigError, match="--device cuda:7: ONNX Runtime"):
        Embedder(model, worker=Worker("cuda:7"))


def test_faces_of_another_shape_or_type_are_refused(tmp_path: Path) -> None:
    embed = Embedder(write_embedder(tmp_path / "net.onnx")[0])
    with pytest.raises(ContractError, match=r"\(9, 9, 3\)"):
        embed([picture(0, side=9)])
    with pytest.raises(ContractError, match="float64"):
        embed([picture(0, side=8).astype(float)])


@pytest.mark.parametrize("wrong", [{"batch": 2}, {"width": 9}, {"batch": None}])
def test_a_card_that_does_not_fit_its_network_is_an_error(wrong: dict, tmp_path: Path) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx")
    card = model.card.model_copy(update={"input": model.card.input.model_copy(update=wrong)})
    with pytest.raises(ModelError, match="correct the card"):
        Embedder(type(model)(card, model.path, model.sha256))


def test_a_file_that_is_no_network(tmp_path: Path) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx")
    model.path.write_bytes(b"nothing")
    with pytest.raises(ModelError, match="can't load it"):
        Embedder(model)


def test_unaligned_or_wrongly_sized_images_break_the_contract(tmp_path: Path, make_set: MakeSet) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx")
    with pytest.raises(ContractError, match=r"photographs that are not aligned.*--align"):
        check_contract(make_set({"a": 1}, name="photos", side=8), model.card)
    with pytest.raises(ContractError, match="24×24"):
        check_contract(make_set({"a": 1}, name="large", alignment="arcface-112"), model.card)
    check_contract(make_set({"a": 1}, name="right", side=8, alignment="arcface-112"), model.card)


@pytest.mark.parametrize("batch", [None, 1, 4])
def test_features_are_a_layer_within_with_maps_averaged(batch: int | None, tmp_path: Path) -> None:
    model, weights = write_embedder(tmp_path / "net.onnx", batch=batch)
    faces = [picture(seed, side=8) for seed in range(5)]
    maps = [(face / 255 - [0.1, 0.2, 0.3]) / [0.5, 0.25, 1.0] for face in faces]
    found = Embedder(model, Features(output="maps", dimensions=3))(faces)
    assert np.allclose(found, [each.mean(axis=(0, 1)) for each in maps], atol=1e-4)
    flat = Embedder(model, Features(output="flat", dimensions=192))(faces)
    assert np.allclose(flat @ weights, Embedder(model)(faces), atol=1e-4)
    with pytest.raises(ModelError, match=r"'maps' has the shape .* its card says 5 dimensions"):
        Embedder(model, Features(output="maps", dimensions=5))(faces)
    with pytest.raises(ModelError, match="can't load it with the output 'nothing'"):
        Embedder(model, Features(output="nothing", dimensions=3))
    with pytest.raises(ModelError, match="names no layer before the embedding"):
        _ = model.card.inner


def test_a_network_with_a_long_name_within(tmp_path: Path) -> None:
    """Lengths over 127 take two bytes in ONNX's format."""
    model, _ = write_embedder(tmp_path / "net.onnx")
    long = "within/" * 40
    network = onnx.load(model.path)
    network.graph.node[0].output[0] = network.graph.node[1].input[0] = long
    onnx.save(network, model.path)
    assert Embedder(model, Features(output=long, dimensions=3))([picture(0, side=8)]).shape == (1, 3)
