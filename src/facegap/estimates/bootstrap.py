"""The bootstrap of whole people, as weights on sums: no row is ever drawn again."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float64Array, Int64Array
from facegap.engine import generator

REPLICATES = 1000
"""Times that people are weighed anew (ours); a standard deviation is then known to about 2 %."""
UNITS = 2048
"""Above as many people, people at random share a weight (ours); a standard deviation is then known to about 2 %."""


@dataclass(frozen=True)
class PeopleUnits:
    """Whole people dealt into units, which are what is drawn: a person each where they are few enough.

    Attributes:
        of: int64 (images,), the unit of each image, from 0.
        count: Units.
    """

    of: Int64Array
    count: int


def people_units(people: Int64Array, *, seed: int, most: int = UNITS) -> PeopleUnits:
    """Deal people into at most ``most`` units of about as many people each, at random.

    The sums of units of people vary as those of people do (random groups: Wolter, "Introduction to variance
    estimation", 2007), so that a million people need no more memory than ``most``.

    Args:
        people: int64 (images,), a number from 0 for each image's person.
        seed: The seed of the division of people into units.
        most: How many units there may be at most.
    """
    present = np.zeros(int(people.max(initial=-1)) + 1, dtype=bool)
    present[people] = True
    everyone = np.flatnonzero(present)
    count = min(len(everyone), most)
    unit_of = np.zeros(len(present), dtype=np.int64)
    dealt = everyone if count == len(everyone) else generator(seed, "people", "units").permutation(everyone)
    unit_of[dealt] = np.arange(len(dealt)) % max(count, 1)
    return PeopleUnits(unit_of[people], count)


def exponential_weights(units: int, *, seed: int, replicates: int = REPLICATES) -> Float64Array:
    """Weights of units in each replicate, float64 (replicates, units), exponential with mean 1.

    Two sets of as many units get the same weights: add the variances that either gives alone. That is the Bayesian
    bootstrap (Rubin, 1981): as the bootstrap by drawing units with replacement, but no unit is
    ever quite without weight, so that shares among few units stay defined.

    Args:
        units: How many units there are.
        seed: The seed of the weights.
        replicates: How often the units are weighed.
    """
    return generator(seed, "bootstrap", "weights").standard_exponential((replicates, units))


def bootstrap_variance(replicates: Float64Array, *, units: int) -> Float64Array:
    """The variance of estimates through the choice of people, from their values in each replicate.

    Weights that sum to anything have, divided by their sum, Dirichlet's variance, 1 / (U (U + 1)) for U units, where
    an unbiased one has 1 / (U (U − 1)): so it is made larger by (U + 1) / (U − 1).

    Args:
        replicates: float64 (replicates, ...), ratios of weighted sums over units.
        units: How many units there are.

    Returns:
        The variance of each estimate, float64 (...); NaN where there are fewer than two units, or where a replicate has
        no value.
    """
    if units < 2:
        return np.full(replicates.shape[1:], np.nan)
    return np.asarray(replicates.var(axis=0) * (units + 1) / (units - 1))
