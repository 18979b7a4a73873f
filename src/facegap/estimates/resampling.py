"""The variance of any statistic of comparisons, by taking their people again and again with other weights."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array, Int64Array, UInt64Array
from facegap.base.short_repr import ShortRepr
from facegap.engine import available_cores, generator

REPLICATES = 1024
"""Times that people are drawn (ours); the deviation of an estimate is then known to 2 to 5 %."""
BLOCK = 64
_NO_UNIT = -1


@dataclass(frozen=True)
class Draw:
    """One block of replicates: a coin for each unit in each replicate, and the weights that follow.

    A comparison of two units weighs as many as came up heads, 0, 1 or 2; one of one unit ½ or 1½; one of none 1.

    Attributes:
        first: int64 (pairs,), the number of a unit of each pair; the last coin is always tails and stands for no unit.
        second: int64 (pairs,), the number of the other unit of each pair.
        coins: uint64 (units + 1,), a bit for each of 64 replicates.
    """

    first: Int64Array
    second: Int64Array
    coins: UInt64Array

    def weigh(self, labels: Int64Array, count: int) -> Float64Array:
        """The total weight of the pairs of each label, in each replicate.

        Args:
            labels: int64 (pairs,), the label of each pair, from 0.
            count: How many labels there are.

        Returns:
            The total weights, float64 (count, 64).
        """
        # Here, since compiled code takes long to import.
        from facegap.estimates.weigh import add_weights

        twice = np.zeros((count, BLOCK), dtype=np.int32)
        add_weights(labels, self.first, self.second, self.coins, twice)
        return twice / 2


Statistic = Callable[[Draw], Float64Array]


@dataclass(frozen=True)
class DependentComparisons(ShortRepr):
    """Which comparisons hang together: those that have a person in common.

    Attributes:
        first: int64 (pairs,), a number from 0 for the person of each first image; the pair's own number where people
            aren't known.
        second: int64 (pairs,), a number from 0 for the person of each second image; −1 where it is the first's person.
        units: How many people there are in all, or how many pairs where people aren't known.
    """

    first: Int64Array
    second: Int64Array
    units: int

    @classmethod
    def of_people(cls, first: Int64Array, second: Int64Array) -> "DependentComparisons":
        """Make comparisons of people from their numbers, not negative, each int64 (pairs,)."""
        present = np.zeros(max(first.max(), second.max()) + 1, dtype=np.bool_)
        present[first] = present[second] = True
        numbers = np.cumsum(present) - 1
        return cls(numbers[first], np.where(first == second, _NO_UNIT, numbers[second]), int(present.sum()))

    @classmethod
    def independent(cls, pairs: int) -> "DependentComparisons":
        """Make comparisons of which it isn't known whose they are: each stands for itself."""
        return cls(np.arange(pairs), np.full(pairs, _NO_UNIT), pairs)

    def variance(self, statistic: Statistic, *, replicates: int = REPLICATES, seed: int = 0) -> Float64Array:
        """The variance of some statistics through the choice of people.

        People are drawn by coins: a comparison weighs as many of its two people as come up heads. That is the random
        half-sample in Fay's form (Judkins, "Fay's method for variance estimation", 1990), a bootstrap with weights
        (Præstgaard and Wellner, 1993) whose deviations are half those of sampling: no weight is negative, and
        thresholds may be chosen anew in each replicate. What is of a pair alone is drawn with either of its people,
        that is twice, and is taken off once by drawing the couples of people themselves, as in the variance of dyads
        (Fafchamps and Gubert, 2007; Aronow, Samii and Assenova, 2015): V = V_people − V_couples, and never below
        V_couples, which is what there is where no two couples share a person.

        Args:
            statistic: The function from a block of replicates to the statistics, float64 (statistics, 64).
            replicates: How often people are drawn, rounded up to blocks of 64.
            seed: The seed of the coins.

        Returns:
            The variances, float64 (statistics,); NaN where a replicate has no value, that is, of too few people.
        """
        variance = _spread(self, statistic, replicates, seed, "people") * self.units / max(self.units - 1, 1)
        if np.all(self.second == _NO_UNIT):
            return variance
        couples = _spread(self._couples(), statistic, replicates, seed, "couples")
        return np.maximum(variance - couples, couples)

    def freedom(self, chosen: BoolArray) -> float:
        """Degrees of freedom of the variance of a count: on how many people it rests.

        (Σ k²)² / Σ k⁴ of the k counted comparisons of each (Satterthwaite, 1946): the number of people where all have
        as many, and less where a few have most.

        Args:
            chosen: bool (pairs,), the comparisons that are counted, such as false matches.

        Returns:
            The degrees of freedom, at least 1; infinite where no comparison is counted, since then there is no
            variance.
        """
        first, second = self.first[chosen], self.second[chosen]
        of_each = np.bincount(first, minlength=self.units) + np.bincount(
            second[second != _NO_UNIT], minlength=self.units
        )
        squares = of_each.astype(np.float64) ** 2
        return float(squares.sum() ** 2 / np.sum(squares**2)) if chosen.any() else float("inf")

    def _couples(self) -> "DependentComparisons":
        """The same with couples of people as units, of which there is none where both are one person."""
        apart = self.second != _NO_UNIT
        low, high = np.minimum(self.first, self.second)[apart], np.maximum(self.first, self.second)[apart]
        couples, numbers = np.unique(low * self.units + high, return_inverse=True)
        first = np.full(len(self.first), _NO_UNIT)
        first[apart] = numbers
        return replace(self, first=first, second=np.full(len(first), _NO_UNIT), units=len(couples))


def _spread(
    comparisons: DependentComparisons, statistic: Statistic, replicates: int, seed: int, purpose: str
) -> Float64Array:
    """The variance over replicates, scaled from coins to sampling."""
    first = np.where(comparisons.first == _NO_UNIT, comparisons.units, comparisons.first)
    second = np.where(comparisons.second == _NO_UNIT, comparisons.units, comparisons.second)

    def block(number: int) -> Float64Array:
        rng = generator(seed, "resampling", purpose, number)
        coins = rng.integers(0, 2**64, size=comparisons.units + 1, dtype=np.uint64)
        coins[-1] = 0
        return statistic(Draw(first, second, coins))

    with ThreadPoolExecutor(available_cores()) as pool:
        values = np.concatenate(list(pool.map(block, range(-(-replicates // BLOCK)))), axis=1)
    return np.asarray(4 * values.var(axis=1))
