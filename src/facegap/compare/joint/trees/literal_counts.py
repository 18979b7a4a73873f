"""On how many images each two literals hold, by group of people: all that trees are made of."""

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array, Int8Array, Int64Array
from facegap.compare.attribute_pairs.counts import count_pairs
from facegap.estimates import group_people


class LiteralCounts:
    """Counts of pairs of literals, as of ``count_pairs``, and of one more, the last, that holds on all images.

    Attributes:
        groups: How many groups people are dealt into.
        splits: bool (splits, groups), some random divisions of the people in two; none where there is one group only.
    """

    def __init__(self, labels: Int8Array, people: Int64Array, *, seed: int) -> None:
        """Count the pairs of literals of labeled images.

        Args:
            labels: int8 (images, attributes): 1 positive, −1 negative, 0 undefined.
            people: int64 (images,), a number from 0 for each image's person.
            seed: The seed of the division of people into groups.
        """
        dealt = group_people(people, seed=seed)
        self.groups = dealt.count
        self.splits = dealt.halves if dealt.count > 1 else dealt.halves[:0]
        pairs = count_pairs(labels, dealt.of, dealt.count)
        literals = pairs.shape[1]
        self._counts = np.zeros((dealt.count, literals + 1, literals + 1))
        self._counts[:, :-1, :-1] = pairs
        self._counts[:, -1, :-1] = self._counts[:, :-1, -1] = np.einsum("gll->gl", pairs)
        self._counts[:, -1, -1] = np.bincount(dealt.of, minlength=dealt.count)

    @property
    def all(self) -> Float64Array:
        """The counts of all groups, float64 (literals + 1, literals + 1)."""
        return np.asarray(self._counts.sum(axis=0))

    def of(self, chosen: BoolArray) -> Float64Array:
        """The counts of the groups that ``chosen`` marks, bool (groups,): float64 (literals + 1, literals + 1)."""
        return np.tensordot(chosen.astype(np.float64), self._counts, axes=1)
