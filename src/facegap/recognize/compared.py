"""The held-out images that choose the epoch: each is compared with each."""

import math
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Int64Array
from facegap.base.errors import ConfigError
from facegap.engine import generator
from facegap.faceset import IMAGES
from facegap.recognize.configuration import ValidationOptions
from facegap.recognize.people import People
from facegap.training import VALIDATION

_IMAGES = 6000
"""So many at most; 18 million comparisons."""
_OF_A_PERSON = 100
"""Of one person at most: mated comparisons grow with the square, and a few people would be most of them."""


@dataclass(frozen=True)
class Compared:
    """Images of some held-out people.

    Attributes:
        images: int64 (n,), their numbers among those of ``People``.
        person: int64 (n,), whose each is.
    """

    images: Int64Array
    person: Int64Array

    @property
    def people(self) -> int:
        """How many people."""
        return len(np.unique(self.person))

    @property
    def mated(self) -> int:
        """How many comparisons of two images of one person."""
        _, counts = np.unique(self.person, return_counts=True)
        return int((counts * (counts - 1) // 2).sum())

    @property
    def non_mated(self) -> int:
        """How many comparisons of two people."""
        return math.comb(len(self.images), 2) - self.mated


def compared_images(people: People, validation: ValidationOptions) -> Compared:
    """Choose them: all images of all held-out people, or where that is too much, a random part of both.

    Of a person there are at most 100 images, and of all together 6,000; people who don't fit in are left out whole.
    Images of a set that is given twice are there once, so that none is compared with itself. The choice depends on the
    seed of the validation, not on that of a training.

    Raises:
        ConfigError: no person has two images, or there are too few comparisons to see the false match rate that is
            asked for, so that every epoch would look alike.
    """
    rng = generator(validation.seed, "compared")
    images = rng.permutation(_once(people, people.of_part(VALIDATION)))
    numbers, person = np.unique(people.person[images], return_inverse=True)
    place = rng.permutation(len(numbers))[person]
    order = np.argsort(place, kind="stable")
    images, place = images[order], place[order]
    few = np.arange(len(place)) - np.searchsorted(place, place) < _OF_A_PERSON
    images, place = images[few], place[few]
    if len(images) > _IMAGES:
        images = images[place < place[_IMAGES]]
    images = np.sort(images)  # as they lie in their sets, which reads faster
    found = Compared(images, people.person[images])
    _check(found, people, validation)
    return found


def _once(people: People, images: Int64Array) -> Int64Array:
    contents = [faceset.layer(IMAGES).content for faceset in people.sets]
    first = np.array([contents.index(content) for content in contents])
    _, kept = np.unique([first[people.source[images]], people.rows[images]], axis=1, return_index=True)
    found: Int64Array = images[kept]
    return found


def _check(found: Compared, people: People, validation: ValidationOptions) -> None:
    who = f"{found.people} held-out people of {', '.join(str(faceset.path) for faceset in people.sets)}"
    if not found.mated:
        msg = (
            f"{who}, who are to choose the epoch, have one image each, and it takes two to see whether a person is "
            "known again: raise images or fewest_images of the sets, or validation.people"
        )
        raise ConfigError(msg)
    if 1 / found.non_mated > validation.fmr:
        msg = (
            f"{who}, who are to choose the epoch, make {found.non_mated} comparisons of different people, where a "
            f"false match rate of {validation.fmr:g} takes {math.ceil(1 / validation.fmr)}: raise validation.people "
            "or validation.fmr"
        )
        raise ConfigError(msg)
