"""Shares of images, with intervals over people that hold for rare things too."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.stats

from facegap.estimates.estimate import CONFIDENCE, Estimate, jackknife_variance

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

_TAIL = (1 - CONFIDENCE) / 2


class Estimates(NamedTuple):
    """Several numbers with their 95 % intervals, each float64 (n,); NaN where there is none."""

    value: Floats
    low: Floats
    high: Floats

    def at(self, index: int) -> Estimate:
        """One of them."""
        return Estimate(float(self.value[index]), float(self.low[index]), float(self.high[index]))


def estimate_shares(part: Counts, *, whole: Counts, people: Floats) -> Estimates:
    """The shares that some images have of others, of several kinds of images at once.

    The images of one person are alike, so that they tell less than as many images of different people. The jackknife
    over groups of people says how much less: it gives the number of independent images that would leave the same
    doubt. With that number the exact interval of a share is found (Clopper and Pearson, 1934), as Korn and Graubard do
    ("Confidence intervals for proportions with small expected number of positive counts", 1998). Unlike ``jackknife``
    alone, it covers the truth as often as it says where a thing is rare. The number is one a person at least (ours):
    the images of a person can't be more alike than all the same. Where all images of a set agree, it is just that.

    Args:
        part: int64 (groups, n), images of each kind, in each group of people.
        whole: int64 (groups, n), the images that they are a share of.
        people: float64 (n,), people on the images of ``whole``, see ``count_people``.

    Returns:
        Shares, 0 to 1; NaN where ``whole`` is empty. Intervals are NaN where there is one group only, or only one that
        has any images.
    """
    groups, images = len(part), whole.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = part.sum(axis=0) / images
        if groups < 2:
            unknown = np.full_like(share, np.nan)
            return Estimates(share, unknown, unknown)
        left_out = (part.sum(axis=0) - part) / (images - whole)
        variance = jackknife_variance(left_out)
        independent = np.minimum(share * (1 - share) / variance, images)
        # With few groups the variance itself is in doubt.
        few = scipy.stats.norm.isf(_TAIL) / scipy.stats.t.isf(_TAIL, groups - 1)
        trials = np.where((share == 0) | (share == 1), people, np.maximum(independent * few**2, people))
        low, high = exact_interval(share, trials)
    known = np.isfinite(variance)
    return Estimates(share, np.where(known, low, np.nan), np.where(known, high, np.nan))


def exact_interval(share: Floats, trials: Floats) -> tuple[Floats, Floats]:
    """Clopper and Pearson's 95 % interval of a share.

    Args:
        share: float64 (n,), 0 to 1.
        trials: float64 (n,), independent trials that it is from; any positive number, not whole ones only.

    Returns:
        The bounds, each float64 (n,); NaN where ``trials`` is.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        positive, negative = share * trials, (1 - share) * trials
        low = np.where(share == 0, 0.0, scipy.stats.beta.ppf(_TAIL, positive, negative + 1))
        high = np.where(share == 1, 1.0, scipy.stats.beta.isf(_TAIL, positive + 1, negative))
    return np.where(np.isnan(trials), np.nan, low), np.where(np.isnan(trials), np.nan, high)


def share_interval(share: float, *, variance: float, least: float, most: float, people: float) -> Estimate:
    """A share with the interval for as many independent trials as would leave the same doubt.

    Args:
        share: 0 to 1.
        variance: of it, as the rest is for ``independent_trials``.
        least: trials that there are at least.
        most: trials that there can't be more of.
        people: on whom the variance rests.
    """
    trials = independent_trials(share, variance=variance, least=least, most=most, people=people)
    low, high = exact_interval(np.array(share), np.array(trials))
    return Estimate(share, float(low), float(high))


def independent_trials(share: float, *, variance: float, least: float, most: float, people: float) -> float:
    """How many independent trials would leave the same doubt of a share.

    Args:
        share: 0 to 1.
        variance: of it; NaN where it isn't known.
        least: trials that there are at least; it counts where the share is 0 or 1, which shows no variation.
        most: trials that there can't be more of.
        people: on whom the variance rests; where they are few it is itself in doubt (Student's t).

    Returns:
        NaN where the variance isn't known, or rests on fewer than two people.
    """
    if not np.isfinite(variance) or people < 2:
        return float("nan")
    if share in (0, 1):
        return least
    few = float(scipy.stats.norm.isf(_TAIL) / scipy.stats.t.isf(_TAIL, people - 1))
    return min(share * (1 - share) * few**2 / variance, most) if variance else most


def count_people(people: npt.NDArray[np.int64]) -> float:
    """How many people some images show, (Σ m)² / Σ m² of the m images of each (Kish, "Survey Sampling", 1965).

    Where all have as many images that is their number, and less where a few have most.

    Args:
        people: int64 (images,), a number from 0 for each image's person.
    """
    images = np.bincount(people).astype(np.float64)
    return float(images.sum() ** 2 / np.sum(images**2)) if len(people) else 0.0


def subtract(ours: Estimates, theirs: Estimates) -> Estimates:
    """``theirs`` minus ``ours``, of independent samples.

    The interval is made of the two that there are, each on the side to which it matters (Zou and Donner,
    "Construction of confidence limits about effect measures", 2008), so that it holds what they hold of rare things.
    """
    value = theirs.value - ours.value
    below = np.hypot(theirs.value - theirs.low, ours.high - ours.value)
    above = np.hypot(theirs.high - theirs.value, ours.value - ours.low)
    return Estimates(value, value - below, value + above)
