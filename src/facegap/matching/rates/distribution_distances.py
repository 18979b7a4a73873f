"""How far two distributions of scores are apart."""

import numpy as np

from facegap.estimates import jeffreys, kl
from facegap.matching.rates.distributions import ScoreDistribution
from facegap.matching.rates.separation import ScoreMoments, d_prime_of_fisher, fisher_of_moments


def overlap(a: ScoreDistribution, b: ScoreDistribution) -> float:
    """The share that two distributions have in common, Σ min(aᵢ, bᵢ) over bins of 0.01: 0 apart, 1 the same.

    Example:
        >>> import numpy as np
        >>> first = ScoreDistribution.of(np.array([0.105, 0.205, 0.305, 0.405]), bins=200)
        >>> second = ScoreDistribution.of(np.array([0.305, 0.405, 0.505, 0.605]), bins=200)
        >>> overlap(first, second)
        0.5
    """
    return float(np.minimum(a.shares, b.shares).sum())


def d_prime(mated: ScoreDistribution, non_mated: ScoreDistribution) -> float:
    """|μₘ − μₙ| / √((σₘ² + σₙ²) / 2), the distance of the means in standard deviations (Daugman, 2000).

    For two normal distributions of one deviation, EER = Φ(−d′/2).

    Returns:
        The distance, from 0; NaN where either has no comparison, or both have no deviation.

    Example:
        >>> import numpy as np
        >>> mated = ScoreDistribution.of(np.array([0.4, 0.6]), bins=16_384)
        >>> non_mated = ScoreDistribution.of(np.array([-0.1, 0.1]), bins=16_384)
        >>> round(d_prime(mated, non_mated), 2)
        5.0
    """
    return float(d_prime_of_fisher(fisher_ratio(mated, non_mated)))


def fisher_ratio(mated: ScoreDistribution, non_mated: ScoreDistribution) -> float:
    """(μₘ − μₙ)² / (σₘ² + σₙ²), which is d′² / 2; NaN where either has no comparison, or both have no deviation."""
    moments = (ScoreMoments(scores.mean, scores.deviation**2) for scores in (mated, non_mated))
    return float(fisher_of_moments(*moments))


def wasserstein(a: ScoreDistribution, b: ScoreDistribution) -> float:
    """The mean way, in units of the score, by which scores must move to turn one distribution into the other, 0 to 2.

    Where all scores of one are higher than in the other by as much, it is that difference.

    Returns:
        The way, 0 to 2; NaN where either has no comparison.

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
