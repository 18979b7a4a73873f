import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch
from tests.recognize.backbones.foreign_networks import (
    Weights,
    adaface_embeddings,
    adaface_weights,
    insightface_embeddings,
    insightface_weights,
)
from torch import Tensor, nn

from facegap.base.errors import ModelError
from facegap.recognize.backbones.published import load_published
from facegap.recognize.backbones.registry import make_backbone


@pytest.fixture(scope="module")
def insightface() -> Weights:
    torch.manual_seed(1)
    return insightface_weights()


@pytest.fixture(scope="module")
def adaface() -> Weights:
    torch.manual_seed(2)
    return adaface_weights()


def test_insightface_gives_its_own_embeddings(insightface: Weights, tmp_path: Path) -> None:
    torch.save({f"module.{name}": tensor for name, tensor in insightface.items()}, tmp_path / "backbone.pth")
    found = load_published(tmp_path / "backbone.pth")
    assert (found.name, found.publisher) == ("iresnet18", "InsightFace")
    faces = _faces()
    _same(found.network, faces, insightface_embeddings(insightface, faces))


def test_adaface_gives_its_own_embeddings_of_turned_colors(
    adaface: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "adaface_ir18.ckpt"
    _save_as_lightning(adaface, path, monkeypatch)
    found = load_published(path)
    assert (found.name, found.publisher) == ("adaface-ir18", "AdaFace")
    faces = _faces()
    _same(found.network, faces, adaface_embeddings(adaface, faces.flip(1)))


def test_can_be_trained_on_like_a_new_one(insightface: Weights, tmp_path: Path) -> None:
    torch.save(_hollow(insightface), tmp_path / "backbone.pth")
    loaded, new = load_published(tmp_path / "backbone.pth").network, make_backbone("iresnet18", seed=1)
    learned = [[(name, p.requires_grad) for name, p in network.named_parameters()] for network in (loaded, new)]
    assert learned[0] == learned[1]
    assert not loaded.training


def test_half_precision_is_read_as_single(adaface: Weights, tmp_path: Path) -> None:
    halved = {name: tensor.half() if tensor.is_floating_point() else tensor for name, tensor in adaface.items()}
    torch.save(_hollow(halved), tmp_path / "half.ckpt")
    network = load_published(tmp_path / "half.ckpt").network
    assert {p.dtype for p in network.parameters()} == {torch.float32}


def _without_a_key(weights: Weights) -> None:
    del weights["layer3.1.bn2.running_var"]


def _with_one_more(weights: Weights) -> None:
    weights["layer3.1.se.fc1.weight"] = torch.zeros(1)


def _of_another_shape(weights: Weights) -> None:
    weights["fc.weight"] = torch.zeros(()).expand(256, 25088)


def _of_another_depth(weights: Weights) -> None:
    weights["layer3.2.bn1.weight"] = torch.zeros(1)


def _without_a_block(weights: Weights) -> None:
    for name in [name for name in weights if name.startswith("layer")]:
        del weights[name]


def _of_another_network(weights: Weights) -> None:
    weights["layers.0.weight"] = weights.pop("conv1.weight")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_without_a_key, r"looks like iresnet18.*missing: stages\.2\.1\.change\.2\.running_var$"),
        (_with_one_more, r"left over: layer3\.1\.se\.fc1\.weight$"),
        (_of_another_shape, r"another shape: fc\.weight \(256, 25088\) for \(512, 25088\)$"),
        (_of_another_depth, r"has \[2, 2, 3, 2\] blocks; there are backbones for \[2, 2, 2, 2\] \(depth 18\), "),
        (_without_a_block, r"has \[0, 0, 0, 0\] blocks"),
        (_of_another_network, r"neither an IResNet of InsightFace.*; its names are bn1\.weight, .* and \d+ more"),
    ],
)
def test_says_what_is_wrong_with_the_tensors(
    spoil: Callable[[Weights], None], said: str, insightface: Weights, tmp_path: Path
) -> None:
    weights = _hollow(insightface)
    spoil(weights)
    torch.save(weights, tmp_path / "backbone.pth")
    with pytest.raises(ModelError, match=said):
        load_published(tmp_path / "backbone.pth")


def test_runs_no_code_from_the_file(insightface: Weights, tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
            return os.system, (f"touch {tmp_path / 'sprung'}",)

    torch.save({"state_dict": _hollow(insightface), "callbacks": Trap()}, tmp_path / "trap.ckpt")
    with pytest.raises(ModelError, match=r"more than tensors: posix\.system, which may run code"):
        load_published(tmp_path / "trap.ckpt")
    assert not (tmp_path / "sprung").exists()
    torch.save(nn.Linear(2, 2), tmp_path / "whole.pth")
    with pytest.raises(ModelError, match=r"more than tensors: torch\.nn\.modules\.linear\.Linear, "):
        load_published(tmp_path / "whole.pth")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no checkpoint"),
        (b"", "is no checkpoint of PyTorch, or cut off"),
        (b"<html>quota exceeded</html>", "is no checkpoint of PyTorch, or cut off"),
        ({"state_dict": {}}, "holds no state dict"),
        ([torch.zeros(1)], "holds no state dict"),
        ({"epoch": 3}, "holds no state dict"),
    ],
)
def test_says_what_is_no_checkpoint(content: Any, said: str, tmp_path: Path) -> None:
    path = tmp_path / "file.pth"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        torch.save(content, path)
    with pytest.raises(ModelError, match=said):
        load_published(path)


def test_a_cut_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "cut.pth"
    torch.save({"conv1.weight": torch.zeros(10_000)}, path)
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(ModelError, match=r"cut\.pth is no checkpoint of PyTorch, or cut off"):
        load_published(path)


def _save_as_lightning(weights: Weights, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Lightning 1.4 does: with the class of a callback as a key, and hyperparameters in a dictionary of its own."""
    with monkeypatch.context() as patch:
        made = {}
        for place, name, base in (
            ("pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint", object),
            ("pytorch_lightning.utilities.parsing", "AttributeDict", dict),
        ):
            parts = place.split(".")
            for end in range(1, len(parts) + 1):
                patch.setitem(sys.modules, ".".join(parts[:end]), ModuleType(".".join(parts[:end])))
            made[name] = type(name, (base,), {"__module__": place})
            setattr(sys.modules[place], name, made[name])
        content = {
            "epoch": 24,
            "state_dict": weights,
            "callbacks": {made["ModelCheckpoint"]: {"best_model_score": torch.tensor(0.97)}},
            "hyper_parameters": made["AttributeDict"](arch="ir_18"),
        }
        torch.save(content, path)


def _hollow(weights: Weights) -> Weights:
    """The same names, shapes and types in a small file."""
    return {name: torch.zeros((), dtype=one.dtype).expand(one.shape) for name, one in weights.items()}


def _faces() -> Tensor:
    return torch.rand((2, 3, 112, 112), generator=torch.Generator().manual_seed(3)) * 2.0 - 1.0


def _same(network: Any, faces: Tensor, wanted: Tensor) -> None:
    with torch.no_grad():
        found = network(faces)
    assert wanted.std() > 0.1
    torch.testing.assert_close(found, wanted, rtol=1e-3, atol=1e-4 * float(wanted.abs().max()))
