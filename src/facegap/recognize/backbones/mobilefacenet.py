"""MobileFaceNet, the small network for phones."""

from torch import Tensor, nn

from facegap.recognize.backbones.layers import convolution, he_normal

_BOTTLENECKS = (
    # times wider within, channels, how many, stride of the first
    (2, 64, 5, 2),
    (4, 128, 1, 2),
    (2, 128, 6, 1),
    (4, 128, 1, 2),
    (2, 128, 2, 1),
)
_LAST = 512
"""Channels before the pooling."""


class MobileFaceNet(nn.Module):
    """Faces (n, 3, 112, 112) to embeddings (n, dimensions), as in table 1 of Chen et al. 2018.

    Args:
        dimensions: of the embedding; the paper's are 128.
    """

    def __init__(self, *, dimensions: int = 128) -> None:
        super().__init__()
        width = _BOTTLENECKS[0][1]
        layers: list[nn.Module] = [
            *_activated(convolution(3, width, stride=2)),
            *_activated(convolution(width, width, groups=width)),
        ]
        for times, channels, count, stride in _BOTTLENECKS:
            for number in range(count):
                layers.append(_Bottleneck(width, channels, within=times * width, stride=1 if number else stride))
                width = channels
        self.body = nn.Sequential(*layers, *_activated(convolution(width, _LAST, side=1)))
        # Both without an activation: the pooling weighs each place of each channel by itself.
        self.pool = nn.Sequential(convolution(_LAST, _LAST, side=7, padding=0, groups=_LAST), nn.BatchNorm2d(_LAST))
        self.embed = nn.Sequential(convolution(_LAST, dimensions, side=1), nn.BatchNorm2d(dimensions))
        he_normal(self)

    def forward(self, faces: Tensor) -> Tensor:
        """Faces (n, 3, 112, 112), RGB in −1…1, to embeddings (n, dimensions)."""
        return self.embed(self.pool(self.body(faces))).flatten(1)


class _Bottleneck(nn.Module):
    """MobileNetV2's inverted residual (Sandler et al. 2018): wider, depthwise, narrower; skipped if nothing changes."""

    def __init__(self, before: int, width: int, *, within: int, stride: int) -> None:
        super().__init__()
        self.change = nn.Sequential(
            *_activated(convolution(before, within, side=1)),
            *_activated(convolution(within, within, stride=stride, groups=within)),
            convolution(within, width, side=1),
            nn.BatchNorm2d(width),
        )
        self.skipped = stride == 1 and before == width

    def forward(self, features: Tensor) -> Tensor:
        changed: Tensor = self.change(features)
        return changed + features if self.skipped else changed


def _activated(layer: nn.Conv2d) -> tuple[nn.Module, ...]:
    return layer, nn.BatchNorm2d(layer.out_channels), nn.PReLU(layer.out_channels)
