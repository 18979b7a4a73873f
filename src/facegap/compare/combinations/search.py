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
        least_share: of the one set's images must show it.
        ratio: of that share may be in the other set at most.
    """

    least_share: float
    ratio: float

    def holds(self, shown: float, lacking: float) -> bool:
        """Whether shares of the two sets are so."""
        return shown >= self.least_share and lacking <= self.ratio * shown


def searched(attributes: int, size: int) -> int:
    """How many combinations of some literals there are."""
    return math.comb(attributes, size) << size


def chance_of(attributes: int, size: int) -> float:
    """Of being wrong about one combination, so that over all it is ``CHANCE`` at most: the same sum for each size."""
    return CHANCE / min(LONGEST, attributes) / searched(attributes, size)


def search_missing(ours: PackedSet, theirs: PackedSet, rule: Rule) -> list[Int64Array]:
    """The combinations that are missing in their set, and of which no part is.

    Args:
        ours: the set that must show them.
        theirs: the one that hardly may; with the same attributes.
        rule: when a combination is missing.

    Returns:
        For each size from one literal on, int64 (found, size) numbers of literals.
    """
    found = [np.empty((0, 1), dtype=np.int64)]
    for size in range(1, min(LONGEST, ours.attributes) + 1):
        known = np.sort(np.concatenate([_codes(combinations, 2 * ours.attributes) for combinations in found]))
        found.append(_search_size(size, ours, theirs, rule, known))
    return found[1:]


def _search_size(size: int, ours: PackedSet, theirs: PackedSet, rule: Rule, known: Int64Array) -> Int64Array:
    """The missing combinations of one size, which have no part whose code is known."""
    # Here, since compiled code takes long to import.
    from facegap.compare.combinations.search_kernel import search

    least = [max(LEAST_DEFINED * given.images, LEAST_IMAGES) for given in (ours, theirs)]
    enough = least_gain(chance_of(ours.attributes, size))
    limits = (rule.least_share, rule.ratio, *least, enough)
    prefixes = np.array(list(itertools.combinations(range(ours.attributes), size - 1)), dtype=np.int64)
    candidates = in_parts(lambda part: search(part, ours.bits, theirs.bits, limits, known), prefixes)
    for free in range(size):
        candidates = candidates[_matters(candidates, free, ours, theirs, enough)]
    for place in (None, *range(size)):
        sums = (given.sums(candidates, free=place) for given in (ours, theirs))
        candidates = candidates[is_certain(*sums, attributes=ours.attributes, size=size)]
    return candidates


def is_certain(ours: PeopleSums, theirs: PeopleSums, *, attributes: int, size: int) -> BoolArray:
    """Whether shares in our set are higher by more than chance allows, all combinations considered, bool (n,)."""
    chance = chance_of(attributes, size)
    return np.asarray(gains(ours, theirs, chance=chance) >= least_gain(chance))


def _matters(combinations: Int64Array, free: int, ours: PackedSet, theirs: PackedSet, least: float) -> BoolArray:
    """Whether a literal makes a combination rarer in their set, by enough if all images are independent, bool (n,)."""
    (showing, images), (lacking, others) = (given.count(combinations, free=free) for given in (ours, theirs))
    share, other = showing / images, np.divide(lacking, others, out=np.zeros_like(others), where=others > 0)
    return np.asarray((other <= LEAST_STEP * share) & (gain(share, images, other, others) >= least))


def _codes(combinations: Int64Array, literals: int) -> Int64Array:
    """A number for each combination, by which ``search`` knows it."""
    codes = np.zeros(len(combinations), dtype=np.int64)
    for column in combinations.T:
        codes = codes * (literals + 1) + column + 1
    return codes
