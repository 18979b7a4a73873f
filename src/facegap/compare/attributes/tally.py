"""The labels of a set as sums over its people: all that is said of single attributes follows from these."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from facegap.base.arrays import AnyArray, Float64Array
from facegap.compare.attributes.counting import Column, LabelCounts, count_labels
from facegap.compare.labels import LabeledSet
from facegap.estimates import Shares, bootstrap_variance, exponential_weights, random_halves

_LEAST_FOR_HALVES = 4


@dataclass(frozen=True)
class Sums:
    """Sums over units of people, once for each of n choices of how much they weigh.

    Attributes:
        columns: float64 (n, attributes, columns), the weighted sums of each ``Column``.
        images: float64 (n, 1), the weighted numbers of images.
        people: float64 (n, 1), the weighted numbers of people.
    """

    columns: Float64Array
    images: Float64Array
    people: Float64Array

    def of(self, column: Column) -> Float64Array:
        """The sums of one column, float64 (n, attributes)."""
        return self.columns[..., column]

    @property
    def defined(self) -> Float64Array:
        """The numbers of images that are positive or negative, float64 (n, attributes)."""
        return self.of(Column.POSITIVE) + self.of(Column.NEGATIVE)

    @property
    def outcomes(self) -> Float64Array:
        """The numbers of images that are negative, undefined and positive, float64 (n, attributes, 3)."""
        # Sums of weights may leave a little less than nothing undefined.
        undefined = np.maximum(self.images - self.defined, 0.0)
        return np.stack([self.of(Column.NEGATIVE), undefined, self.of(Column.POSITIVE)], axis=-1)


Ratio = Callable[[Sums], Float64Array]
"""From sums to shares, (n, attributes)."""


class Tally:
    """How many images and people have which label; the cost of what follows doesn't depend on how many there are.

    Attributes:
        counts: The counts of labels by unit of people.
        halves: bool (splits, units), whether a unit is in the first half, for some random divisions of the people in
            two; (0, units) where they are fewer than four.
    """

    def __init__(self, labeled: LabeledSet, *, seed: int) -> None:
        """Count the labels of a set.

        Args:
            labeled: The set, with its labels.
            seed: The seed of the units that many people are dealt into, of their weights in the bootstrap, and of the
                halves.
        """
        self._seed = seed
        self.counts: LabelCounts = count_labels(labeled.labels, labeled.people, seed=seed)
        self.halves = random_halves(self.units, seed=seed)[: None if self.units >= _LEAST_FOR_HALVES else 0]

    @property
    def units(self) -> int:
        """How many units of people there are: as many as there are people where these are few."""
        return len(self.counts.images)

    @cached_property
    def everyone(self) -> Sums:
        """The sums of all people, n = 1."""
        return self.sums(np.ones((1, self.units)))

    @cached_property
    def replicates(self) -> Sums:
        """The sums in each replicate of the bootstrap."""
        return self.sums(exponential_weights(self.units, seed=self._seed))

    def sums(self, weights: AnyArray) -> Sums:
        """Add the units up by some weights.

        Args:
            weights: float64 (n, units), how much each unit weighs in each choice.
        """
        by_unit = weights.astype(np.float64)
        _, attributes, columns = self.counts.columns.shape
        summed = by_unit @ self.counts.columns.reshape(self.units, -1)
        images, people = (by_unit @ whole[:, None] for whole in (self.counts.images, self.counts.people))
        return Sums(summed.reshape(-1, attributes, columns), images, people)

    def of_images(self, part: Ratio) -> Shares:
        """The shares of all images."""
        images = float(self.counts.images.sum())
        return self._shares(part, people=images**2 / self.counts.image_squares, images=images)

    def of_people(self, part: Ratio) -> Shares:
        """The means over people of their own shares, in each of which everyone counts the same."""
        return self._shares(part, people=self.counts.people.sum(), images=self.counts.images.sum())

    @cached_property
    def positive_of_defined(self) -> Shares:
        """The share of positive images among those for which an attribute is defined."""
        defined = self.everyone.defined[0]
        with np.errstate(invalid="ignore"):
            people = defined**2 / self.counts.defined_squares
        return self._shares(lambda sums: sums.of(Column.POSITIVE) / sums.defined, people=people, images=defined)

    @cached_property
    def own_positive_of_defined(self) -> Shares:
        """The same as a mean over the people who have such images, each of whom counts the same."""
        return self._shares(
            lambda sums: sums.of(Column.OWN_POSITIVE_OF_DEFINED) / sums.of(Column.KNOWN),
            people=self.everyone.of(Column.KNOWN)[0],
            images=self.everyone.defined[0],
        )

    def _shares(self, ratio: Ratio, *, people: npt.ArrayLike, images: npt.ArrayLike) -> Shares:
        with np.errstate(invalid="ignore", divide="ignore"):
            value = ratio(self.everyone)[0]
            variance = bootstrap_variance(ratio(self.replicates), units=self.units)
        many, images = (np.broadcast_to(np.asarray(count, np.float64), value.shape) for count in (people, images))
        return Shares(
            value=value,
            variance=np.where(many < 2, np.nan, variance),
            people=many,
            images=images,
            freedom=np.maximum(many - 1, 1),
        )
