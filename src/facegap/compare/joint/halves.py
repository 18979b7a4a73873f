"""Estimates of half of the people, again and again: the interval, and whether the estimate still moves."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.stats

from facegap.base.arrays import BoolArray, Float64Array
from facegap.compare.joint.convergence import least_images
from facegap.compare.joint.divergence import BothWays, Divergence
from facegap.engine import generator
from facegap.estimates import CONFIDENCE, Estimate

HALVES = 100
"""Random halves of the people of both sets (ours); a standard deviation is then known to 7 %."""
QUARTERS = 40

Statistic = Callable[[BoolArray, BoolArray], Float64Array]
"""From choices of groups of P and of Q, bool (choices, groups), to KL both ways, float64 (choices, 2)."""


@dataclass(frozen=True)
class Replicates:
    """KL both ways, (P‖Q) and (Q‖P), of some of the people, in nats.

    Attributes:
        halves: float64 (halves, 2), the estimates from half of the groups of P's people and half of those of Q's; empty
            where either has one group only.
        half: float64 (2,), the mean of ``halves``; NaN where there is none.
        quarter: float64 (2,), the mean of the estimates from a quarter of the groups; NaN where either set has fewer
            than four.
        freedom: The degrees of freedom of the variance of ``halves``.
    """

    halves: Float64Array
    half: Float64Array
    quarter: Float64Array
    freedom: int

    def interval(self, value: float, halves: Float64Array, *, least: float = -np.inf) -> Estimate:
        """The interval of an estimate: value ± t · s with the standard deviation s of estimates from half-samples.

        Those vary by as much as the estimate from all people does (McCarthy, "Pseudo-replication: half samples", 1969):
        half as many people make the variance twice as large, and drawing half of those that there are, without
        repetition, shows half of it.

        Args:
            value: The estimate from all people.
            halves: float64 (halves,), the estimates from half of the people.
            least: The value below which no interval goes.
        """
        if not len(halves) or not np.all(np.isfinite(halves)) or not np.isfinite(value):
            return Estimate(value, float("nan"), float("nan"))
        half = float(scipy.stats.t.ppf((1 + CONFIDENCE) / 2, self.freedom) * halves.std(ddof=1))
        return Estimate(value, max(value - half, least), value + half)

    def asymmetry(self, difference: float) -> Estimate:
        """KL(P‖Q) − KL(Q‖P) with its interval."""
        return self.interval(difference, self.halves[:, 0] - self.halves[:, 1])


def replicate(statistic: Statistic, *, p_groups: int, q_groups: int, same: bool = False, seed: int = 0) -> Replicates:
    """Estimate from random halves and quarters of the groups of people.

    Args:
        statistic: The estimator: from the chosen groups of P and of Q, each bool (choices, groups), to float64
            (choices, 2).
        p_groups: How many groups the people of P are in.
        q_groups: How many groups the people of Q are in.
        same: Whether both are one set; then so are their halves.
        seed: The seed of the choices.
    """
    none = np.full(2, np.nan)
    fewest = min(p_groups, q_groups)
    if fewest < 2:
        return Replicates(np.empty((0, 2)), none, none, 0)
    sides = ((p_groups, "p"), (q_groups, "p" if same else "q"))
    halves = statistic(*(_choices(groups, 2, HALVES, seed, name) for groups, name in sides))
    quarter = none
    if fewest >= 4:
        quarters = (_choices(groups, 4, QUARTERS, seed, name) for groups, name in sides)
        quarter = statistic(*quarters).mean(axis=0)
    return Replicates(halves, halves.mean(axis=0), quarter, fewest - 1)


def both_ways(
    values: npt.ArrayLike,
    replicates: Replicates,
    *,
    floor: Float64Array,
    images: int,
    people: float,
    smaller: tuple[Float64Array, Float64Array] | None = None,
) -> BothWays:
    """Put an estimate, its intervals and its convergence together.

    Args:
        values: float64 (2,), KL(P‖Q) and KL(Q‖P) of all people.
        replicates: The replicates of the same estimator, or of one that varies as it does.
        floor: float64 (splits,), KL between two halves of P's people.
        images: How many images the smaller set has.
        people: How many people the smaller set has.
        smaller: The mean estimates from half and from a quarter of the people, each float64 (2,), where they aren't
            those of the replicates.
    """
    halves, quarters = smaller or (replicates.half, replicates.quarter)
    chance = median_size(floor)

    def one_way(at: int, value: float) -> Divergence:
        estimate = replicates.interval(value, replicates.halves[:, at])
        half, quarter, margin = float(halves[at]), float(quarters[at]), estimate.high - estimate.value
        enough = least_images(value=value, half=half, quarter=quarter, margin=margin, images=images)
        return Divergence.judged(
            estimate, half=half, quarter=quarter, images=images, people=people, least_images=enough, floor=chance
        )

    p_q, q_p = np.asarray(values, dtype=np.float64).tolist()
    return BothWays(one_way(0, p_q), one_way(1, q_p), replicates.asymmetry(p_q - q_p), chance)


def median_size(floor: npt.ArrayLike) -> float:
    """The median of the absolute values of those that are known; NaN where none is."""
    known = np.abs(np.asarray(floor, dtype=np.float64))
    known = known[np.isfinite(known)]
    return float(np.median(known)) if len(known) else float("nan")


def _choices(groups: int, parts: int, count: int, seed: int, name: str) -> BoolArray:
    """Random choices of one of ``parts`` parts of the groups, bool (count, groups); rounded up as often as down."""
    rng = generator(seed, "joint", "halves", parts, name)
    sizes = (groups + rng.integers(0, parts, count)) // parts
    ranks = rng.permuted(np.tile(np.arange(groups), (count, 1)), axis=1)
    return np.asarray(ranks < np.maximum(sizes, 1)[:, None])
