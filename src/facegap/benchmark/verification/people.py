"""Whose the pairs are: what hangs together, and how many people there are behind each kind."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy.stats

from facegap.base.arrays import BoolArray, Float64Array, Int64Array
from facegap.benchmark.protocol import Verification
from facegap.estimates import (
    CONFIDENCE,
    REPLICATES,
    DependentComparisons,
    Estimate,
    Statistic,
    count_people,
    share_interval,
)

Resampled = Literal["people", "pairs"]

_MANY = 1_000_000
_FEWER = 256
"""Replicates of more pairs than that; the deviation of an estimate is then known to 4 to 10 %."""


@dataclass(frozen=True)
class PairsOfPeople:
    """The pairs that are scored, with what is known of their people.

    Attributes:
        comparisons: which pairs hang together.
        resampled: ``pairs`` where people aren't known; intervals are then too narrow if people are in several pairs.
        mated: mated pairs.
        non_mated: non-mated pairs.
        mated_people: people as good as on the mated pairs (``count_people``), or pairs.
        non_mated_people: couples of people as good as on the non-mated pairs that share nobody, or pairs.
        replicates: that are drawn.
    """

    comparisons: DependentComparisons
    resampled: Resampled
    mated: int
    non_mated: int
    mated_people: float
    non_mated_people: float
    replicates: int

    @classmethod
    def of(
        cls,
        task: Verification,
        scored: BoolArray,
        people: Int64Array | None,
        replicates: int | None,
    ) -> "PairsOfPeople":
        """Look up the people.

        Args:
            task: the list of pairs.
            scored: bool (pairs,), those that count.
            people: int64 (references,), a number for each person, one of its own for each that isn't known; None where
                nobody is.
            replicates: by default 1,024, or 256 of more than a million pairs.
        """
        mated = task.mated[scored]
        count, kind = len(mated), int(mated.sum())
        replicates = replicates or (REPLICATES if count <= _MANY else _FEWER)
        if people is None:
            same = DependentComparisons.independent(count)
            return cls(same, "pairs", kind, count - kind, kind, count - kind, replicates)
        first, second = people[task.first[scored]], people[task.second[scored]]
        strangers = np.concatenate([first[~mated], second[~mated]])
        return cls(
            comparisons=DependentComparisons.of_people(first, second),
            resampled="people",
            mated=kind,
            non_mated=count - kind,
            mated_people=count_people(first[mated]),
            non_mated_people=min(count_people(strangers) / 2, count - kind),
            replicates=replicates,
        )

    def variance(self, statistic: Statistic, seed: int) -> Float64Array:
        """See ``DependentComparisons.variance``."""
        return self.comparisons.variance(statistic, replicates=self.replicates, seed=seed)

    @property
    def people(self) -> float:
        """On whom a variance of both kinds rests."""
        return min(self.mated_people, 2 * self.non_mated_people)

    def number(self, value: float, variance: float, *, least: float = -np.inf) -> Estimate:
        """What is no rate, such as d′, with its interval by Student's t; NaN bounds of too few people."""
        if not np.isfinite(variance) or self.people < 2:
            return Estimate(value, float("nan"), float("nan"))
        half = float(scipy.stats.t(self.people - 1).isf((1 - CONFIDENCE) / 2)) * variance**0.5
        return Estimate(value, max(value - half, least), value + half)

    def fnmr(self, value: float, variance: float, *, freedom: float) -> Estimate:
        """With its interval; ``freedom`` is that of the false matches on which the threshold rests."""
        people = min(freedom + 1, self.mated_people)
        return share_interval(value, variance=variance, least=self.mated_people, most=self.mated, people=people)

    def fmr(self, value: float, variance: float, *, freedom: float) -> Estimate:
        """With its interval; ``freedom`` is that of the false matches."""
        people = min(freedom + 1, 2 * self.non_mated_people)
        return share_interval(value, variance=variance, least=self.non_mated_people, most=self.non_mated, people=people)

    def both(self, value: float, variance: float) -> Estimate:
        """What depends on mated and non-mated scores alike, with its interval.

        There are at most as many independent trials as the size of two equal groups in all that would tell as much,
        4 / (1/m + 1/n).
        """
        most = 4 / (1 / self.mated + 1 / self.non_mated)
        least = min(self.mated_people, self.non_mated_people)
        return share_interval(value, variance=variance, least=least, most=most, people=self.people)
