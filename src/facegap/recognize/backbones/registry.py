"""The backbones by name."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

from facegap.base.errors import ConfigError
from facegap.base.suggestions import unknown
from facegap.recognize.backbones.compact import Compact
from facegap.recognize.backbones.iresnet import BLOCKS, IResNet
from facegap.recognize.backbones.mobilefacenet import MobileFaceNet
from facegap.recognize.backbones.vit import VisionTransformer


@dataclass(frozen=True)
class Backbone:
    """The card of a backbone: a network from faces to embeddings.

    Attributes:
        name: A configuration asks for it by this name, as ``backbone.name``.
        summary: What it is, in a line.
        source: The paper or code that it comes from.
        parameters: Training changes so many numbers.
        multiplications: One face takes so many on its way to the embedding, in convolutions, linear layers, attention.
        make: Makes a new one, whose first weights come from PyTorch's generator.
        dimensions: The embedding has so many numbers.
        side: The faces that it takes have so many pixels across and down.
    """

    name: str
    summary: str
    source: str
    parameters: int
    multiplications: int
    make: Callable[[], nn.Module]
    dimensions: int = 512
    side: int = 112


def make_backbone(name: str, *, seed: int) -> nn.Module:
    """Make a new backbone with random weights.

    >>> network = make_backbone("compact-24", seed=0).eval()
    >>> network(torch.zeros(2, 3, 112, 112)).shape
    torch.Size([2, 256])
    >>> make_backbone("iresnet-50", seed=0)
    Traceback (most recent call last):
    facegap.base.errors.ConfigError: unknown backbone 'iresnet-50'; did you mean 'iresnet50'? known: ...

    Args:
        name: The name of one of ``backbones()``.
        seed: The first weights depend on it alone.

    Returns:
        A network from faces, float (n, 3, side, side), RGB in −1…1, to embeddings, float (n, dimensions), which are
        not normalized.

    Raises:
        ConfigError: There is none of this name; the message names the nearest that there is.
    """
    cards = backbones()
    if name not in cards:
        raise ConfigError(unknown(name, cards, "backbone", listed=True))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return cards[name].make()


def backbones() -> dict[str, Backbone]:
    """Give the cards of all backbones by name.

    >>> backbones()["iresnet50"].parameters
    43590336
    """
    return {card.name: card for card in _CARDS}


_ARCFACE = "Deng et al. 2019 (ArcFace); InsightFace, arcface_torch"
_ADAFACE = "Kim et al. 2022 (AdaFace)"


def iresnet_name(depth: int) -> str:
    """What InsightFace's residual network of a depth is called here."""
    return f"iresnet{depth}"


def adaface_name(depth: int) -> str:
    """What AdaFace's variant is called; it counts the deepest one's layers as 101, and means the same blocks."""
    return f"adaface-ir{101 if depth == 100 else depth}"


def _iresnet(depth: int, *, parameters: int, multiplications: int) -> Backbone:
    return Backbone(
        name=iresnet_name(depth),
        summary=f"improved residual network of {depth} layers",
        source=_ARCFACE,
        parameters=parameters,
        multiplications=multiplications,
        make=lambda: IResNet(BLOCKS[depth]),
    )


def _adaface(depth: int, *, parameters: int, multiplications: int) -> Backbone:
    return Backbone(
        name=adaface_name(depth),
        summary=f"AdaFace's variant of {iresnet_name(depth)}",
        source=_ADAFACE,
        parameters=parameters,
        multiplications=multiplications,
        make=lambda: IResNet(BLOCKS[depth], dropout=0.4, adaface=True),
    )


def _vit(name: str, depth: int, *, parameters: int, multiplications: int) -> Backbone:
    return Backbone(
        name=name,
        summary=f"vision transformer of {depth} blocks, 144 tokens of 9×9 pixels",
        source="Dosovitskiy et al. 2021; InsightFace, arcface_torch",
        parameters=parameters,
        multiplications=multiplications,
        make=lambda: VisionTransformer(depth),
    )


_CARDS = (
    Backbone(
        name="compact-24",
        summary="dense small residual network for training on processors",
        source="ours",
        dimensions=256,
        parameters=1_150_808,
        multiplications=124_018_368,
        make=lambda: Compact((24, 48, 96, 192), (1, 1, 1), dimensions=256),
    ),
    Backbone(
        name="compact-32",
        summary="the same, wider and one block deeper",
        source="ours",
        dimensions=256,
        parameters=3_198_752,
        multiplications=277_350_656,
        make=lambda: Compact((32, 64, 128, 256), (1, 1, 2), dimensions=256),
    ),
    Backbone(
        name="mobilefacenet",
        summary="small network of depthwise convolutions for phones",
        source="Chen et al. 2018 (MobileFaceNets), table 1",
        dimensions=128,
        parameters=1_003_136,
        multiplications=220_965_376,
        make=MobileFaceNet,
    ),
    _iresnet(18, parameters=24_025_088, multiplications=2_609_954_816),
    _iresnet(34, parameters=34_138_816, multiplications=4_459_642_880),
    _iresnet(50, parameters=43_590_336, multiplications=6_309_330_944),
    _iresnet(100, parameters=65_155_648, multiplications=12_089_606_144),
    _adaface(18, parameters=24_020_352, multiplications=2_597_109_760),
    _adaface(34, parameters=34_134_080, multiplications=4_446_797_824),
    _adaface(50, parameters=43_585_600, multiplications=6_296_485_888),
    _adaface(100, parameters=65_150_912, multiplications=12_076_761_088),
    _vit("vit-s", 12, parameters=76_022_784, multiplications=5_746_548_736),
    _vit("vit-b", 24, parameters=113_832_960, multiplications=11_437_170_688),
)
