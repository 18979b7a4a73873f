"""The annotator of images: a small residual network, and a branch for each attribute."""

import torch
from torch import Tensor, nn

from facegap.annotate.learning.branches import Branches

_REDUCED = 32
"""Channels of the last map, which is laid flat: faces are aligned, so where something is seen says what it is."""


class ImageNetwork(nn.Module):
    """From aligned faces to logits.

    Convolutions are dense and few, since processors run those faster than the separable ones of phone networks: about
    125 million multiplications a face at the default widths.

    Args:
        attributes: how many.
        side: pixels across of a face; a multiple of 16.
        widths: channels at a half, a quarter, an eighth and a sixteenth of the side.
        blocks: residual blocks at each of the last three.
        features: length of the vector that all branches share.
        hidden: units of each branch.
        dropout: of the branches.
    """

    def __init__(
        self,
        attributes: int,
        *,
        side: int = 112,
        widths: tuple[int, int, int, int] = (24, 48, 96, 192),
        blocks: tuple[int, int, int] = (1, 1, 1),
        features: int = 256,
        hidden: int = 16,
        dropout: float = 0.5,
    ) -> None:
        super().__init__()
        stages: list[nn.Module] = [_convolution(3, widths[0])]
        for narrow, wide, count in zip(widths, widths[1:], blocks, strict=False):
            stages += [_convolution(narrow, wide), *(_Residual(wide) for _ in range(count))]
        self.maps = nn.Sequential(*stages)
        last = (side // 16) ** 2 * _REDUCED
        self.shared = nn.Sequential(
            nn.Conv2d(widths[-1], _REDUCED, 1, bias=False),
            nn.BatchNorm2d(_REDUCED),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(last, features, bias=False),
            nn.BatchNorm1d(features),
            nn.ReLU(),
        )
        self.branches = Branches(features, attributes, hidden=hidden, dropout=dropout)

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Float (n, 3, side, side), normalized, to logits and their parts as ``Branches`` gives them."""
        found: tuple[Tensor, Tensor] = self.branches(self.shared(self.maps(images)))
        return found


class _Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.first_norm = nn.BatchNorm2d(width)
        self.second = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.second_norm = nn.BatchNorm2d(width)

    def forward(self, maps: Tensor) -> Tensor:
        between = torch.relu(self.first_norm(self.first(maps)))
        return torch.relu(maps + self.second_norm(self.second(between)))


def _convolution(narrow: int, wide: int) -> nn.Sequential:
    """To maps of half the side."""
    return nn.Sequential(nn.Conv2d(narrow, wide, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(wide), nn.ReLU())
