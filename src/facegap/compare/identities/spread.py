"""How alike the images of each identity are, and how near its nearest other identity is."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array
from facegap.engine import generator
from facegap.matching import EmbeddedSet, nearest_others


@dataclass(frozen=True)
class IdentitySpread:
    """The identities of one set by their embeddings; all numbers are cosines, −1 to 1.

    Attributes:
        people: int64 (identities,), the numbers of the people in the set.
        within: float64 (identities,), the mean score of the pairs of each identity's images; NaN where it has one only.
        nearest: float64 (identities,), the score of its mean direction with that of the nearest other identity. The
            more images an identity has, the less noise is in its direction, and the higher are such scores.
        across: float64 (identities,), the mean score of the pairs of its images with those of that other identity,
            which like ``within`` doesn't depend on how many images there are.
    """

    people: Int64Array
    within: Float64Array
    nearest: Float64Array
    across: Float64Array

    @property
    def several(self) -> BoolArray:
        """Whether each identity has several images, bool (identities,)."""
        return ~np.isnan(self.within)

    @property
    def overlapping(self) -> BoolArray:
        """Of those with several images, whose are no more alike than they and the nearest other's are (ours)."""
        return self.across[self.several] >= self.within[self.several]


def spread_of(embedded: EmbeddedSet, *, people: int | None = None, seed: int = 0) -> IdentitySpread | None:
    """Measure identities within and against each other.

    The pairs of an identity are not gone through: with Σx the sum of its m unit vectors, the mean score of its pairs is
    (|Σx|² − m) / (m(m − 1)), and that with another's images Σx·Σy / (m·n).

    Args:
        embedded: The embeddings of the set; an image without identity is taken for a person of one image.
        people: How many identities are taken at random, those with several images first; all by default. The nearest of
            many is nearer than the nearest of few, so that sets are to be compared at equal numbers.
        seed: The seed of the choice.

    Returns:
        The identities that were taken; None where there are fewer than two.
    """
    numbers, place, sizes = np.unique(embedded.people, return_inverse=True, return_counts=True)
    if len(numbers) < 2:
        return None
    sums = _sums(embedded.embeddings, place, sizes)
    chosen = _choose(sizes, people, seed)
    sums, images = sums[chosen], sizes[chosen].astype(np.float64)
    lengths = np.linalg.norm(sums, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        within = np.where(images > 1, (lengths**2 - images) / (images * (images - 1)), np.nan)
    nearest, neighbor = _nearest(sums, lengths)
    across = np.einsum("nd,nd->n", sums, sums[neighbor]) / (images * images[neighbor])
    return IdentitySpread(numbers[chosen], np.clip(within, -1, 1), nearest, np.clip(across, -1, 1))


def _sums(embeddings: Float32Array, place: Int64Array, sizes: Int64Array) -> Float64Array:
    """The sum of each identity's embeddings, float64 (identities, dimensions)."""
    order = np.argsort(place, kind="stable")
    begins = np.r_[0, np.cumsum(sizes)[:-1]]
    sums = np.empty((len(sizes), embeddings.shape[1]))
    # Some identities at a time, since the sorted embeddings would be a second copy of all.
    for first in range(0, len(sizes), _TOGETHER):
        last = min(first + _TOGETHER, len(sizes))
        begin, end = begins[first], begins[last - 1] + sizes[last - 1]
        rows = embeddings[order[begin:end]].astype(np.float64)
        sums[first:last] = np.add.reduceat(rows, begins[first:last] - begin, axis=0)
    return sums


_TOGETHER = 1024


def _choose(sizes: Int64Array, people: int | None, seed: int) -> Int64Array:
    """Places of some identities at random, rising, those with several images first."""
    if people is None or people >= len(sizes):
        return np.arange(len(sizes))
    shuffled = generator(seed, "identities", "chosen").permutation(len(sizes))
    several = sizes[shuffled] > 1
    return np.sort(np.r_[shuffled[several], shuffled[~several]][:people])


def _nearest(sums: Float64Array, lengths: Float64Array) -> tuple[Float64Array, Int64Array]:
    """The score of each mean direction with the nearest other, and which that is."""
    # Unit vectors that cancel out have no direction; any one will do, as nothing is near it but by chance.
    first = np.zeros_like(sums)
    first[:, 0] = 1
    directions = np.where(lengths[:, None] > 0, sums / np.where(lengths > 0, lengths, 1)[:, None], first)
    neighbors = nearest_others(directions.astype(np.float32))
    return np.clip(neighbors.scores[:, 0].astype(np.float64), -1, 1), neighbors.rows[:, 0]
