"""Both error rates at many thresholds, under any weights of the comparisons."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array, FloatingArray, Int64Array
from facegap.matching.rates.error_rates import ErrorRates

_ALL = 4096
_RATIO = 1.01
"""Of more scores than _ALL, the ranks from either end at which they are cut grow by this factor."""


@dataclass(frozen=True)
class Cuts:
    """Scores between cuts: cells, within which scores needn't be told apart.

    Attributes:
        thresholds: float64 (cuts,), rising.
        labels: int64 (pairs,): twice the number of cuts at or below each score, and 1 more where it is mated.
    """

    thresholds: Float64Array
    labels: Int64Array

    @classmethod
    def of(cls, rates: ErrorRates, scores: FloatingArray, mated: BoolArray, also: Sequence[float]) -> "Cuts":
        """Cut at every score, or where there are many, densely at the ends, where rare errors are.

        Args:
            rates: of the same scores.
            scores: (pairs,).
            mated: (pairs,).
            also: thresholds at which to cut too.
        """
        thresholds = np.unique(np.concatenate([_ends(rates.mated), _ends(rates.non_mated), also]))
        cells = np.searchsorted(thresholds, scores.astype(np.float64), side="right")
        return cls(thresholds, 2 * cells + mated)

    @property
    def count(self) -> int:
        """Labels that there can be."""
        return 2 * (len(self.thresholds) + 1)

    def rates(self, weights: Float64Array) -> tuple[Float64Array, Float64Array]:
        """FMR and FNMR below all scores, at each threshold and above all scores.

        Args:
            weights: float64 (count, replicates), by label.

        Returns:
            Both float64 (cuts + 2, replicates).
        """
        none = np.zeros((1, weights.shape[1]))
        non_mated, mated = (np.concatenate([none, np.cumsum(weights[kind::2], axis=0)]) for kind in (0, 1))
        with np.errstate(invalid="ignore"):
            return 1 - non_mated / non_mated[-1], mated / mated[-1]

    def row(self, threshold: float) -> int:
        """Where among the rates those at a threshold are."""
        return int(np.searchsorted(self.thresholds, threshold)) + 1


def _ends(ordered: FloatingArray) -> Float64Array:
    count = len(ordered)
    if count <= _ALL:
        return ordered.astype(np.float64)
    ranks = np.unique(np.rint(_RATIO ** np.arange(0, np.log(count / 2) / np.log(_RATIO))).astype(np.int64))
    return ordered[np.r_[0, ranks, count - 1 - ranks, count - 1]].astype(np.float64)
