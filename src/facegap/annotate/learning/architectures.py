"""The networks of annotators: over images or over embeddings, with a branch for each attribute; and ensembles of them.

All return logits, float32 (n, attributes), and parts, float32 (n, attributes, hidden), which sum to the logits but for
an offset.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

_LAST_CHANNELS = 32
"""Channels of the last map, which is flattened: faces are aligned, so where something is seen says what it is."""


class Branches(nn.Module):
    """The last layers of every annotator: for each attribute a small hidden layer with dropout, and a linear one.

    There is no dropout before these layers except in training, so that stochastic passes differ in the last product
    only (Terhörst et al., 2020, have dropout in every layer of a branch).

    Args:
        features: The length of the vector that comes in.
        attributes: The number of branches, A.
        hidden: The number of hidden units of each branch, H.
        dropout: The probability that a hidden unit is left out, in training and in stochastic passes.
    """

    def __init__(self, features: int, attributes: int, *, hidden: int, dropout: float) -> None:
        super().__init__()
        self.shape = (attributes, hidden)
        self.spread = nn.Linear(features, attributes * hidden, bias=False)
        self.norm = nn.BatchNorm1d(attributes * hidden)
        self.dropout = nn.Dropout(dropout)
        self.weight = nn.Parameter(torch.randn(attributes, hidden) / hidden**0.5)
        self.offset = nn.Parameter(torch.zeros(attributes))

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Turn features, float (n, features), into logits (n, A) and parts (n, A, H)."""
        hidden = self.dropout(torch.relu(self.norm(self.spread(features)))).unflatten(1, self.shape)
        parts = hidden.float() * self.weight
        return parts.sum(dim=2) + self.offset, parts


class ImageNetwork(nn.Module):
    """A small residual network over aligned faces.

    Convolutions are dense and few, since processors run those faster than the separable ones of phone networks: about
    125 million multiplications a face at the default widths.

    Args:
        attributes: The number of attributes.
        side: The width and height of a face in pixels, a multiple of 16.
        widths: The number of channels at a half, a quarter, an eighth and a sixteenth of the side.
        blocks: The number of residual blocks at each of the last three of these scales.
        features: The length of the vector that all branches share.
        hidden: The number of hidden units of each branch.
        dropout: The dropout of the branches.
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
        stages: list[nn.Module] = [_halving_convolution(3, widths[0])]
        for narrow, wide, count in zip(widths, widths[1:], blocks, strict=False):
            stages += [_halving_convolution(narrow, wide), *(_ResidualBlock(wide) for _ in range(count))]
        self.maps = nn.Sequential(*stages)
        flattened = (side // 16) ** 2 * _LAST_CHANNELS
        self.shared = nn.Sequential(
            nn.Conv2d(widths[-1], _LAST_CHANNELS, 1, bias=False),
            nn.BatchNorm2d(_LAST_CHANNELS),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(flattened, features, bias=False),
            nn.BatchNorm1d(features),
            nn.ReLU(),
        )
        self.branches = Branches(features, attributes, hidden=hidden, dropout=dropout)

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Turn normalized faces, float (n, 3, side, side), into logits and parts."""
        outputs: tuple[Tensor, Tensor] = self.branches(self.shared(self.maps(images)))
        return outputs


class _ResidualBlock(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.first_norm = nn.BatchNorm2d(width)
        self.second = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.second_norm = nn.BatchNorm2d(width)

    def forward(self, maps: Tensor) -> Tensor:
        between = torch.relu(self.first_norm(self.first(maps)))
        return torch.relu(maps + self.second_norm(self.second(between)))


def _halving_convolution(narrow: int, wide: int) -> nn.Sequential:
    """A convolution to maps of half the side."""
    return nn.Sequential(nn.Conv2d(narrow, wide, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(wide), nn.ReLU())


class EmbeddingNetwork(nn.Module):
    """A network over the embeddings of a recognizer (Terhörst et al., 2020).

    Every layer has batch norm and dropout, as in the paper. What a recognizer was trained to ignore, such as glasses,
    can be read from its embeddings only to a degree.

    Args:
        dimensions: The length of an embedding.
        attributes: The number of attributes.
        features: The length of the vector that all branches share; 512 in the paper.
        hidden: The number of hidden units of each branch, which the paper doesn't state.
        dropout: The dropout of all layers.
    """

    def __init__(
        self, dimensions: int, attributes: int, *, features: int = 512, hidden: int = 32, dropout: float = 0.5
    ) -> None:
        super().__init__()
        self.shared = nn.Sequential(
            nn.BatchNorm1d(dimensions),
            nn.Linear(dimensions, features, bias=False),
            nn.BatchNorm1d(features),
            nn.ReLU(),
            nn.Dropout(dropout),
        )
        self.branches = Branches(features, attributes, hidden=hidden, dropout=dropout)

    def forward(self, embeddings: Tensor) -> tuple[Tensor, Tensor]:
        """Turn embeddings of unit length, float (n, dimensions), into logits and parts."""
        outputs: tuple[Tensor, Tensor] = self.branches(self.shared(embeddings))
        return outputs


class Ensemble(nn.Module):
    """Several networks as one, whose outputs have an axis ``members`` after the first."""

    def __init__(self, members: Sequence[nn.Module]) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(self, inputs: Tensor) -> tuple[Tensor, Tensor]:
        """Turn inputs (n, …) into logits (n, members, A) and parts (n, members, A, H)."""
        logits, parts = zip(*(member(inputs) for member in self.members), strict=True)
        return torch.stack(logits, dim=1), torch.stack(parts, dim=1)
