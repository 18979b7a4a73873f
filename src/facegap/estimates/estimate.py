"""Estimates with intervals, from groups of people that are left out in turn."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.stats

from facegap.base.arrays import Float64Array

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval.

    Attributes:
        value: The number that follows from all people.
        low: The lower bound of the 95 % interval; NaN where there are too few people for one, or, of scores, where
            leaving people out changes nothing, so that nothing is known of the variation (an error rate of zero).
        high: The upper bound of the 95 % interval; NaN where ``low`` is.
    """

    value: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether there is a number at all: whether ``value`` isn't NaN."""
        return not math.isnan(self.value)

    @property
    def bounded(self) -> bool:
        """Whether the number has an interval: whether neither ``low`` nor ``high`` is NaN."""
        return not (math.isnan(self.low) or math.isnan(self.high))


def jackknife(value: float, left_out: Sequence[Sequence[float]], *, bounds: tuple[float, float]) -> Estimate:
    """The interval of an estimate by the delete-a-group jackknife.

    Args:
        value: The estimate from everyone.
        left_out: For each independent sample (one set, or the two that are compared) the estimates with one of its
            groups of people left out.
        bounds: The least and the greatest value that are possible.

    Returns:
        ``value`` ± t · s, with s² = Σ over samples of (G − 1)/G · Σ (θ₍g₎ − θ̄)² and Student's t of the smaller
        G − 1 degrees of freedom (Kott, "The delete-a-group jackknife", 2001). Whole people are left out, so that the
        interval covers the choice of people, not of pairs, which depend on one another.
    """
    if any(len(estimates) < 2 or not np.all(np.isfinite(estimates)) for estimates in left_out):
        return Estimate(value, float("nan"), float("nan"))
    variance = sum(float(jackknife_variance(np.array(estimates))) for estimates in left_out)
    if variance == 0:
        return Estimate(value, float("nan"), float("nan"))
    freedom = min(len(estimates) for estimates in left_out) - 1
    half = float(scipy.stats.t.ppf((1 + CONFIDENCE) / 2, freedom)) * variance**0.5
    return Estimate(value, max(value - half, bounds[0]), min(value + half, bounds[1]))


def jackknife_variance(left_out: Float64Array) -> Float64Array:
    """The variance s² of estimates, as in ``jackknife``.

    Args:
        left_out: float64 (groups, ...), the estimates with each of at least two groups of people left out.

    Returns:
        The variances, float64 (...); NaN where an estimate is.
    """
    groups = len(left_out)
    return np.asarray((groups - 1) / groups * np.sum((left_out - left_out.mean(axis=0)) ** 2, axis=0))
