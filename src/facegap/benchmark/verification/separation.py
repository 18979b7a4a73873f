"""Means of mated and non-mated scores and how far they are apart, once and under any weights of the comparisons."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float64Array, FloatingArray, Int64Array
from facegap.matching.rates.separation import ScoreMoments, d_prime_of_fisher, fisher_of_moments


@dataclass(frozen=True)
class Separation:
    """Mean mated score, mean non-mated score, d′ and Fisher ratio, in this order. Made by ``Separation.of``.

    Scores are known by the cells that they lie in: under other weights, those of one cell weigh the same as a whole.

    Attributes:
        middle: a score that is taken off all, so that squares of large ones lose no digits.
        counts: float64 (labels,), how many scores have each label.
        means: float64 (labels,), their mean less ``middle``; 0 of none.
        squares: float64 (labels,), the mean of the squares of their distances from ``middle``.
    """

    middle: float
    counts: Float64Array
    means: Float64Array
    squares: Float64Array

    @classmethod
    def of(cls, scores: FloatingArray, labels: Int64Array, count: int) -> "Separation":
        """Sum scores by label.

        Args:
            scores: finite (pairs,).
            labels: int64 (pairs,), as ``Cuts`` has them: odd ones are of mated pairs.
            count: how many labels there are.
        """
        values = scores.astype(np.float64)
        middle = float(values.mean())
        counts = np.bincount(labels, minlength=count).astype(np.float64)
        sums = [np.bincount(labels, (values - middle) ** power, minlength=count) for power in (1, 2)]
        means, squares = (np.divide(each, counts, out=np.zeros(count), where=counts > 0) for each in sums)
        return cls(middle, counts, means, squares)

    @property
    def values(self) -> Float64Array:
        """float64 (4,), of the scores as they are."""
        return self.under(self.counts[:, None])[:, 0]

    def under(self, weights: Float64Array) -> Float64Array:
        """float64 (4, replicates), where the labels weigh otherwise, float64 (labels, replicates)."""
        non_mated, mated = (self._moments(weights, kind) for kind in (0, 1))
        fisher = fisher_of_moments(mated, non_mated)
        return np.stack([self.middle + mated.mean, self.middle + non_mated.mean, d_prime_of_fisher(fisher), fisher])

    def _moments(self, weights: Float64Array, kind: int) -> ScoreMoments:
        of_kind = weights[kind::2]
        with np.errstate(invalid="ignore"):
            mean, square = (each[kind::2] @ of_kind / of_kind.sum(axis=0) for each in (self.means, self.squares))
        return ScoreMoments(mean, np.maximum(square - mean**2, 0))
