"""One distribution of scores, and what two of them say of a recogniser."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DRAWN_BINS = 200
"""Bins of 0.01: coarse enough that the overlap of samples of some ten thousand pairs isn't lost in empty bins."""


@dataclass(frozen=True)
class ScoreDistribution:
    """Counts of scores in equal bins over [−1, 1].

    Attributes:
        counts: int64, (bins,).
    """

    counts: npt.NDArray[np.int64]

    @property
    def total(self) -> int:
        """Number of comparisons."""
        return int(self.counts.sum())

    @property
    def mean(self) -> float:
        """Mean score, off by at most half a bin; NaN of nothing."""
        return float(self._midpoints @ self.counts / self.total) if self.total else float("nan")

    @property
    def deviation(self) -> float:
        """Standard deviation of the scores (of the whole, not corrected for a sample); NaN of nothing."""
        if not self.total:
            return float("nan")
        return float(np.sqrt((self._midpoints - self.mean) ** 2 @ self.counts / self.total))

    @property
    def shares(self) -> npt.NDArray[np.float64]:
        """Share of the scores in each of 200 bins over [−1, 1], summing to 1; all zero of nothing."""
        at = np.minimum(((self._midpoints + 1) * DRAWN_BINS / 2).astype(int), DRAWN_BINS - 1)
        return np.bincount(at, weights=self.counts, minlength=DRAWN_BINS) / max(self.total, 1)

    @property
    def _midpoints(self) -> npt.NDArray[np.float64]:
        bins = len(self.counts)
        return (np.arange(bins) + 0.5) * 2 / bins - 1


def overlap(a: ScoreDistribution, b: ScoreDistribution) -> float:
    """The share that two distributions have in common, Σ min(aᵢ, bᵢ) over bins of 0.01: 0 apart, 1 the same."""
    return float(np.minimum(a.shares, b.shares).sum())


def equal_error_rate(mated: ScoreDistribution, non_mated: ScoreDistribution) -> float:
    """The rate, 0 to 1, at the threshold where FNMR and FMR are equal; NaN where either has no comparison.

    FNMR is the share of mated scores below the threshold, FMR that of non-mated ones at or above it (ISO/IEC 19795-1).
    Both are known at the bounds of the bins; between the two bounds where they cross they are taken as straight lines.
    """
    if not mated.total or not non_mated.total:
        return float("nan")
    fnmr = np.r_[0, np.cumsum(mated.counts)] / mated.total
    fmr = 1 - np.r_[0, np.cumsum(non_mated.counts)] / non_mated.total
    gap = fnmr - fmr  # from −1 at the lowest threshold to 1 at the highest, never falling
    after = int(np.argmax(gap >= 0))
    before = after - 1
    weight = gap[after] / (gap[after] - gap[before])
    return float(weight * fnmr[before] + (1 - weight) * fnmr[after])
