"""A small residual network of dense convolutions, made to train on processors. Ours."""

from collections.abc import Sequence

from torch import Tensor, nn

from facegap.recognize.backbones.layers import convolution, he_normal


class Compact(nn.Module):
    """Faces (n, 3, 112, 112) to embeddings (n, dimensions) by 3×3 convolutions at 56, 28, 14 and 7 pixels.

    On a processor the depthwise convolutions of MobileFaceNet wait for memory, and IResNet's first stage works on
    112×112 pixels. Here all convolutions but the last are dense, and nothing but the image has more than 56×56 pixels.
    The pooling is MobileFaceNet's: a depthwise 7×7 convolution, which weighs the places of the face, where an average
    takes the corners for as good as the eyes (Chen et al. 2018, section 3.1). It has ReLU, not the PReLU of the others:
    with that, a step of training took 1.6 times as long.

    Args:
        widths: channels at 56, 28, 14 and 7 pixels.
        blocks: residual blocks at 28, 14 and 7 pixels.
        dimensions: of the embedding.
    """

    def __init__(self, widths: Sequence[int], blocks: Sequence[int], *, dimensions: int) -> None:
        super().__init__()
        layers: list[nn.Module] = [_rectified(3, widths[0])]
        for before, width, count in zip(widths[:-1], widths[1:], blocks, strict=True):
            layers += [_rectified(before, width), *(_Block(width) for _ in range(count))]
        self.body = nn.Sequential(*layers)
        last = widths[-1]
        self.pool = nn.Sequential(convolution(last, last, side=7, padding=0, groups=last), nn.BatchNorm2d(last))
        self.embed = nn.Sequential(convolution(last, dimensions, side=1), nn.BatchNorm2d(dimensions))
        he_normal(self)

    def forward(self, faces: Tensor) -> Tensor:
        """Faces (n, 3, 112, 112), RGB in −1…1, to embeddings (n, dimensions)."""
        return self.embed(self.pool(self.body(faces))).flatten(1)


class _Block(nn.Module):
    """The basic block of He et al. 2016: the input plus two convolutions of it, rectified."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.change = nn.Sequential(
            convolution(width, width),
            nn.BatchNorm2d(width),
            nn.ReLU(inplace=True),
            convolution(width, width),
            nn.BatchNorm2d(width),
        )
        self.rectify = nn.ReLU(inplace=True)

    def forward(self, features: Tensor) -> Tensor:
        return self.rectify(self.change(features) + features)


def _rectified(before: int, width: int) -> nn.Sequential:
    return nn.Sequential(convolution(before, width, stride=2), nn.BatchNorm2d(width), nn.ReLU(inplace=True))
