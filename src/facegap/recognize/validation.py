"""The held-out people: which of their images choose the epoch, and how well they are told apart."""

import math
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float32Array, Int64Array
from facegap.base.errors import ConfigError
from facegap.engine import generator
from facegap.faceset import IMAGES
from facegap.matching import ErrorRates
from facegap.recognize.configuration import ValidationOptions
from facegap.recognize.people import People
from facegap.training import VALIDATION

FNMR = "fnmr"
"""The number that chooses."""
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
    compared = Compared(images, people.person[images])
    _check(compared, people, validation)
    return compared


def _once(people: People, images: Int64Array) -> Int64Array:
    contents = [faceset.layer(IMAGES).content for faceset in people.sets]
    first = np.array([contents.index(content) for content in contents])
    _, kept = np.unique([first[people.source[images]], people.rows[images]], axis=1, return_index=True)
    return np.asarray(images[kept])


def _check(compared: Compared, people: People, validation: ValidationOptions) -> None:
    who = f"{compared.people} held-out people of {', '.join(str(faceset.path) for faceset in people.sets)}"
    if not compared.mated:
        msg = (
            f"{who}, who are to choose the epoch, have one image each, and it takes two to see whether a person is "
            "known again: raise images or fewest_images of the sets, or validation.people"
        )
        raise ConfigError(msg)
    if 1 / compared.non_mated > validation.fmr:
        msg = (
            f"{who}, who are to choose the epoch, make {compared.non_mated} comparisons of different people, where a "
            f"false match rate of {validation.fmr:g} takes {math.ceil(1 / validation.fmr)}: raise validation.people "
            "or validation.fmr"
        )
        raise ConfigError(msg)


def separation(embeddings: Float32Array, person: Int64Array, *, fmr: float) -> dict[str, float]:
    """Compute error rates of all comparisons of some images.

    >>> directions = np.eye(4, dtype=np.float32)[[0, 0, 1, 1, 2, 3]]
    >>> separation(directions, np.array([0, 0, 1, 1, 2, 2]), fmr=0.1)["fnmr"]
    0.3333333333333333

    Args:
        embeddings: The embeddings, float32 (n, d), of any length but 0.
        person: Whose image each is, int64 (n,).
        fmr: The false match rate at which FNMR is looked at; there must be 1/``fmr`` non-mated comparisons or more.

    Returns:
        ``fnmr``: share of mated comparisons below the lowest threshold with that FMR, 0 to 1. ``eer``: equal error
        rate, 0 to 1. ``d_prime``: distance of the mean scores in units of their spread. Lower, lower and higher are
        better. Embeddings that are no numbers are as bad as can be: 1, 1 and 0.

    Raises:
        ValueError: There are no mated comparisons, or too few non-mated ones.
    """
    if not np.isfinite(embeddings).all():
        return {FNMR: 1.0, "eer": 1.0, "d_prime": 0.0}
    unit = embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)
    first, second = np.triu_indices(len(unit), k=1)
    scores = (unit @ unit.T)[first, second]
    same = person[first] == person[second]
    rates = ErrorRates.of(mated=scores[same], non_mated=scores[~same])
    fnmr = rates.fnmr_at(fmr=fmr)
    if fnmr is None:
        msg = f"{len(rates.non_mated)} non-mated comparisons can't show a false match rate of {fmr:g}"
        raise ValueError(msg)
    return {FNMR: fnmr, "eer": rates.eer(), "d_prime": rates.d_prime}
