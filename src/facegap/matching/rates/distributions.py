"""One distribution of scores, what a mated and a non-mated one say of a recognizer, and how far two are apart."""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from facegap.base.arrays import Float64Array, FloatingArray, Int64Array
from facegap.estimates import jeffreys, kl
from facegap.matching.rates.error_rates import DetCurve

DRAWN_BINS = 200
"""Bins of 0.01: coarse enough that the overlap of samples of some ten thousand pairs isn't lost in empty bins."""


@dataclass(frozen=True)
class ScoreDistribution:
    """Counts of scores in equal bins over [−1, 1]. What follows from them is found once, since many statistics ask.

    Attributes:
        counts: int64, (bins,).
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
def _midpoints(bins: int) -> Float64Array:
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


def false_non_match_rate(mated: ScoreDistribution, non_mated: ScoreDistribution, *, fmr: float) -> float:
    """FNMR, 0 to 1, at the lowest threshold whose FMR is at most ``fmr``.

    Thresholds are the bounds of the bins, so that the rate is too high by the share of one bin at most.

    Returns:
        NaN where there is no mated comparison, or are so few non-mated ones that ``fmr`` means less than one of them.
    """
    if not mated.total or not non_mated.total or fmr < 1 / non_mated.total:
        return float("nan")
    matches = np.cumsum(non_mated.counts[::-1])[::-1]  # at each bin's lower bound; above the last bin nothing matches
    threshold = np.count_nonzero(matches / non_mated.total > fmr)
    return float(mated.counts[:threshold].sum() / mated.total)


def det_curve(mated: ScoreDistribution, non_mated: ScoreDistribution, *, points: int = 500) -> DetCurve:
    """Both error rates at the lower bounds of some bins, evenly spread over the thresholds at which either changes.

    Raises:
        ValueError: either has no comparison, or they have different numbers of bins.
    """
    if not mated.total or not non_mated.total or len(mated.counts) != len(non_mated.counts):
        msg = f"{mated.total} mated and {non_mated.total} non-mated scores; there must be some of each, in equal bins"
        raise ValueError(msg)
    fnmr = np.r_[0, np.cumsum(mated.counts)] / mated.total
    fmr = 1 - np.r_[0, np.cumsum(non_mated.counts)] / non_mated.total
    changes = np.flatnonzero(np.r_[True, (np.diff(fmr) != 0) | (np.diff(fnmr) != 0)])
    chosen = changes[np.unique(np.linspace(0, len(changes) - 1, points).astype(np.int64))]
    return DetCurve(2 * chosen / len(mated.counts) - 1, fmr[chosen], fnmr[chosen])


def d_prime(mated: ScoreDistribution, non_mated: ScoreDistribution) -> float:
    """|μₘ − μₙ| / √((σₘ² + σₙ²) / 2), the distance of the means in standard deviations (Daugman, 2000).

    For two normal distributions of one deviation, EER = Φ(−d′/2).

    Returns:
        NaN where either has no comparison, or both have no deviation.
    """
    return float(np.sqrt(2 * fisher_ratio(mated, non_mated)))


def fisher_ratio(mated: ScoreDistribution, non_mated: ScoreDistribution) -> float:
    """(μₘ − μₙ)² / (σₘ² + σₙ²), which is d′² / 2; NaN where either has no comparison, or both have no deviation."""
    spread = mated.deviation**2 + non_mated.deviation**2
    return float((mated.mean - non_mated.mean) ** 2 / spread) if spread > 0 else float("nan")


def wasserstein(a: ScoreDistribution, b: ScoreDistribution) -> float:
    """The mean way, in units of the score, by which scores must move to turn one distribution into the other, 0 to 2.

    Where all scores of one are higher than in the other by as much, it is that difference.

    Returns:
        NaN where either has no comparison.

    Raises:
        ValueError: they have different numbers of bins.
    """
    if len(a.counts) != len(b.counts):
        msg = f"distributions of {len(a.counts)} and {len(b.counts)} bins can't be compared"
        raise ValueError(msg)
    if not a.total or not b.total:
        return float("nan")
    apart = np.cumsum(a.counts) / a.total - np.cumsum(b.counts) / b.total
    return float(np.abs(apart).sum() * 2 / len(apart))


def jensen_shannon(a: ScoreDistribution, b: ScoreDistribution) -> float:
    """The Jensen–Shannon divergence ½ KL(A‖M) + ½ KL(B‖M), with M = (A + B) / 2, over bins of 0.01.

    Returns:
        Nats, from 0 of like distributions to ln 2 = 0.693 of those that share no bin; its root is a distance. NaN where
        either has no comparison.
    """
    if not a.total or not b.total:
        return float("nan")
    middle = (a.shares + b.shares) / 2
    return float(kl(p=a.shares, q=middle) + kl(p=b.shares, q=middle)) / 2


def kl_scores(*, p: ScoreDistribution, q: ScoreDistribution) -> float:
    """KL(P‖Q) of scores, over bins of 0.01: large where the data P has scores that the model Q lacks.

    Both are smoothed by Jeffreys' prior, that is, each bin from the lowest to the highest that either uses has half a
    comparison more (the range is ours: with all 200 bins, small sets would look more alike). So a bin that Q leaves
    empty costs a finite amount, the more the more comparisons Q has.

    Returns:
        Nats, 0 to finite; NaN where either has no comparison.
    """
    counts = np.stack([p.drawn, q.drawn])
    used = np.flatnonzero(counts.sum(axis=0))
    if not p.total or not q.total:
        return float("nan")
    data, model = jeffreys(counts[:, used[0] : used[-1] + 1])
    return float(kl(p=data, q=model))
