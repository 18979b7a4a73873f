"""One of the two sets in which combinations are sought: a part to search, and all of it to count in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Int64Array
from facegap.compare.combinations.certainty import PeopleSums
from facegap.compare.combinations.literal import Literal
from facegap.compare.combinations.packed import PackedSet
from facegap.compare.labels import LabeledSet
from facegap.engine import generator
from facegap.estimates import Estimate, group_people, share_of_images

PART = 500_000
"""Images that are searched at most; what is found among them is then counted among all."""


@dataclass(frozen=True)
class Showing:
    """The images of a set that show a combination.

    Attributes:
        images: bool (images,), whether each image shows it.
        sums: The numbers of these images, summed over people.
        share: Their share of the images for which the combination is defined, 0 to 1, with its interval.
    """

    images: BoolArray
    sums: PeopleSums
    share: Estimate


class Side:
    """One of the two sets, in which combinations are counted.

    Attributes:
        attributes: The names of the attributes.
        images: How many images the set has.
        part: The images that are searched: all, or those of people at random.
    """

    def __init__(self, labeled: LabeledSet, *, seed: int) -> None:
        self._labeled, self._seed = labeled, seed
        self._groups = group_people(labeled.people, seed=seed)
        self.attributes, self.images = labeled.attributes, len(labeled.labels)
        chosen = some_people(labeled.people, most=PART, seed=seed)
        self.part = PackedSet(labeled.labels[chosen], labeled.people[chosen])

    def show(self, literals: Sequence[Literal]) -> Showing:
        """Count a combination among all images."""
        labels = [self._labeled.labels[:, self.attributes.index(literal.attribute)] for literal in literals]
        signs = [1 if literal.positive else -1 for literal in literals]
        defined = np.all([column != 0 for column in labels], axis=0)
        shown = np.all([column == sign for column, sign in zip(labels, signs, strict=True)], axis=0)
        share = share_of_images(shown, self._labeled.people, groups=self._groups, among=defined)
        return Showing(shown, PeopleSums.of(shown, defined, self._labeled.people), share)

    def examples(self, showing: Showing, name: str, most: int) -> tuple[int, ...]:
        """Some rows of the face set that show a combination, each of another person as far as there are."""
        images = np.flatnonzero(showing.images)
        images = generator(self._seed, "combinations", "examples", name).permutation(images)
        _, first = np.unique(self._labeled.people[images], return_index=True)
        again = np.ones(len(images), dtype=bool)
        again[first] = False
        order = np.argsort(again, kind="stable")
        return tuple(self._labeled.rows[images[order[:most]]].tolist())


def some_people(people: Int64Array, *, most: int, seed: int) -> BoolArray:
    """Images of people at random, bool (images,): of whole people who have ``most`` images in all, but one at least."""
    if len(people) <= most:
        return np.ones(len(people), dtype=bool)
    everyone, numbers, images = np.unique(people, return_inverse=True, return_counts=True)
    order = generator(seed, "combinations", "part").permutation(len(everyone))
    chosen = np.zeros(len(everyone), dtype=bool)
    chosen[order[: max(np.searchsorted(np.cumsum(images[order]), most, side="right"), 1)]] = True
    return np.asarray(chosen[numbers])
