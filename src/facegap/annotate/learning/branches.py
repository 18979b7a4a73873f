"""The last layers of every annotator: a branch for each attribute."""

import torch
from torch import Tensor, nn


class Branches(nn.Module):
    """From features to a logit an attribute, by a small hidden layer of its own with dropout.

    Dropout is here and nowhere before, but for training: so stochastic passes differ in the last product only
    (Terhörst et al., 2020, has it in every layer of a branch).

    Args:
        features: length of what comes in.
        attributes: how many branches there are, A.
        hidden: units of each, H.
        dropout: the share of them that is left out in training and in stochastic passes.
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
        """Float (n, features) to logits (n, A), and the parts (n, A, H) that add up to them but for an offset."""
        hidden = self.dropout(torch.relu(self.norm(self.spread(features)))).unflatten(1, self.shape)
        parts = hidden.float() * self.weight
        return parts.sum(dim=2) + self.offset, parts
