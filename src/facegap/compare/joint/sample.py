"""Points of one set in the order of groups of people, so that whatever is summed by group is one stretch."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from facegap.base.arrays import BoolArray, Float64Array, Int64Array
from facegap.estimates import group_people


@dataclass(frozen=True)
class Sample:
    """Images as points, sorted by group and within groups by person.

    Attributes:
        points: float64 (images, dimensions), where each image lies.
        people: int64 (images,), a number for the person of each image.
        groups: int64 (images,), the group of people that each image is in, rising from 0.
        cuts: int64 (groups + 1,), where groups begin, and the end.
        splits: bool (splits, groups), whether a group is in the first half of the people, for some random divisions in
            two.
        first: int64 (images,), the row at which the images of the row's person begin.
        last: int64 (images,), the row at which they end.
    """

    points: Float64Array
    people: Int64Array
    groups: Int64Array
    cuts: Int64Array
    splits: BoolArray
    first: Int64Array
    last: Int64Array

    @classmethod
    def of(cls, points: npt.ArrayLike, people: Sequence[int] | Int64Array, *, seed: int = 0) -> "Sample":
        """Make a sample: whole people are dealt into groups, and their images sorted.

        Args:
            points: float64 (images, dimensions), where each image lies.
            people: int64 (images,), a number from 0 for each image's person.
            seed: The seed of the division of people into groups.
        """
        numbers = np.asarray(people, dtype=np.int64)
        dealt = group_people(numbers, seed=seed)
        order = np.lexsort((numbers, dealt.of))
        given = np.asarray(points, dtype=np.float64).reshape(len(numbers), -1)
        return cls._sorted(given[order], numbers[order], dealt.of[order], dealt.halves)

    @classmethod
    def _sorted(cls, points: Float64Array, people: Int64Array, groups: Int64Array, splits: BoolArray) -> "Sample":
        starts = np.flatnonzero(np.r_[True, people[1:] != people[:-1]])
        of_each = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(people)]))
        ends = np.r_[starts[1:], len(people)]
        cuts = np.searchsorted(groups, np.arange(splits.shape[1] + 1))
        return cls(points, people, groups, cuts, splits, starts[of_each], ends[of_each])

    def part(self, chosen: BoolArray) -> "Sample":
        """The images of some groups, bool (groups,); the groups keep their numbers, those left out are empty."""
        kept = chosen[self.groups]
        return self._sorted(self.points[kept], self.people[kept], self.groups[kept], self.splits)

    def sizes(self, chosen: BoolArray) -> Int64Array:
        """How many images each choice of groups holds, int64 (choices,)."""
        return np.asarray(chosen.astype(np.int64) @ np.diff(self.cuts))

    def others(self, chosen: BoolArray) -> Int64Array:
        """How many images of other people the chosen groups hold, for each image.

        Args:
            chosen: bool (choices, groups), the groups of each choice.

        Returns:
            The numbers of images, int64 (images, choices).
        """
        own = (self.last - self.first)[:, None] * chosen[:, self.groups].T
        return np.asarray(self.sizes(chosen) - own)

    @property
    def left_out(self) -> BoolArray:
        """The choices of all groups but one, bool (groups, groups); none where there is one group only."""
        return ~np.eye(self.grouped, dtype=bool)[: self.grouped if self.grouped > 1 else 0]

    @property
    def everything(self) -> BoolArray:
        """The choice of all groups, bool (1, groups)."""
        return np.ones((1, self.splits.shape[1]), dtype=bool)

    @property
    def grouped(self) -> int:
        """How many groups of people there are; 1 where there are too few people to leave some out."""
        return int(self.splits.shape[1])
