"""A distribution of scores in bins, and the error rates that a mated and a non-mated one make."""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from facegap.base.arrays import Float64Array, FloatingArray, Int64Array
from facegap.base.short_repr import ShortRepr
from facegap.matching.rates.step_rates import MATED, DetCurve, Kind, StepRates

DRAWN_BINS = 200
"""Bins of 0.01: coarse enough that the overlap of samples of some ten thousand pairs isn't lost in empty bins."""


@dataclass(frozen=True)
class ScoreDistribution(ShortRepr):
    """Counts of scores in equal bins over [−1, 1]. What follows from them is found once, since many statistics ask.

    Attributes:
        counts: int64 (bins,), the number of scores in each bin.
    """

    counts: Int64Array

    @classmethod
    def of(cls, scores: FloatingArray, *, bins: int) -> "ScoreDistribution":
        """Count some scores; those beyond −1 or 1 by rounding count at the end."""
        return cls(np.histogram(np.clip(scores, -1, 1), bins=bins, range=(-1, 1))[0].astype(np.int64))

    @cached_property
    def total(self) -> int:
        """Number of comparisons."""
        return int(self.counts.sum())

    @cached_property
    def below(self) -> Int64Array:
        """How many scores lie below each bound of the bins, int64 (bins + 1,)."""
        return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(self.counts)])

    @cached_property
    def mean(self) -> float:
        """Mean score, off by at most half a bin; NaN of nothing."""
        return float(np.sum(_midpoints(len(self.counts)) * self.counts) / self.total) if self.total else float("nan")

    @cached_property
    def deviation(self) -> float:
        """Standard deviation of the scores (of the whole, not corrected for a sample); NaN of nothing."""
        if not self.total:
            return float("nan")
        return float(np.sqrt(np.sum((_midpoints(len(self.counts)) - self.mean) ** 2 * self.counts) / self.total))

    @cached_property
    def drawn(self) -> Float64Array:
        """How many scores lie in each of 200 bins over [−1, 1]."""
        at = np.minimum(((_midpoints(len(self.counts)) + 1) * DRAWN_BINS / 2).astype(int), DRAWN_BINS - 1)
        return np.bincount(at, weights=self.counts, minlength=DRAWN_BINS).astype(np.float64)

    @cached_property
    def shares(self) -> Float64Array:
        """Share of the scores in each of 200 bins over [−1, 1], summing to 1; all zero of nothing."""
        return self.drawn / max(self.total, 1)


@cache
def _lower_bounds(bins: int) -> Float64Array:
    return np.arange(bins) * 2 / bins - 1


@cache
def _midpoints(bins: int) -> Float64Array:
    return (np.arange(bins) + 0.5) * 2 / bins - 1


@dataclass(frozen=True)
class BinnedRates(StepRates):
    """The error rates of scores that are counted in equal bins; all scores of a bin count as lying at its lower bound.

    Attributes:
        mated: The scores of two images of one person.
        non_mated: The scores of images of two people, in as many bins.
    """

    mated: ScoreDistribution
    non_mated: ScoreDistribution

    def comparisons(self, kind: Kind) -> int:
        return self._of(kind).total

    def steps(self, kind: Kind) -> FloatingArray:
        return _lower_bounds(len(self._of(kind).counts))

    def below(self, kind: Kind, thresholds: npt.ArrayLike) -> Int64Array:
        return np.asarray(self._of(kind).below[np.searchsorted(self.steps(kind), thresholds)])

    def _of(self, kind: Kind) -> ScoreDistribution:
        return self.mated if kind == MATED else self.non_mated


def equal_error_rate(mated: ScoreDistribution, non_mated: ScoreDistribution) -> float:
    """The rate at the threshold where FNMR and FMR are equal.

    FNMR is the share of the mated scores below the threshold, FMR that of the non-mated ones at or above it
    (ISO/IEC 19795-1). Both are known at the bounds of the bins; between the two bounds where they cross they are taken
    as straight lines.

    Args:
        mated: The scores of two images of one person.
        non_mated: The scores of images of two people, in as many bins.

    Returns:
        The rate, 0 to 1, lower is better; NaN where either has no comparison.

    Example:
        >>> import numpy as np
        >>> mated = ScoreDistribution.of(np.array([0.3, 0.5, 0.6, 0.9]), bins=200)
        >>> non_mated = ScoreDistribution.of(np.array([-0.1, 0.0, 0.2, 0.4]), bins=200)
        >>> equal_error_rate(mated, non_mated)
        0.25
    """
    return BinnedRates(mated, non_mated).eer()


def false_non_match_rate(mated: ScoreDistribution, non_mated: ScoreDistribution, *, fmr: float) -> float:
    """FNMR at the lowest threshold whose FMR is at most ``fmr``.

    Thresholds are the bounds of the bins, so that the rate is too high by the share of one bin at most.

    Args:
        mated: The scores of two images of one person.
        non_mated: The scores of images of two people, in as many bins.
        fmr: The false match rate that is allowed, above 0 and below 1.

    Returns:
        The rate, 0 to 1; NaN where there is no mated comparison, or are so few non-mated ones that ``fmr`` means less
        than one of them.

    Raises:
        ValueError: ``fmr`` is not above 0 and below 1.
    """
    if not mated.total or not non_mated.total:
        return float("nan")
    rate = BinnedRates(mated, non_mated).fnmr_at(fmr=fmr)
    return float("nan") if rate is None else rate


def det_curve(mated: ScoreDistribution, non_mated: ScoreDistribution, *, points: int = 500) -> DetCurve:
    """Both error rates at the lower bounds of some bins, evenly spread over the thresholds at which either changes.

    Args:
        mated: The scores of two images of one person.
        non_mated: The scores of images of two people, in as many bins.
        points: How many thresholds there are at most.

    Raises:
        ValueError: Either has no comparison, or they have different numbers of bins.

    Example:
        >>> import numpy as np
        >>> mated = ScoreDistribution.of(np.array([0.35, 0.55]), bins=20)
        >>> non_mated = ScoreDistribution.of(np.array([0.05, 0.45]), bins=20)
        >>> curve = det_curve(mated, non_mated)
        >>> curve.threshold.round(1).tolist()
        [-1.0, 0.1, 0.4, 0.5, 0.6]
        >>> curve.fmr.tolist(), curve.fnmr.tolist()
        ([1.0, 0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5, 1.0])
    """
    if not mated.total or not non_mated.total or len(mated.counts) != len(non_mated.counts):
        msg = f"{mated.total} mated and {non_mated.total} non-mated scores; there must be some of each, in equal bins"
        raise ValueError(msg)
    changes = np.flatnonzero(np.r_[True, (mated.counts > 0) | (non_mated.counts > 0)])
    chosen = changes[np.unique(np.linspace(0, len(changes) - 1, points).astype(np.int64))]
    return BinnedRates(mated, non_mated).curve(2 * chosen / len(mated.counts) - 1)
