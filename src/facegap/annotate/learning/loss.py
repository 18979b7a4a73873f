"""The loss that an annotator is trained by: over the labels that are decided, each attribute counting alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from facegap.base.arrays import BoolArray, Float32Array, Int8Array
from facegap.models import SoftmaxFamily


@dataclass(frozen=True)
class LabelWeights:
    """How much each label counts. Both weights are 0 where all training labels are of one class.

    Attributes:
        negative: float32 (A,), the weight of a negative label.
        positive: float32 (A,), the weight of a positive label.
    """

    negative: Float32Array
    positive: Float32Array

    @classmethod
    def balancing(cls, labels: Int8Array, *, balance: float) -> "LabelWeights":
        """Choose weights by which each attribute counts as much as any other, however few of its labels are decided.

        With ``balance`` 1 the one positive label counts as much as the three negative ones together:

        >>> weights = LabelWeights.balancing(np.array([[1], [-1], [-1], [-1]], dtype=np.int8), balance=1)
        >>> (weights.positive / weights.negative).round(3).tolist()
        [3.0]

        Args:
            labels: int8 (n, A), the labels of the training images.
            balance: 0 if each label of an attribute is to count alike, 1 if its positive labels together are to count
                as much as its negative labels together; values between are compromises.
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
    """The mean over images and attributes of −ln of the probability that the network gives to the labels.

    An attribute on its own has a sigmoid, and undefined labels don't count. An exclusive family has a softmax over its
    members and, unless it is exhaustive, "none of them", whose logit is 0. A partly labeled face then allows the
    positive classes, or, if none is positive, all that aren't negative; the loss is −ln of the sum of their
    probabilities (ours). It is 0 where nothing is decided.

    Args:
        weights: How much each label counts. A family's positive label has the weight of its class, and the absence of a
            positive label has the mean weight of its negative ones.
        families: The exclusive families.
        attributes: The names of all attributes, in the order of the columns.
    """

    def __init__(self, weights: LabelWeights, families: Sequence[SoftmaxFamily], attributes: Sequence[str]) -> None:
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
        """Turn logits, float (n, A), and labels, int8 (n, A), into one number."""
        logits = logits.float()
        signs = labels.float()
        weight = torch.where(labels > 0, self.positive, self.negative) * signs.abs() * self.alone
        total = (weight * nn.functional.softplus(-signs * logits)).sum()
        for members, exhaustive in self.families:
            total = total + self._family_loss(logits[:, members], labels[:, members], members, exhaustive=exhaustive)
        return total / labels.numel()

    def _family_loss(self, logits: Tensor, labels: Tensor, members: Tensor, *, exhaustive: bool) -> Tensor:
        positive = labels > 0
        any_positive = positive.any(dim=1, keepdim=True)
        allowed = torch.where(any_positive, positive, labels >= 0)
        if not exhaustive:
            none = torch.zeros_like(logits[:, :1])
            logits = torch.cat([logits, none], dim=1)
            allowed = torch.cat([allowed, ~any_positive], dim=1)
        # All members negative though one must be positive: says nothing that could be true.
        decided = (labels != 0).any(dim=1) & allowed.any(dim=1)
        log_probability = torch.logsumexp(logits.masked_fill(~allowed, -1e9), dim=1) - torch.logsumexp(logits, dim=1)
        positive_weight = (self.positive[members] * positive).sum(dim=1) / positive.sum(dim=1).clamp(min=1)
        weight = torch.where(any_positive[:, 0], positive_weight, self.negative[members].mean())
        # As many attributes as it has members, of which each would have counted.
        return -(log_probability * weight * decided).sum() * len(members)
