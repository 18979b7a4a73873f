"""What an annotator learns from: labels where there are some, each attribute counting alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from facegap.base.arrays import BoolArray, Float32Array, Int8Array
from facegap.models import SoftmaxFamily


@dataclass(frozen=True)
class Weights:
    """How much a label counts.

    Attributes:
        negative: float32 (A,).
        positive: float32 (A,); both are 0 where the training labels have one class only, from which nothing is learnt.
    """

    negative: Float32Array
    positive: Float32Array

    @classmethod
    def balancing(cls, labels: Int8Array, *, balance: float) -> "Weights":
        """Such weights that each attribute counts as much as any other, however few of its labels are decided.

        Args:
            labels: int8 (n, A), those of the training images.
            balance: 0 where each label of an attribute counts alike, 1 where its positives together count as much as
                its negatives together.
        """
        counts = np.stack([(labels == sign).sum(axis=0) for sign in (-1, 1)]).astype(np.float64)
        decided = counts.sum(axis=0)
        both = (counts > 0).all(axis=0)
        rarity = np.divide(decided, 2 * counts, out=np.zeros_like(counts), where=both) ** balance
        total = (rarity * counts).sum(axis=0)
        scale = np.divide(len(labels), total, out=np.zeros_like(total), where=both & (total > 0))
        negative, positive = np.where(both, rarity, 0) * scale
        return cls(negative.astype(np.float32), positive.astype(np.float32))

    @property
    def learnt(self) -> BoolArray:
        """Bool (A,), the attributes of which there is something to learn."""
        return self.positive > 0


class AttributeLoss(nn.Module):
    """Mean over images and attributes of −ln of the chance that the network gives to what the labels say.

    An attribute by itself has a sigmoid; undefined labels say nothing. An exclusive family has a softmax over its
    members and, unless it is exhaustive, "none of them", whose logit is 0. A partly labeled face then says which
    of these classes it may be: the positive ones, or, where none is, all that aren't negative; the loss is
    −ln of the sum of their chances (ours). It is 0 where nothing is decided.

    Args:
        weights: see there; a family's positive label weighs as its class does, no positive label as the mean of its
            negatives.
        families: those that exclude each other.
    """

    def __init__(self, weights: Weights, families: Sequence[SoftmaxFamily], attributes: Sequence[str]) -> None:
        super().__init__()
        self.families = [
            (torch.tensor([attributes.index(name) for name in family.members]), family.exhaustive)
            for family in families
        ]
        alone = np.ones(len(attributes), dtype=np.float32)
        for members, _ in self.families:
            alone[members.numpy()] = 0
        self.negative = nn.Buffer(torch.from_numpy(weights.negative))
        self.positive = nn.Buffer(torch.from_numpy(weights.positive))
        self.alone = nn.Buffer(torch.from_numpy(alone))

    def forward(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Float (n, A) and int8 (n, A) to one number."""
        logits = logits.float()
        signs = labels.float()
        weight = torch.where(labels > 0, self.positive, self.negative) * signs.abs() * self.alone
        total = (weight * nn.functional.softplus(-signs * logits)).sum()
        for members, exhaustive in self.families:
            total = total + self._family(logits[:, members], labels[:, members], members, exhaustive=exhaustive)
        return total / labels.numel()

    def _family(self, logits: Tensor, labels: Tensor, members: Tensor, *, exhaustive: bool) -> Tensor:
        positive = labels > 0
        named = positive.any(dim=1, keepdim=True)
        possible = torch.where(named, positive, labels >= 0)
        if not exhaustive:
            none = torch.zeros_like(logits[:, :1])
            logits = torch.cat([logits, none], dim=1)
            possible = torch.cat([possible, ~named], dim=1)
        # All members negative though one must be positive: says nothing that could be true.
        decided = (labels != 0).any(dim=1) & possible.any(dim=1)
        chances = torch.logsumexp(logits.masked_fill(~possible, -1e9), dim=1) - torch.logsumexp(logits, dim=1)
        of_positive = (self.positive[members] * positive).sum(dim=1) / positive.sum(dim=1).clamp(min=1)
        weight = torch.where(named[:, 0], of_positive, self.negative[members].mean())
        # As many attributes as it has members, of which each would have counted.
        return -(chances * weight * decided).sum() * len(members)
