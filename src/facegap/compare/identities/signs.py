"""The labels of each person, counted."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array, Int32Array, Int64Array
from facegap.compare.labels import LabeledSet
from facegap.engine import available_cores

_TOGETHER = 4
"""Attributes counted in one pass over the images: few enough for the memory that counts of many people take."""


@dataclass(frozen=True)
class PeopleSigns:
    """One attribute on the people that have at least two images for which it is defined.

    Attributes:
        people: int64 (n,), the numbers of the people in the set, rising.
        positive: int64 (n,), the number of each person's images on which it is positive.
        negative: int64 (n,), the number of each person's images on which it is negative.
    """

    people: Int64Array
    positive: Int64Array
    negative: Int64Array

    @property
    def mixed(self) -> BoolArray:
        """Whether each person has images of both kinds, bool (n,)."""
        return (self.positive > 0) & (self.negative > 0)

    @property
    def pairs(self) -> Float64Array:
        """How many pairs of images each person has, float64 (n,), 1 at least."""
        images = (self.positive + self.negative).astype(np.float64)
        return images * (images - 1) / 2

    @property
    def disagreement(self) -> Float64Array:
        """The share of those pairs that disagree, float64 (n,), 0 to 1."""
        return self.positive * self.negative / self.pairs


def people_signs(labeled: LabeledSet, attributes: tuple[str, ...]) -> Iterator[PeopleSigns]:
    """Count the labels of each person, for one attribute after the other."""
    # Here, since compiled code takes long to import.
    from facegap.compare.identities.sign_kernel import count_signs

    several, person = _several(labeled.people)
    columns = [labeled.attributes.index(name) for name in attributes]

    def count(begin: int) -> list[PeopleSigns]:
        labels = labeled.labels[:, columns[begin : begin + _TOGETHER]]
        counts = np.zeros((len(several), labels.shape[1], 2), dtype=np.int32)
        count_signs(labels, person, counts)
        return [_of_attribute(several, counts[:, attribute]) for attribute in range(labels.shape[1])]

    with ThreadPoolExecutor(available_cores()) as pool:
        for block_signs in pool.map(count, range(0, len(columns), _TOGETHER)):
            yield from block_signs


def _several(people: Int64Array) -> tuple[Int64Array, Int64Array]:
    """Who has several images, rising, and for each image its person's place among them, −1 of the others."""
    images = np.bincount(people)
    several = np.flatnonzero(images > 1)
    place = np.full(len(images), -1, dtype=np.int64)
    place[several] = np.arange(len(several))
    return several, place[people]


def _of_attribute(several: Int64Array, counts: Int32Array) -> PeopleSigns:
    kept = counts.sum(axis=1) > 1
    negative, positive = counts[kept].T.astype(np.int64)
    return PeopleSigns(several[kept], positive, negative)
