"""KL of an annotator's scores in bins of equal mass: their order counts alone, and few people show no large values."""

from dataclasses import dataclass

import numpy as np
import scipy.stats

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array
from facegap.estimates import (
    CONFIDENCE,
    Estimate,
    PeopleGroups,
    count_people,
    jackknife_variance,
    jeffreys,
    kl,
    median_floor,
)

BINS = 10
"""Bins (ours): few enough for 40 people, and of smooth scores they lose a tenth of KL."""


@dataclass(frozen=True)
class KnownScores:
    """The scores of one attribute that are there, with the groups of their people.

    Attributes:
        scores: float32 (images,), any numbers that rise with how sure the annotator is.
        groups: int64 (images,), the group of people of each.
        count: How many groups of people the set has.
        people: How many people the scores are of, as of ``count_people``.
    """

    scores: Float32Array
    groups: Int64Array
    count: int
    people: float

    @classmethod
    def of(cls, scores: Float32Array, people: Int64Array, groups: PeopleGroups) -> "KnownScores":
        """Leave out the images without a score.

        Args:
            scores: float32 (images,), NaN where there is none.
            people: int64 (images,), a number for the person of each image.
            groups: The groups of the set's people.
        """
        known = np.isfinite(scores)
        return cls(scores[known], groups.of[known], groups.count, count_people(people[known]))

    def counts(self, edges: Float32Array) -> Float64Array:
        """How many people's worth of scores each group has in each bin, float64 (groups, bins).

        Images are counted, and scaled so that all together are as many as people: the images of one person are no
        independent scores.

        Args:
            edges: float32 (bins − 1,), the greatest score of each bin but the last.
        """
        bins = len(edges) + 1
        at = self.groups * bins + np.searchsorted(edges, self.scores, side="left")
        images = np.bincount(at, minlength=self.count * bins).reshape(self.count, bins)
        return np.asarray(images * (self.people / len(self.scores)))


@dataclass(frozen=True)
class BinnedDivergence:
    """KL(P‖Q) of scores in bins, in nats.

    Attributes:
        estimate: The value, corrected for its bias, with its 95 % interval over people; not below zero.
        ceiling: What it would be if Q had no score in any bin where P has one: no greater value can come of so many
            people.
    """

    estimate: Estimate
    ceiling: float


def equal_mass_edges(p: Float32Array, q: Float32Array, *, bins: int = BINS) -> Float32Array:
    """The greatest score of each bin but the last, so that each bin holds as much of both sets together.

    Either set weighs as much. Equal scores are in one bin, so that there may be fewer bins.

    Args:
        p: float32 (images of P,), the scores of the data.
        q: float32 (images of Q,), the scores of the model.
        bins: How many bins.

    Returns:
        float32 (up to bins − 1,), rising.

    >>> import numpy as np
    >>> equal_mass_edges(np.float32([0.1, 0.2]), np.float32([0.3, 0.9]), bins=2).tolist() == [np.float32(0.2)]
    True
    """
    ordered = np.sort(p), np.sort(q)
    candidates = [_first_reaching(side, ordered, np.arange(1, bins) / bins) for side in ordered]
    edges = np.unique(np.minimum(*candidates))
    return np.asarray(edges[edges < max(side[-1] for side in ordered)])


def kl_of_bins(*, p: Float64Array, q: Float64Array) -> BinnedDivergence:
    """Estimate KL(P‖Q) from counts in bins.

    Each bin of either set gets half a person more (Jeffreys), so that none is empty. The bias of few people is taken
    off by the delete-a-group jackknife (Quenouille, "Notes on bias in estimation", 1956), and its variance has the
    square of what was taken off added (ours).

    Args:
        p: float64 (groups, bins), people's worth of scores of the data, by group of people.
        q: float64 (groups, bins), those of the model.

    >>> import numpy as np
    >>> apart = kl_of_bins(p=np.array([[20.0, 0], [20, 0]]), q=np.array([[0.0, 20], [0, 20]]))
    >>> round(apart.estimate.value, 2), round(apart.ceiling, 2)
    (4.34, 4.34)
    """
    raw, ceiling, bias, variance = _jackknife(p, q)
    value = float(np.clip(raw - bias, 0, ceiling))
    if not variance:
        return BinnedDivergence(Estimate(value, np.nan, np.nan), ceiling)
    freedom = min(len(p), len(q)) - 1
    half = float(scipy.stats.t.ppf((1 + CONFIDENCE) / 2, freedom)) * (variance + bias**2) ** 0.5
    return BinnedDivergence(Estimate(value, max(value - half, 0.0), min(value + half, ceiling)), ceiling)


def floor_of_bins(scores: KnownScores, halves: BoolArray, *, bins: int = BINS) -> float:
    """KL between two halves of the people, in bins of equal mass of their own; the median of some divisions.

    Args:
        scores: The scores of one set.
        halves: bool (splits, groups), the groups that are in the first half.
        bins: How many bins.

    Returns:
        The floor in nats; NaN where there are too few people.
    """
    counts = scores.counts(equal_mass_edges(scores.scores, scores.scores, bins=bins))
    parts = [(counts[half], counts[~half]) for half in halves]
    jackknifed = [_jackknife(p, q) for p, q in parts if p.sum() and q.sum()]
    return median_floor(abs(raw - bias) for raw, _, bias, _ in jackknifed)


def _first_reaching(
    scores: Float32Array, both: tuple[Float32Array, Float32Array], shares: Float64Array
) -> Float32Array:
    """The first of some sorted scores up to which both sets together hold each share, by bisection; else infinity."""
    low, high = np.zeros(len(shares), dtype=np.int64), np.full(len(shares), len(scores))
    padded = np.append(scores, np.float32(np.inf))
    while (low < high).any():
        middle = (low + high) // 2
        held = sum(np.searchsorted(side, padded[middle], side="right") / (2 * len(side)) for side in both)
        # A share is met but for rounding.
        reached = held >= shares - 1e-9
        low, high = np.where(reached, low, middle + 1), np.where(reached, middle, high)
        low = np.minimum(low, high)
    return np.asarray(padded[low])


def _jackknife(p: Float64Array, q: Float64Array) -> tuple[float, float, float, float]:
    """KL(P‖Q) as it is, its ceiling, its bias and its variance; without groups to leave out the last two are 0."""
    p_all, q_all = p.sum(axis=0), q.sum(axis=0)
    raw, shares = float(_kl(p_all, q_all)), jeffreys(p_all)
    ceiling = float(shares @ np.log(shares) + np.log(2 * q_all.sum() + len(q_all)))
    if min(len(p), len(q)) < 2:
        return raw, ceiling, 0.0, 0.0
    left_out = _kl(p_all - p, q_all), _kl(p_all, q_all - q)
    bias = float(sum((len(each) - 1) * (each.mean() - raw) for each in left_out))
    variance = float(sum(jackknife_variance(each) for each in left_out))
    return (raw, ceiling, bias, variance) if np.isfinite(bias) else (raw, ceiling, 0.0, 0.0)


def _kl(p: Float64Array, q: Float64Array) -> Float64Array:
    return kl(p=jeffreys(p), q=jeffreys(q))
