"""Shares of images, with intervals over people that hold for rare things too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy.special
import scipy.stats

from facegap.base.arrays import BoolArray, Float64Array, Int64Array
from facegap.estimates.estimate import CONFIDENCE, Estimate, jackknife_variance
from facegap.estimates.groups import PeopleGroups

_TAIL = (1 - CONFIDENCE) / 2


class Estimates(NamedTuple):
    """Several numbers with their 95 % intervals, each float64 (n,); NaN where there is none."""

    value: Float64Array
    low: Float64Array
    high: Float64Array

    @classmethod
    def of(cls, estimates: Sequence[Estimate]) -> "Estimates":
        """Gather the estimates of a sequence, in its order."""
        return cls(
            *(np.array([getattr(estimate, part) for estimate in estimates]) for part in ("value", "low", "high"))
        )

    def at(self, index: int) -> Estimate:
        """The estimate at a place, from 0."""
        return Estimate(float(self.value[index]), float(self.low[index]), float(self.high[index]))


@dataclass(frozen=True)
class Shares:
    """Shares with what is known of their doubt, from which the interval of any level follows.

    The images of one person are alike, so that they tell less than as many images of different people. The variance
    through the choice of people says how much less: it gives the number of independent images that would leave the
    same doubt. With that number the exact interval of a share is found (Clopper and Pearson, 1934), as Korn and
    Graubard do ("Confidence intervals for proportions with small expected number of positive counts", 1998). Unlike
    one of the variance alone, it covers the truth as often as it says where a thing is rare. The number is one a person
    at least (ours): the images of a person can't be more alike than all the same. Where all images of a set agree, it
    is just that.

    Attributes:
        value: float64 (n,), the shares, 0 to 1; NaN of nothing.
        variance: float64 (n,), their variance through the choice of people; NaN where it isn't known, and then there is
            no interval.
        people: float64 (n,), on how many people each share rests, as of ``count_people``.
        images: float64 (n,), on how many images it rests; there can't be more independent ones.
        freedom: float64 (n,), the degrees of freedom of the variance; where they are few the variance is itself in
            doubt.
        error: float64 (n,), the standard deviation of what is wrong with the shares however many people there are, such
            as an annotator's errors; None where nothing is.
    """

    value: Float64Array
    variance: Float64Array
    people: Float64Array
    images: Float64Array
    freedom: Float64Array
    error: Float64Array | None = None

    def interval(self, tail: Float64Array | float = _TAIL) -> Estimates:
        """The interval that leaves out ``tail`` at either end; by default that of 95 %.

        The error, which is taken to be normal, is added to it as independent: by the root of the sum of squares (ours).
        """
        low, high = exact_interval(self.value, self.trials(tail), tail)
        if self.error is not None:
            reach = -scipy.special.ndtri(tail) * self.error
            low = np.maximum(self.value - np.hypot(self.value - low, reach), 0.0)
            high = np.minimum(self.value + np.hypot(high - self.value, reach), 1.0)
        return Estimates(self.value, low, high)

    def trials(self, tail: Float64Array | float = _TAIL) -> Float64Array:
        """How many independent images would leave the same doubt, float64 (n,)."""
        with np.errstate(invalid="ignore", divide="ignore"):
            independent = np.minimum(self.value * (1 - self.value) / self.variance, self.images)
            few = scipy.special.ndtri(tail) / scipy.special.stdtrit(self.freedom, tail)
            trials = np.maximum(independent * few**2, self.people)
        trials = np.where((self.value == 0) | (self.value == 1), self.people, trials)
        return np.where(np.isfinite(self.variance), trials, np.nan)


def estimate_shares(part: Int64Array, *, whole: Int64Array, people: Float64Array) -> Estimates:
    """The shares that some images have of others, of several kinds of images at once, by groups of people.

    Args:
        part: int64 (groups, n), images of each kind, in each group of people.
        whole: int64 (groups, n), the images that they are a share of.
        people: float64 (n,), how many people the images of ``whole`` show, as of ``count_people``.

    Returns:
        Shares, 0 to 1, with intervals as of ``Shares`` by the jackknife; NaN where ``whole`` is empty. Intervals are
        NaN where there is one group only, or only one that has any images.
    """
    groups, images = len(part), whole.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = part.sum(axis=0) / images
        left_out = (part.sum(axis=0) - part) / (images - whole)
        variance = jackknife_variance(left_out) if groups > 1 else np.full_like(share, np.nan)
    freedom = np.full_like(share, max(groups - 1, 1))
    return Shares(share, variance, people, images.astype(np.float64), freedom).interval()


def share_of_images(
    chosen: BoolArray, people: Int64Array, *, groups: PeopleGroups, among: BoolArray | None = None
) -> Estimate:
    """The share of some images, with its interval over their people.

    Args:
        chosen: bool (images,), the images that are counted.
        people: int64 (images,), a number from 0 for each image's person.
        groups: The groups of these people.
        among: bool (images,), the images that they are a share of, the chosen ones included; by default all.

    Returns:
        The share, 0 to 1, with the interval of ``estimate_shares``.
    """
    whole = np.ones(len(chosen), dtype=np.bool_) if among is None else among
    counts = [np.bincount(groups.of[part], minlength=groups.count)[:, None] for part in (chosen, whole)]
    return estimate_shares(counts[0], whole=counts[1], people=np.array([count_people(people[whole])])).at(0)


def exact_interval(
    share: Float64Array, trials: Float64Array, tail: Float64Array | float = _TAIL
) -> tuple[Float64Array, Float64Array]:
    """Clopper and Pearson's interval of a share.

    Args:
        share: float64 (n,), the shares, 0 to 1.
        trials: float64 (n,), how many independent trials each share is from; any positive number, not whole ones only.
        tail: The probability that is left out at either end, 0 to ½; by default that of the 95 % interval.

    Returns:
        The lower and the upper bounds, each float64 (n,), 0 to 1; NaN where ``trials`` is.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        positive, negative = share * trials, (1 - share) * trials
        low = np.where(share == 0, 0.0, scipy.special.betaincinv(positive, negative + 1, tail))
        high = np.where(share == 1, 1.0, scipy.special.betainccinv(positive + 1, negative, tail))
    return np.where(np.isnan(trials), np.nan, low), np.where(np.isnan(trials), np.nan, high)


