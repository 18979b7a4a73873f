"""What holds for every backbone by name."""

import logging
import re
import warnings
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from facegap.base.errors import ConfigError
from facegap.recognize.backbones.registry import Backbone, backbones, make_backbone
from facegap.recognize.backbones.vit import VisionTransformer

_ALL = list(backbones().values())
# The others are the same networks, deeper; the vision transformer's depth is cut instead.
_RUN = [card.name for card in _ALL if card.multiplications < 3e9]
_EXPORTED = [card.name for card in _ALL if card.multiplications < 2.5e8]


@pytest.mark.parametrize("card", _ALL, ids=lambda card: card.name)
def test_is_as_its_card_says(card: Backbone) -> None:
    with torch.device("meta"):
        network = card.make().eval()
        faces = torch.empty(2, 3, card.side, card.side)
    with FlopCounterMode(display=False) as counter:
        embeddings = network(faces)
    assert embeddings.shape == (2, card.dimensions)
    assert sum(each.numel() for each in network.parameters() if each.requires_grad) == card.parameters
    # Two faces, and a multiplication comes with an addition.
    assert counter.get_total_flops() == 4 * card.multiplications


@pytest.mark.parametrize(
    ("name", "gigas"),
    [
        # As the README of InsightFace's arcface_torch has them ("FLOPs", which are multiplications there).
        ("iresnet18", 2.6),
        ("iresnet50", 6.3),
        ("iresnet100", 12.1),
        ("vit-s", 5.7),
        ("vit-b", 11.4),
    ],
)
def test_is_as_large_as_published(name: str, gigas: float) -> None:
    assert backbones()[name].multiplications / 1e9 == pytest.approx(gigas, abs=0.05)


def test_mobilefacenet_has_a_million_parameters() -> None:
    # Chen et al. 2018 have 0.99 million.
    assert backbones()["mobilefacenet"].parameters == pytest.approx(0.99e6, rel=0.015)


def test_the_documentation_lists_all() -> None:
    text = (Path(__file__).parents[3] / "docs/recognizers.md").read_text(encoding="utf-8")
    section = text.partition("\n## Backbones\n")[2].partition("\n## ")[0]
    first_cells = re.findall(r"^\|(.+?)\|", section, flags=re.MULTILINE)
    missing = [name for name in backbones() if not any(f"`{name}`" in cell for cell in first_cells)]
    assert not missing, f"add a row for {missing} to the table of backbones in docs/recognizers.md"


def test_says_which_there_are() -> None:
    expected = r"unknown backbone 'iresnet49'; did you mean 'iresnet34'\? known: adaface-ir101, "
    with pytest.raises(ConfigError, match=expected):
        make_backbone("iresnet49", seed=1)


@pytest.mark.parametrize("name", _RUN)
def test_first_weights_depend_on_the_seed_alone(name: str) -> None:
    torch.manual_seed(5)
    before = torch.random.get_rng_state()
    first = make_backbone(name, seed=3)
    assert torch.equal(torch.random.get_rng_state(), before)
    torch.manual_seed(6)
    same, other = make_backbone(name, seed=3), make_backbone(name, seed=4)
    layers = [layer for layer, module in first.named_modules() if isinstance(module, (nn.Conv2d, nn.Linear))]
    for layer in layers:
        weights = [network.get_submodule(layer).weight for network in (first, same, other)]
        assert torch.equal(weights[0], weights[1])
        assert not torch.equal(weights[0], weights[2])


@pytest.mark.parametrize("name", [*_RUN, "vision transformer"])
def test_an_embedding_is_that_of_its_face_alone(name: str) -> None:
    network, faces = _settled(name)
    with torch.no_grad():
        together = network(faces)
        alone = torch.cat([network(face[None]) for face in faces])
        laid_out = network.to(memory_format=torch.channels_last)(faces.contiguous(memory_format=torch.channels_last))
    assert together.std(dim=0).min() > 0.0
    # Of numbers about 1 after some twenty normalizations: rounding, where another face would change everything.
    torch.testing.assert_close(alone, together, rtol=0.0, atol=2e-3)
    torch.testing.assert_close(laid_out, together, rtol=0.0, atol=2e-3)


@pytest.mark.parametrize("name", [*_RUN, "vision transformer"])
def test_gradient_reaches_every_parameter(name: str) -> None:
    network, faces = _settled(name)
    network.train()
    embeddings = network(faces)
    (embeddings * torch.randn(embeddings.shape, generator=_generator())).sum().backward()
    for parameter, values in network.named_parameters():
        if values.requires_grad:
            assert values.grad is not None, parameter
            assert values.grad.isfinite().all(), parameter
            assert values.grad.abs().max() > 0.0, parameter
    kept_still = [parameter for parameter, values in network.named_parameters() if not values.requires_grad]
    assert kept_still == (["embedding_norm.weight"] if name.startswith("iresnet") else [])


@pytest.mark.parametrize("name", _EXPORTED)
def test_gives_the_same_as_onnx(name: str, tmp_path: Path) -> None:
    network, faces = _settled(name)
    path = tmp_path / "network.onnx"
    log = logging.getLogger("torch.onnx")
    level = log.level
    log.setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (faces[:2],),
            str(path),
            input_names=["faces"],
            dynamic_shapes=({0: torch.export.Dim("n", min=1)},),
            opset_version=18,
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    log.setLevel(level)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    with torch.no_grad():
        wanted = network(faces).numpy()
    for count in (1, len(faces)):
        (found,) = session.run(None, {"faces": faces[:count].numpy()})
        np.testing.assert_allclose(found, wanted[:count], rtol=1e-4, atol=1e-4)


def _settled(name: str) -> tuple[nn.Module, Tensor]:
    """A network whose running means are those of the four faces with it, in evaluation mode."""
    network = VisionTransformer(1) if name == "vision transformer" else make_backbone(name, seed=2)
    # Coarse, so that they differ by more than rounding after all normalizations.
    coarse = torch.rand((4, 3, 8, 8), generator=_generator()) * 2.0 - 1.0
    faces = nn.functional.interpolate(coarse, (112, 112), mode="bilinear")
    norms = [module for module in network.modules() if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d))]
    for norm in norms:
        norm.momentum = 1.0
    with torch.no_grad():
        network.train()(faces)
    return network.eval(), faces


def _generator() -> torch.Generator:
    return torch.Generator().manual_seed(1)
