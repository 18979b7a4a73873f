"""What the images of a cluster have in common, and which of them are typical."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float32Array, Float64Array, Int64Array
from facegap.compare.labels import LabeledSet

_CHUNK = 1 << 18
_TRAITS = 6
_LEAST = 0.05


@dataclass(frozen=True)
class Trait:
    """An attribute that is more frequent in a cluster than elsewhere, or less.

    Attributes:
        attribute: The name of the attribute.
        share: The share of the positive among the images of the cluster for which it is defined, each set weighing the
            same, 0 to 1.
        pool: The same share among all images.
    """

    attribute: str
    share: float
    pool: float

    @property
    def excess(self) -> float:
        """How much more frequent it is in the cluster, −1 to 1."""
        return self.share - self.pool


def traits(
    sets: Sequence[LabeledSet], clusters: Sequence[Int64Array], attributes: tuple[str, ...], *, k: int
) -> list[tuple[Trait, ...]]:
    """For each cluster the attributes that set it apart most, by the difference to the pool, at least 5 points."""
    counted = [_count(labeled, places, attributes, k) for labeled, places in zip(sets, clusters, strict=True)]
    positive, defined = (np.sum(parts, axis=0) for parts in zip(*counted, strict=True))
    with np.errstate(invalid="ignore"):
        share, pool = positive / defined, positive.sum(axis=0) / defined.sum(axis=0)
    excess = np.nan_to_num(share - pool)
    order = np.argsort(-np.abs(excess), axis=1, kind="stable")[:, :_TRAITS]
    return [
        tuple(
            Trait(attributes[at], float(share[cluster, at]), float(pool[at]))
            for at in order[cluster]
            if abs(excess[cluster, at]) >= _LEAST
        )
        for cluster in range(k)
    ]


def _count(
    labeled: LabeledSet, clusters: Int64Array, attributes: tuple[str, ...], k: int
) -> tuple[Float64Array, Float64Array]:
    """The weight of positive and of defined labels in each cluster, (k, attributes); that of the whole set is 1."""
    columns = [labeled.attributes.index(name) for name in attributes]
    positive, defined = np.zeros((k, len(columns))), np.zeros((k, len(columns)))
    for begin in range(0, len(clusters), _CHUNK):
        rows = slice(begin, begin + _CHUNK)
        labels = labeled.labels[rows][:, columns]
        member = (np.arange(k)[:, None] == clusters[rows]).astype(np.float32)
        # Counts of a chunk are exact in single precision.
        positive += member @ (labels > 0).astype(np.float32)
        defined += member @ (labels != 0).astype(np.float32)
    return positive / len(clusters), defined / len(clusters)


def typical(
    clusters: Int64Array, distances: Float32Array, people: Int64Array, *, k: int, count: int
) -> list[tuple[int, ...]]:
    """For each cluster the images nearest to its center, each of another person, of equally near ones the first.

    Args:
        clusters: int64 (images,), the cluster of each image of one set.
        distances: float32 (images,), the distance of each image from the center of its cluster.
        people: int64 (images,), a number for the person of each image.
        k: The number of clusters.
        count: How many images of a cluster are given at most.
    """
    order = np.lexsort((distances, clusters))
    ends = np.searchsorted(clusters[order], np.arange(k + 1))
    return [_of_people(order[begin:end], people, count) for begin, end in itertools.pairwise(ends)]


def _of_people(rows: Int64Array, people: Int64Array, count: int) -> tuple[int, ...]:
    """The first rows of some people."""
    first = np.unique(people[rows], return_index=True)[1]
    return tuple(rows[np.sort(first)[:count]].tolist())
