"""Annotated images of several sets as points of one space, each set weighing the same."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float32Array, Float64Array, Int64Array
from facegap.compare.labels import LabeledSet
from facegap.engine import generator


@dataclass(frozen=True)
class ClusterSpace:
    """The attributes that make the dimensions.

    Attributes:
        attributes: The names of the attributes.
        scored: Whether points are scores, where all sets have them, rather than labels.
    """

    attributes: tuple[str, ...]
    scored: bool

    @classmethod
    def of(cls, sets: Sequence[LabeledSet], attributes: tuple[str, ...]) -> "ClusterSpace":
        """Make the space of the attributes that all sets have."""
        return cls(attributes, all(labeled.scores is not None for labeled in sets))

    def points(self, labeled: LabeledSet, rows: Int64Array | slice) -> Float32Array:
        """The points of a set, float32 (images, attributes): labels, −1, 0 or 1, or scores spread over the same range.

        They are not scaled: an attribute that hardly varies hardly counts (ours). A score that is missing lies in the
        middle, where undefined labels do.
        """
        columns = [labeled.attributes.index(name) for name in self.attributes]
        if self.scored and labeled.scores is not None:
            return np.nan_to_num(2 * labeled.scores[rows][:, columns] - 1, nan=0.0)
        return labeled.labels[rows][:, columns].astype(np.float32)


@dataclass(frozen=True)
class Pool:
    """Some images of all sets.

    Attributes:
        points: float32 (images, attributes), the points in a ``ClusterSpace``.
        weights: float64 (images,), how much each image counts: they sum to 1, and to the same for each set.
        sets: int64 (images,), the number of the set that each image is of.
        people: int64 (images,), a number for each person; no two sets share one.
        rows: int64 (images,), the place of each image in its ``LabeledSet``.
    """

    points: Float32Array
    weights: Float64Array
    sets: Int64Array
    people: Int64Array
    rows: Int64Array

    def counts(self, sets: int) -> tuple[int, ...]:
        """How many images each of so many sets has in the pool."""
        return tuple(np.bincount(self.sets, minlength=sets).tolist())

    def halves(self, seed: int, split: int) -> tuple[Int64Array, Int64Array]:
        """The places of the images of two halves of the people of each set, at random."""
        everyone = np.unique(self.people)
        set_of = np.empty(int(everyone[-1]) + 1, dtype=np.int64)
        set_of[self.people] = self.sets
        first = np.zeros(len(set_of), dtype=bool)
        for number in np.unique(self.sets):
            own = everyone[set_of[everyone] == number]
            shuffled = generator(seed, "clusters", "halves", split, int(number)).permutation(own)
            first[shuffled[: (len(own) + split % 2) // 2]] = True
        chosen = first[self.people]
        return np.flatnonzero(chosen), np.flatnonzero(~chosen)


def make_pool(space: ClusterSpace, sets: Sequence[LabeledSet], *, most: int, seed: int) -> Pool:
    """Take all images of each set, or ``most``: whole people at random, of the last as many images as there is room."""
    chosen = [_choose(labeled.people, most, seed, number) for number, labeled in enumerate(sets)]
    taken = list(zip(sets, chosen, strict=True))
    people = [np.unique(labeled.people[rows], return_inverse=True)[1] for labeled, rows in taken]
    begins = np.cumsum([0, *(int(numbers.max()) + 1 for numbers in people)])
    return Pool(
        points=np.concatenate([space.points(labeled, rows) for labeled, rows in taken]),
        weights=np.concatenate([np.full(len(rows), 1 / len(rows) / len(sets)) for rows in chosen]),
        sets=np.repeat(np.arange(len(sets)), [len(rows) for rows in chosen]),
        people=np.concatenate([numbers + begin for numbers, begin in zip(people, begins[:-1], strict=True)]),
        rows=np.concatenate(chosen),
    )


def _choose(people: Int64Array, most: int, seed: int, number: int) -> Int64Array:
    """Rows of people at random, rising."""
    if len(people) <= most:
        return np.arange(len(people))
    images = np.bincount(people)
    shuffled = generator(seed, "clusters", "people", number).permutation(np.flatnonzero(images))
    taken = shuffled[: int(np.searchsorted(np.cumsum(images[shuffled]), most)) + 1]
    kept = np.zeros(len(images), dtype=bool)
    kept[taken] = True
    rows = np.flatnonzero(kept[people])
    last = np.flatnonzero(people[rows] == taken[-1])
    return np.delete(rows, last[len(last) - (len(rows) - most) :])
