"""People in groups at random: left out in turn for intervals, and divided into halves for noise floors."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Int64Array
from facegap.engine import generator

GROUPS = 20
"""Groups of people that are left out in turn (ours)."""
_SPLITS = 20


@dataclass(frozen=True)
class PeopleGroups:
    """Whole people in groups of about equal size.

    Attributes:
        of: int64 (images,), the group of each image, from 0.
        count: How many groups there are; 1 where there are too few people to leave some out.
        halves: bool (splits, groups), whether a group is in the first half, for some random divisions in two.
    """

    of: Int64Array
    count: int
    halves: BoolArray

    @property
    def left_out(self) -> BoolArray:
        """The groups that stay when each is left out in turn, bool (groups, groups); (0, 1) if there is one only."""
        kept = ~np.eye(self.count, dtype=bool)
        return kept if self.count > 1 else kept[:0]


def group_people(people: Int64Array, *, seed: int) -> PeopleGroups:
    """Divide people into up to ``GROUPS`` groups, of two people at least.

    Args:
        people: int64 (images,), a number from 0 for each image's person.
        seed: The seed of the division of people into groups.
    """
    everyone = np.unique(people)
    count = min(GROUPS, max(len(everyone) // 2, 1))
    shuffled = generator(seed, "people", "groups").permutation(everyone)
    group_of = np.empty(int(people.max()) + 1, dtype=np.int64)
    group_of[shuffled] = np.arange(len(everyone)) % count
    return PeopleGroups(group_of[people], count, random_halves(count, seed=seed))


def random_halves(count: int, *, seed: int, purpose: str = "people") -> BoolArray:
    """Whether each of ``count`` groups is in the first half, for 20 random divisions in two, bool (splits, count)."""
    orders = [generator(seed, purpose, "halves", split).permutation(count) for split in range(_SPLITS)]
    return np.array(orders) < count // 2
