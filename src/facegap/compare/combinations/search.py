"""The search for the smallest combinations of literals that one set shows and another hardly does."""

import itertools
import math
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Int64Array
from facegap.compare.combinations.certainty import PeopleSums, gain, gains, least_gain
from facegap.compare.combinations.packed import PackedSet, in_parts

LONGEST = 4
"""Literals of a combination at most."""
LEAST_DEFINED = 0.1
LEAST_IMAGES = 20
"""Of each set's images, a combination must be defined for this share and this number at least (ours)."""
LEAST_STEP = 0.5
"""Among images that show the other literals of a combination, each must be at most so frequent, against ours (ours).

Without that, literals that make no difference would turn an attribute that is nearly missing into combinations of which
the other set happens to show a little less.
"""
CHANCE = 0.05
"""That any combination at all is found between samples of one world (ours)."""


@dataclass(frozen=True)
class Rule:
    """When a combination is missing.

    Attributes:
        least_share: The share of the one set's images that must show the combination, 0 to 1.
        ratio: The part of that share which may be in the other set at most, 0 to 1.
    """

    least_share: float
    ratio: float

    def holds(self, shown: float, lacking: float) -> bool:
        """Whether the shares of the two sets are such that the combination is missing."""
        return shown >= self.least_share and lacking <= self.ratio * shown


def searched(attributes: int, size: int) -> int:
    """How many combinations of some literals there are."""
    return math.comb(attributes, size) << size


def chance_of(attributes: int, size: int) -> float:
    """The chance of being wrong on one combination that gives ``CHANCE`` at most over all, as much for each size."""
    return CHANCE / min(LONGEST, attributes) / searched(attributes, size)


def search_missing(shown_by: PackedSet, lacking_in: PackedSet, rule: Rule) -> list[Int64Array]:
    """The combinations that one set shows and another lacks, and of which no part is such a combination.

    Args:
        shown_by: The set that must show them.
        lacking_in: The set that hardly may show them; it has the same attributes.
        rule: When a combination is missing.

    Returns:
        For each size, from one literal on, the numbers of the literals of the combinations, int64 (combinations, size).
    """
    by_size = [np.empty((0, 1), dtype=np.int64)]
    for size in range(1, min(LONGEST, shown_by.attributes) + 1):
        known = np.sort(np.concatenate([_codes(combinations, 2 * shown_by.attributes) for combinations in by_size]))
        by_size.append(_search_size(size, shown_by, lacking_in, rule, known))
    return by_size[1:]


def _search_size(size: int, shown_by: PackedSet, lacking_in: PackedSet, rule: Rule, known: Int64Array) -> Int64Array:
    """The missing combinations of one size, which have no part whose code is known."""
    # Here, since compiled code takes long to import.
    from facegap.compare.combinations.search_kernel import search

    least = [max(LEAST_DEFINED * given.images, LEAST_IMAGES) for given in (shown_by, lacking_in)]
    enough = least_gain(chance_of(shown_by.attributes, size))
    limits = (rule.least_share, rule.ratio, *least, enough)
    prefixes = np.array(list(itertools.combinations(range(shown_by.attributes), size - 1)), dtype=np.int64)
    candidates = in_parts(lambda part: search(part, shown_by.bits, lacking_in.bits, limits, known), prefixes)
    for free in range(size):
        candidates = candidates[_matters(candidates, free, shown_by, lacking_in, enough)]
    for place in (None, *range(size)):
        sums = (given.sums(candidates, free=place) for given in (shown_by, lacking_in))
        candidates = candidates[is_certain(*sums, attributes=shown_by.attributes, size=size)]
    return candidates


def is_certain(shown_by: PeopleSums, lacking_in: PeopleSums, *, attributes: int, size: int) -> BoolArray:
    """Whether shares in the first set are higher by more than chance allows for all combinations, bool (n,)."""
    chance = chance_of(attributes, size)
    return np.asarray(gains(shown_by, lacking_in, chance=chance) >= least_gain(chance))


def _matters(
    combinations: Int64Array, free: int, shown_by: PackedSet, lacking_in: PackedSet, least: float
) -> BoolArray:
    """Whether a literal makes a combination rarer where it is lacking, by enough for independent images, bool (n,)."""
    (showing, images), (lacking, lacking_images) = (
        given.count(combinations, free=free) for given in (shown_by, lacking_in)
    )
    share, lacking_share = (
        showing / images,
        np.divide(lacking, lacking_images, out=np.zeros_like(lacking_images), where=lacking_images > 0),
    )
    return np.asarray(
        (lacking_share <= LEAST_STEP * share) & (gain(share, images, lacking_share, lacking_images) >= least)
    )


def _codes(combinations: Int64Array, literals: int) -> Int64Array:
    """A number for each combination, by which ``search`` knows it."""
    codes = np.zeros(len(combinations), dtype=np.int64)
    for column in combinations.T:
        codes = codes * (literals + 1) + column + 1
    return codes