def share_of_people(who: BoolArray) -> Estimate:
    """The share of the people of whom something is true, with Clopper and Pearson's interval: people are independent.

    Args:
        who: bool (people,), whether it is true of each person, of whom there must be one at least.

    >>> share = share_of_people(np.repeat([True, False], [3, 17]))
    >>> share.value, round(share.low, 3), round(share.high, 3)
    (0.15, 0.032, 0.379)
    """
    share = float(who.mean())
    low, high = exact_interval(np.array(share), np.array(len(who), dtype=np.float64))
    return Estimate(share, float(low), float(high))


def share_interval(share: float, *, variance: float, least: float, most: float, people: float) -> Estimate:
    """A share with the interval for as many independent trials as would leave the same doubt.

    Args:
        share: The share, 0 to 1.
        variance: The variance of the share through the choice of people; NaN where it isn't known.
        least: How many independent trials there are at least.
        most: How many there are at most.
        people: How many people the variance rests on.
    """
    trials = independent_trials(share, variance=variance, least=least, most=most, people=people)
    low, high = exact_interval(np.array(share), np.array(trials))
    return Estimate(share, float(low), float(high))


def independent_trials(share: float, *, variance: float, least: float, most: float, people: float) -> float:
    """How many independent trials would leave the same doubt of a share.

    Args:
        share: The share, 0 to 1.
        variance: The variance of the share through the choice of people; NaN where it isn't known.
        least: How many independent trials there are at least; it counts where the share is 0 or 1, which shows no
            variation.
        most: How many there are at most.
        people: How many people the variance rests on; where they are few it is itself in doubt (Student's t).

    Returns:
        The number of trials; NaN where the variance isn't known, or rests on fewer than two people.
    """
    if not np.isfinite(variance) or people < 2:
        return float("nan")
    if share in (0, 1):
        return least
    few = float(scipy.stats.norm.isf(_TAIL) / scipy.stats.t.isf(_TAIL, people - 1))
    return min(share * (1 - share) * few**2 / variance, most) if variance else most


def count_people(people: Int64Array) -> float:
    """How many people some images show, (Σ m)² / Σ m² of the m images of each (Kish, "Survey Sampling", 1965).

    Where all have as many images that is their number, and less where a few have most.

    Args:
        people: int64 (images,), a number from 0 for each image's person.
    """
    images = np.bincount(people).astype(np.float64)
    return float(images.sum() ** 2 / np.sum(images**2)) if len(people) else 0.0
