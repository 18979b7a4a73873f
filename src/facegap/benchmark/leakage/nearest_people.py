"""The nearest other person of each, among strangers of the same or of other demographic groups."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array
from facegap.benchmark.leakage.calibration import GroupedCalibration
from facegap.benchmark.leakage.demographics import ImagesAndCenters
from facegap.matching import OwnedEmbeddings, nearest

Kind = Literal["person", "center", "image"]
"""What is compared: the means of people's images; images with the means of other people's; images with images."""


def sides_of(
    kind: Kind, queries: ImagesAndCenters, references: ImagesAndCenters, *, single: bool = False
) -> tuple[OwnedEmbeddings, OwnedEmbeddings]:
    """What a kind of comparison compares: of the people who are searched for, and of those among whom."""
    images = queries.first_images if single else queries.images
    return (
        queries.centers if kind == "person" else images,
        references.images if kind == "image" else references.centers,
    )


@dataclass(frozen=True)
class Nearest:
    """The nearest other person of each.

    Attributes:
        people: int64 (people,), the number of the nearest.
        scores: float32 (people,), how near; −inf where there is nobody else.
        rates: float64 (people,), the false match rate of each score as a threshold between the groups of the two.
        groups: int64 (people, 2), the groups of the two; −1 where one isn't known.
    """

    people: Int64Array
    scores: Float32Array
    rates: Float64Array
    groups: Int64Array

    @classmethod
    def among(
        cls,
        queries: OwnedEmbeddings,
        references: OwnedEmbeddings,
        calibration: GroupedCalibration,
        *,
        others: bool = False,
    ) -> "Nearest":
        """Search each person's nearest: who has the score that strangers of the two groups have the most seldom.

        Args:
            queries: The people whose nearest are searched, one or several rows each.
            references: The people among whom they are searched.
            calibration: How alike strangers are.
            others: Whether both are one set, in which nobody is near to himself or herself.
        """
        by_group, present = [], np.unique(references.groups)
        for group in present:
            within = references if len(present) == 1 else references.only(references.groups == group)
            people = (queries.people, within.people) if others else None
            neighbors = nearest(queries.vectors, within.vectors, people=people)
            scores, groups = neighbors.scores[:, 0], np.full(len(queries.people), group)
            rates = calibration.fmr(scores, queries.groups, groups)
            by_group.append(
                (within.people[neighbors.rows[:, 0]], scores, rates, np.stack([queries.groups, groups], axis=1))
            )
        near, scores, rates, groups = (np.concatenate(parts) for parts in zip(*by_group, strict=True))
        owners = np.tile(queries.people, len(by_group))
        order = np.lexsort((-scores, rates, owners))
        best = order[np.searchsorted(owners[order], np.arange(int(owners.max()) + 1))]
        return cls(near[best], scores[best], rates[best], groups[best])

    def above(self, limits: Float64Array) -> BoolArray:
        """Who is at or above the threshold of the two groups, bool (people,)."""
        return np.asarray(self.scores >= self.limit(limits))

    def limit(self, limits: Float64Array) -> Float64Array:
        """The threshold of the two groups, float64 (people,)."""
        return np.asarray(limits[self.groups[:, 0], self.groups[:, 1]])
