"""How far mated and non-mated scores are apart, from their means and variances."""

from typing import NamedTuple

import numpy as np

from facegap.base.arrays import Float64Array


class ScoreMoments(NamedTuple):
    """Mean and variance of some scores, or of several such samples at once.

    Attributes:
        mean: float64 (...), the means.
        variance: float64 (...), the variances of the whole, not corrected for a sample.
    """

    mean: Float64Array | float
    variance: Float64Array | float


def fisher_of_moments(mated: ScoreMoments, non_mated: ScoreMoments) -> Float64Array:
    """The Fisher ratio (μₘ − μₙ)² / (σₘ² + σₙ²).

    Args:
        mated: The scores of two images of one person.
        non_mated: The scores of images of two people.

    Returns:
        float64 (...), from 0; NaN where neither kind has any deviation, or one has no score.

    >>> round(float(fisher_of_moments(ScoreMoments(0.5, 0.01), ScoreMoments(0.0, 0.01))), 2)
    12.5
    """
    spread = np.asarray(mated.variance, dtype=np.float64) + non_mated.variance
    apart = (np.asarray(mated.mean, dtype=np.float64) - non_mated.mean) ** 2
    return np.divide(apart, spread, out=np.full_like(spread, np.nan), where=spread > 0)


def d_prime_of_fisher(fisher: Float64Array | float) -> Float64Array:
    """d′ = |μₘ − μₙ| / √((σₘ² + σₙ²) / 2), which is √(2 · Fisher ratio) (Daugman, 2000)."""
    return np.asarray(np.sqrt(2 * np.asarray(fisher, dtype=np.float64)))
