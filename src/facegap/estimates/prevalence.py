"""How many of some things are positive, from calibrated scores: by maximum likelihood under label shift.

A score says how probable the positive class is where that class is as frequent as it was where the scores were
calibrated. In another set it may be more or less frequent. If the faces of each class look as they did there (the
assumption of label shift: p(score | class) is the same), then the frequency is found without any label.
"""

import numpy as np

from facegap.base.arrays import Float32Array, Float64Array, Int64Array

ODDS_BINS = 160
"""Bins of log-odds that scores are counted in."""
_LIMIT = 8.0
"""No score is taken to be surer than these log-odds, 0.99966 (ours): so far out nobody has measured a calibration."""
_STEPS = 30
_EM_STEPS = 200
_SETTLED = 1e-5
"""Shares that none of a step changes by more are taken to be final."""
_PART_OF_PRIORS = 0.05
_WIDTH = 2 * _LIMIT / ODDS_BINS
ODDS_MIDDLES: Float64Array = np.asarray((np.arange(ODDS_BINS) + 0.5) * _WIDTH - _LIMIT)
"""The log-odds in the middle of each bin, float64 (bins,)."""


def odds_bin(scores: Float32Array) -> Int64Array:
    """Find the bin of log-odds that each score falls in.

    Args:
        scores: float32 (...), probabilities, 0 to 1.

    Returns:
        int64 (...), from 0 to ``ODDS_BINS`` − 1; −1 where the score is NaN.
    """
    known = np.isfinite(scores)
    clipped = np.clip(np.where(known, scores, 0.5).astype(np.float64), 1e-9, 1 - 1e-9)
    odds = np.log(clipped / (1 - clipped))
    place = np.clip(((odds + _LIMIT) / _WIDTH).astype(np.int64), 0, ODDS_BINS - 1)
    return np.where(known, place, -1)


def estimate_prevalence(counts: Float64Array, *, prior: float) -> Float64Array:
    """Estimate the share of the positive by maximum likelihood under label shift.

    With r the ratio of p(score | positive) to p(score | negative), which is the odds of the score over the odds of the
    prior, the share π is the greatest of Σ counts · ln(1 + π (r − 1)). That is where the EM algorithm of Saerens,
    Latinne and Decaestecker ends ("Adjusting the outputs of a classifier to new a priori probabilities", 2002). The
    sum is concave in π, so that Newton's method finds it, kept within the bounds that the slope gives.

    Scores that say nothing leave the prior; sure ones are counted:

    >>> counts = np.zeros((2, ODDS_BINS))
    >>> counts[0, [ODDS_BINS // 2 - 1, ODDS_BINS // 2]] = 10  # as sure of either class as a prior of a half
    >>> counts[1, [0, -1]] = 30, 10
    >>> estimate_prevalence(counts, prior=0.5).round(2).tolist()
    [0.5, 0.25]

    Args:
        counts: float64 (..., bins), how many scores are in each bin of ``odds_bin``; weights will do.
        prior: The share of the positive for which the scores are calibrated, 0 to 1.

    Returns:
        float64 (...), 0 to 1; NaN where nothing is counted.

    Raises:
        ValueError: The prior is 0 or 1, so that the scores say nothing of one of the classes.
    """
    if not 0 < prior < 1:
        msg = f"a prior of {prior}: scores that were calibrated where only one class was tell nothing of the other"
        raise ValueError(msg)
    gain = np.exp(ODDS_MIDDLES - np.log(prior / (1 - prior))) - 1
    low, high = np.zeros(counts.shape[:-1]), np.ones(counts.shape[:-1])
    share = np.full(counts.shape[:-1], 0.5)
    ends = [counts @ (gain / (1 + end * gain)) for end in (0.0, 1.0)]
    for _ in range(_STEPS):
        part = gain / (1 + share[..., None] * gain)
        slope, curvature = (np.einsum("...b,...b->...", counts, power) for power in (part, part**2))
        low, high = np.where(slope > 0, share, low), np.where(slope > 0, high, share)
        with np.errstate(invalid="ignore", divide="ignore"):
            step = share + slope / curvature
        share = np.where((step > low) & (step < high), step, (low + high) / 2)
    share = np.where(ends[0] <= 0, 0.0, np.where(ends[1] >= 0, 1.0, share))
    return np.where(counts.sum(axis=-1) > 0, share, np.nan)


def estimate_class_shares(counts: Float64Array, *, posteriors: Float64Array, priors: Float64Array) -> Float64Array:
    """Estimate the shares of several classes by maximum likelihood under label shift.

    The EM algorithm of Saerens, Latinne and Decaestecker (2002): with the ratio r = posterior / prior of a cell and a
    class, the share π of a class becomes the mean over cells of π r / Σ π r, until it changes no more. It starts near
    the shares that all counts together have, so that many estimates from much the same counts take few steps.

    Sure scores are counted:

    >>> sure, priors = np.eye(3), np.array([0.4, 0.4, 0.2])
    >>> estimate_class_shares(np.array([3.0, 5.0, 2.0]), posteriors=sure, priors=priors).round(3).tolist()
    [0.3, 0.5, 0.2]

    Args:
        counts: float64 (..., cells), how many faces are in each cell; weights will do.
        posteriors: float64 (cells, classes), how probable each class is for the faces of a cell, 0 to 1, by scores
            that are calibrated for the priors. None is taken to be below 0.00034, so far out nobody has measured it.
        priors: float64 (classes,), the shares for which the scores are calibrated; they sum to 1.

    Returns:
        float64 (..., classes), the shares, which sum to 1; NaN where nothing is counted.

    Raises:
        ValueError: A prior isn't between 0 and 1, so that the scores say nothing of one of the classes.
    """
    if not np.all((priors > 0) & (priors < 1)):
        msg = f"priors of {priors.tolist()}: scores tell nothing of a class that was everywhere or nowhere"
        raise ValueError(msg)
    ratios = np.maximum(posteriors, np.exp(-_LIMIT)) / priors
    if not counts.shape[-1]:
        return np.full((*counts.shape[:-1], len(priors)), np.nan)
    rows = counts.reshape(-1, counts.shape[-1])
    totals = rows.sum(axis=1, keepdims=True)
    weights = np.where(totals > 0, rows, 1.0)
    weights /= weights.sum(axis=1, keepdims=True)
    shares = _maximize(weights.mean(axis=0, keepdims=True), ratios, priors[None], settled=_SETTLED / 10)
    # No class starts from nothing, since it would stay there.
    start = np.repeat((1 - _PART_OF_PRIORS) * shares + _PART_OF_PRIORS * priors, len(rows), axis=0)
    shares = _maximize(weights, ratios, start, settled=_SETTLED)
    return np.where(totals > 0, shares, np.nan).reshape(*counts.shape[:-1], len(priors))


def _maximize(weights: Float64Array, ratios: Float64Array, shares: Float64Array, *, settled: float) -> Float64Array:
    for _ in range(_EM_STEPS):
        former = shares
        shares = former * ((weights / (former @ ratios.T)) @ ratios)
        shares = shares / shares.sum(axis=1, keepdims=True)
        if np.abs(shares - former).max(initial=0) < settled:
            break
    return shares
