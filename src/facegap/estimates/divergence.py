"""Kullback–Leibler divergence, of what was counted."""

import numpy as np
import numpy.typing as npt
import scipy.special

from facegap.base.arrays import Float64Array


def kl(*, p: npt.ArrayLike, q: npt.ArrayLike) -> Float64Array:
    """The Kullback–Leibler divergence KL(P‖Q) = Σ p · ln(p / q): what it costs to take the model Q for the data P.

    It is large where P has mass that Q lacks, and says little of mass that Q has beyond P (Kullback and Leibler, "On
    information and sufficiency", 1951).

    Args:
        p: The data, (..., outcomes), summing to 1 over the last axis.
        q: The model, (..., outcomes), summing to 1 over the last axis.

    Returns:
        The divergence in nats, (...): 0 where the two are the same, infinite where Q rules out what P has, NaN where
        either is unknown.

    Raises:
        ValueError: A distribution doesn't sum to 1 or has negative values.

    >>> round(float(kl(p=[0.5, 0.5], q=[0.9, 0.1])), 3), round(float(kl(p=[0.9, 0.1], q=[0.5, 0.5])), 3)
    (0.511, 0.368)
    >>> float(kl(p=[0.5, 0.5], q=[1, 0]))
    inf
    """
    distributions = [np.asarray(values, dtype=np.float64) for values in (p, q)]
    for name, values in zip("pq", distributions, strict=True):
        sums = values.sum(axis=-1)
        if np.any(values < 0) or not np.all(np.isnan(sums) | np.isclose(sums, 1)):
            msg = f"{name} must be distributions over its last axis: not negative and with a sum of 1"
            raise ValueError(msg)
    # Rounding may leave the divergence of like distributions a little below zero.
    return np.asarray(np.maximum(scipy.special.rel_entr(*distributions).sum(axis=-1), 0.0))


def jeffreys(counts: npt.ArrayLike) -> Float64Array:
    """The mean of the posterior of a distribution under Jeffreys' prior, (n + ½) / (N + k/2).

    No outcome is taken to be impossible only because it hasn't been seen, so that divergences stay finite.

    Args:
        counts: (..., k), how often each outcome was seen.

    Returns:
        The posterior means, (..., k), summing to 1; NaN where nothing was seen at all.

    >>> jeffreys([4, 0]).tolist()
    [0.9, 0.1]
    """
    seen = np.asarray(counts, dtype=np.float64)
    total = seen.sum(axis=-1, keepdims=True)
    return np.where(total > 0, (seen + 0.5) / (total + seen.shape[-1] / 2), np.nan)
