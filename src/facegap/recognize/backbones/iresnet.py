"""The residual network of the field: InsightFace's IResNet, and AdaFace's variant of it."""

from collections.abc import Sequence

from torch import Tensor, nn

from facegap.recognize.backbones.layers import convolution, he_normal

WIDTHS = (64, 128, 256, 512)
"""Channels of the four stages, at 56, 28, 14 and 7 pixels."""

BLOCKS = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 14, 3), 100: (3, 13, 30, 3)}
"""Blocks of the four stages by depth, as in InsightFace's arcface_torch and in AdaFace."""

_SPREAD = 0.1
"""Standard deviation of convolutions' first weights in InsightFace's arcface_torch; its linear layer has PyTorch's."""


class IResNet(nn.Module):
    """Faces (n, 3, 112, 112) to embeddings (n, dimensions).

    Args:
        blocks: of each of the four stages, see ``BLOCKS``.
        dimensions: of the embedding.
        dropout: share of the last map's values that training leaves out. InsightFace has none for large sets; AdaFace
            and the first ArcFace 0.4.
        adaface: AdaFace's variant. A stage that does not change the channels skips its first block by taking every
            second pixel, where InsightFace has a 1×1 convolution; the embedding's normalization has no shift; and first
            weights are He et al.'s, as in its code.
    """

    def __init__(
        self, blocks: Sequence[int], *, dimensions: int = 512, dropout: float = 0.0, adaface: bool = False
    ) -> None:
        super().__init__()
        self.stem = nn.Sequential(convolution(3, WIDTHS[0]), nn.BatchNorm2d(WIDTHS[0]), nn.PReLU(WIDTHS[0]))
        self.stages = nn.Sequential(
            *(
                _stage(before, width, count, adaface=adaface)
                for before, width, count in zip((WIDTHS[0], *WIDTHS[:-1]), WIDTHS, blocks, strict=True)
            )
        )
        self.last_norm = nn.BatchNorm2d(WIDTHS[-1])
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.Linear(WIDTHS[-1] * 7 * 7, dimensions)
        self.embedding_norm = nn.BatchNorm1d(dimensions, affine=not adaface)
        if adaface:
            he_normal(self)
            return
        # The length of the embedding is the margin head's business, not that of a weight for each dimension.
        self.embedding_norm.weight.requires_grad = False
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.normal_(module.weight, 0.0, _SPREAD)

    def forward(self, faces: Tensor) -> Tensor:
        """Faces (n, 3, 112, 112), RGB in −1…1, to embeddings (n, dimensions)."""
        features = self.last_norm(self.stages(self.stem(faces)))
        return self.embedding_norm(self.linear(self.dropout(features.flatten(1))))


class IResNetBlock(nn.Module):
    """The improved residual block: BN, convolution, BN, PReLU, strided convolution, BN; nothing after the sum.

    Args:
        before: channels of the input.
        width: channels of the output.
        stride: of the second convolution and of the way around.
        pick: whether the way around takes every ``stride``-th pixel where channels stay; else it is a 1×1 convolution
            wherever the stride or the channels change.
    """

    def __init__(self, before: int, width: int, *, stride: int, pick: bool) -> None:
        super().__init__()
        self.change = nn.Sequential(
            nn.BatchNorm2d(before),
            convolution(before, width),
            nn.BatchNorm2d(width),
            nn.PReLU(width),
            convolution(width, width, stride=stride),
            nn.BatchNorm2d(width),
        )
        self.around: nn.Module
        if before == width and (stride == 1 or pick):
            self.around = nn.Identity() if stride == 1 else nn.MaxPool2d(1, stride)
        else:
            self.around = nn.Sequential(convolution(before, width, side=1, stride=stride), nn.BatchNorm2d(width))

    def forward(self, features: Tensor) -> Tensor:
        return self.change(features) + self.around(features)


def _stage(before: int, width: int, count: int, *, adaface: bool) -> nn.Sequential:
    return nn.Sequential(
        IResNetBlock(before, width, stride=2, pick=adaface),
        *(IResNetBlock(width, width, stride=1, pick=adaface) for _ in range(count - 1)),
    )
