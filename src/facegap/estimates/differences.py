"""What follows of two independent shares: their difference, ratio and divergence, and whether it is chance."""

from collections.abc import Callable

import numpy as np
import scipy.special
import scipy.stats

from facegap.base.arrays import BoolArray, Float64Array
from facegap.estimates.shares import Estimates, Shares

FALSE_DISCOVERY_RATE = 0.05
"""Of what is called clearly different, as much may be no different, on average (ours)."""
_ANGLES = 256
_LEAST = -15.0
"""Smaller p_values than ten to this are given as that."""
_STEPS = 40


def subtract(p: Estimates, q: Estimates) -> Estimates:
    """Subtract ``p`` from ``q``: the estimates of independent samples, as many of either, with the interval of each.

    The interval is made of the two that there are, each on the side to which it matters (Zou and Donner,
    "Construction of confidence limits about effect measures", 2008), so that it holds what they hold of rare things.
    """
    value = q.value - p.value
    below = np.hypot(q.value - q.low, p.high - p.value)
    above = np.hypot(q.high - q.value, p.value - p.low)
    return Estimates(value, value - below, value + above)


def measure_between(
    measure: Callable[[Float64Array, Float64Array], Float64Array], value: Float64Array, *, p: Estimates, q: Estimates
) -> Estimates:
    """Find a measure of two independent shares, with the interval that theirs allow it.

    Both shares are moved together along the ellipse whose half axes are their intervals; the measure's least and
    greatest values on it are the bounds. For a difference that is Zou and Donner's interval; for others it is the
    same idea (ours).

    Args:
        measure: The function from shares P and Q, each float64 (angles, n), to the measure, float64 (angles, n). It
            must have its greatest value on the edge of any convex region, as monotone and convex measures do.
        value: float64 (n,), the estimate, which may be another than the measure of the shares' values, such as that
            of posterior means; the interval is made to hold it.
        p: The shares of the data, 0 to 1, with their intervals.
        q: The shares of the model, as many, with their intervals.
    """
    angle = np.linspace(-np.pi, np.pi, _ANGLES, endpoint=False)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        measured = measure(_moved(p, np.cos(angle)), _moved(q, np.sin(angle)))
    low, high = np.minimum(measured.min(axis=0), value), np.maximum(measured.max(axis=0), value)
    return Estimates(value, low, high)


def divergence_between(
    measure: Callable[[Float64Array, Float64Array], Float64Array], value: Float64Array, *, p: Estimates, q: Estimates
) -> Estimates:
    """As ``measure_between``, for a measure that is zero where the shares are equal and positive elsewhere.

    Its lower bound is 0 where the interval of the difference holds 0, so that the two never contradict each other.
    """
    estimates, difference = measure_between(measure, value, p=p, q=q), subtract(p, q)
    alike = (difference.low <= 0) & (difference.high >= 0)
    return estimates._replace(low=np.where(alike, 0.0, np.maximum(estimates.low, 0.0)))


def p_values(p: Shares, q: Shares) -> Float64Array:
    """The chance of shares at least as far apart if they were equal in truth, float64 (n,): p-values, two-sided.

    It is the level at which the interval of their difference just reaches zero, so that the 95 % interval leaves out
    zero where this is under 0.05, and rare things are judged as exactly as in the interval.

    Returns:
        1e-15 to 1; NaN where a share has no interval.
    """
    low, high = np.full(len(p.value), _LEAST), np.zeros(len(p.value))
    for _ in range(_STEPS):
        middle = (low + high) / 2
        apart = _leaves_out_zero(p, q, 10**middle)
        low, high = np.where(apart, low, middle), np.where(apart, middle, high)
    known = np.isfinite(p.interval().low) & np.isfinite(q.interval().low)
    return np.where(known, 10**high, np.nan)


def q_values(chance: Float64Array) -> Float64Array:
    """q-values by Benjamini and Hochberg (1995), float64 (n,), from p-values.

    The q-value is the share of false findings if this and all smaller p_values were called findings. It is NaN where
    the chance is, which then doesn't count among the tests.
    """
    known = np.isfinite(chance)
    adjusted = np.full(len(chance), np.nan)
    if known.any():
        adjusted[known] = scipy.stats.false_discovery_control(chance[known])
    return adjusted


def ratio_of_shares(p: Float64Array, q: Float64Array) -> Float64Array:
    """The ratio Q / P of shares: infinite where only P is 0, and 0 where both are."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((p == 0) & (q == 0), 0.0, q / p)


def kl_of_shares(p: Float64Array, q: Float64Array) -> Float64Array:
    """KL(P‖Q) in nats of yes and no, from the shares of yes, 0 to 1, of any like shapes."""
    return np.asarray(scipy.special.rel_entr(p, q) + scipy.special.rel_entr(1 - p, 1 - q))


def jensen_shannon_of_shares(p: Float64Array, q: Float64Array) -> Float64Array:
    """The Jensen–Shannon divergence of yes and no, from the shares of yes, in nats, 0 to ln 2."""
    middle = (p + q) / 2
    return (kl_of_shares(p, middle) + kl_of_shares(q, middle)) / 2


def _moved(shares: Estimates, by: Float64Array) -> Float64Array:
    """Shares moved by a part of their interval, −1 to 1: (angles, n)."""
    return np.where(
        by > 0, shares.value + by * (shares.high - shares.value), shares.value + by * (shares.value - shares.low)
    )


def _leaves_out_zero(p: Shares, q: Shares, level: Float64Array) -> BoolArray:
    difference = subtract(p.interval(level / 2), q.interval(level / 2))
    return (difference.low > 0) | (difference.high < 0)
