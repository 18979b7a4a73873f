"""How many comparisons each person takes part in, and how many of them match."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from facegap.base.arrays import Int64Array
from facegap.matching.pairs.grouped_embeddings import GroupedEmbeddings
from facegap.matching.rates.step_rates import MATED, NON_MATED
from facegap.matching.rates.steps import Rescored, Windows

_CHUNK = 1 << 20
"""Stored pairs at a time."""


@dataclass(frozen=True)
class PersonCounts:
    """Comparisons and matches of each person: all that an interval over people needs, within and between groups.

    A unit is one person's images in one group; who lies in several groups is several units. The entry of unit u and
    group h counts the comparisons of u's images with images of h:

    - a **non-mated** comparison of u in g and v in h counts twice, at (u, h) and at (v, g), that is, once for each of
      the two people. So the sum over the units of g at h is the number of comparisons between the groups g and h, and
      twice that number where g is h;
    - a **mated** comparison counts once, for its one person: at (u, h) of the unit whose group g comes first, g ≤ h.

    The sum over comparisons of (match − rate), which variances robust to shared people are made of, is
    matches − rate · comparisons.

    Attributes:
        person: int64 (units,), the identity of each unit.
        group: int64 (units,), its group.
        mated: int64 (units, groups), comparisons.
        non_mated: likewise.
        mated_matches: int64 (levels, units, groups), those at or above each level's threshold; zero where a level has
            none.
        non_mated_matches: likewise.
    """

    person: Int64Array
    group: Int64Array
    mated: Int64Array
    non_mated: Int64Array
    mated_matches: Int64Array
    non_mated_matches: Int64Array

    def between_groups(self, counts: Int64Array) -> Int64Array:
        """Sum one of the four counts (..., units, groups) over the units of each group: (..., groups, groups).

        Non-mated pairs count twice on the diagonal, mated ones stand in the upper triangle.
        """
        groups = counts.shape[-1]
        summed = np.zeros((*counts.shape[:-2], groups, groups), dtype=np.int64)
        for group in range(groups):
            summed[..., group, :] = counts[..., self.group == group, :].sum(axis=-2)
        return summed


class Units(NamedTuple):
    """The people of a set in each of its groups.

    Attributes:
        of: int64 (images,), the unit of each row.
        person: int64 (units,).
        group: int64 (units,).
    """

    of: Int64Array
    person: Int64Array
    group: Int64Array


def find_units(grouped: GroupedEmbeddings) -> Units:
    """Number the units in the order of the rows, which are sorted by group and person."""
    people, group = grouped.people, grouped.group
    begins = np.ones(len(people), dtype=bool)
    begins[1:] = (people[1:] != people[:-1]) | (group[1:] != group[:-1])
    return Units(np.cumsum(begins) - 1, people[begins], group[begins])


def count_comparisons(grouped: GroupedEmbeddings, units: Units) -> Int64Array:
    """Comparisons of each unit with each group, mated and non-mated as in ``PersonCounts``: (2, units, groups)."""
    images = np.bincount(units.of, minlength=len(units.person))
    everyone, person = np.unique(units.person, return_inverse=True)
    of_person = np.zeros((len(everyone), grouped.groups), dtype=np.int64)
    of_person[person, units.group] = images
    in_group = of_person.sum(axis=0)
    own = np.arange(grouped.groups) == units.group[:, None]
    later = np.arange(grouped.groups) > units.group[:, None]
    mates = of_person[person]
    mated = np.where(later, images[:, None] * mates, np.where(own, images[:, None] * (mates - 1) // 2, 0))
    counts = np.stack([mated, images[:, None] * (in_group - mates)])
    if grouped.sources is not None:
        from facegap.matching.pairs.histogram_kernel import take_out

        take_out(grouped.people, grouped.group, units.of, grouped.sources, counts)
    return counts


def count_matches(
    grouped: GroupedEmbeddings, units: Units, windows: Windows, rescored: Rescored, thresholds: Sequence[float | None]
) -> Int64Array:
    """Matches at each threshold, mated and non-mated as in ``PersonCounts``: (2, thresholds, units, groups)."""
    matches = np.zeros((2, len(thresholds), len(units.person), grouped.groups), dtype=np.int64)
    for number, threshold in enumerate(thresholds):
        if threshold is None:
            continue
        matches[:, number] = rescored.counts[..., windows.lowest >= threshold].sum(axis=-1)
        for begin in range(0, len(rescored.scores), _CHUNK):
            part = slice(begin, begin + _CHUNK)
            match = rescored.scores[part] >= threshold
            for kind, chosen in ((MATED, match & rescored.mated[part]), (NON_MATED, match & ~rescored.mated[part])):
                i, j = rescored.pairs[part][chosen].T
                for images, others in [(i, j)] if kind == MATED else [(i, j), (j, i)]:
                    cells = units.of[images] * grouped.groups + grouped.group[others]
                    counted = np.bincount(cells, minlength=len(units.person) * grouped.groups)
                    matches[kind, number] += counted.reshape(-1, grouped.groups)
    return matches
