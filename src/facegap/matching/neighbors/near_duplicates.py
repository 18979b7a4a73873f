"""Pairs within one set that are alike, and what they join to clusters."""

from dataclasses import dataclass
from threading import Lock

import numpy as np

from facegap.base.arrays import Float32Array, Int64Array
from facegap.matching.pairs.sweep import sweep, triangle

_Pairs = tuple[Int64Array, Int64Array, Float32Array]
"""First rows, second rows and scores."""


@dataclass(frozen=True)
class NearDuplicates:
    """Pairs of rows with a score at or above a threshold.

    Attributes:
        count: The number of all such pairs.
        first: int64 (kept,), the lower row of each pair with one of the highest scores, the highest first.
        second: int64 (kept,), the other row of each.
        scores: float32 (kept,), their cosines, −1 to 1.
        cluster: int64 (rows,), from 0: rows that pairs join, directly or over others, have one number.
    """

    count: int
    first: Int64Array
    second: Int64Array
    scores: Float32Array
    cluster: Int64Array

    @property
    def clusters(self) -> int:
        """How many clusters there are; a row in no pair is one of its own."""
        return int(self.cluster.max(initial=-1)) + 1


def find_near_duplicates(embeddings: Float32Array, *, threshold: float, keep: int) -> NearDuplicates:
    """Compare all embeddings with one another, and keep the pairs that are most alike.

    The memory that this takes depends neither on the number of comparisons nor on that of the pairs that are found:
    what joins the rows of one block is reduced to their clusters before the next.

    Args:
        embeddings: float32 (rows, dimensions), of unit length.
        threshold: A score at or above it makes a pair.
        keep: How many pairs to return at most.

    Returns:
        The pairs, of equal scores those of the lower rows first, and the clusters of all rows.

    Example:
        >>> import numpy as np
        >>> angles = np.radians([0, 90, 1, 180, 92])
        >>> points = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
        >>> duplicates = find_near_duplicates(points, threshold=0.99, keep=10)
        >>> duplicates.count, duplicates.first.tolist(), duplicates.second.tolist()
        (2, [0, 1], [2, 4])
        >>> duplicates.cluster.tolist()
        [0, 1, 0, 2, 1]
    """
    best = _Best(len(embeddings), threshold, keep)
    sweep(embeddings, embeddings, triangle([0, len(embeddings)]), lambda: best)
    cluster = np.unique(best.cluster, return_inverse=True)[1].astype(np.int64)
    return NearDuplicates(best.count, *best.kept, cluster)


class _Best:
    """What all threads have found; neither the clusters nor the best pairs depend on the order of the blocks."""

    def __init__(self, rows: int, threshold: float, keep: int) -> None:
        self.count = 0
        self.cluster: Int64Array = np.arange(rows)
        self.kept: _Pairs = _best(0, [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))])
        self._threshold, self._keep, self._lock = threshold, keep, Lock()

    def __call__(self, block: Int64Array, scores: Float32Array) -> None:
        if scores.max() < self._threshold:
            return
        row, _, column = block[:3].tolist()
        first, second = np.nonzero(scores >= self._threshold)
        later = second + column > first + row
        first, second = first[later], second[later]
        if not len(first):
            return
        pairs = (first + row, second + column, scores[first, second])
        with self._lock:
            self.count += len(first)
            self.kept = _best(self._keep, [self.kept, pairs])
            self.cluster = join_linked(self.cluster, first=pairs[0], second=pairs[1])


def join_linked(numbers: Int64Array, *, first: Int64Array, second: Int64Array) -> Int64Array:
    """Give rows one number if pairs link them, directly or over others, or if they had one before.

    Args:
        numbers: int64 (rows,), from 0.
        first: int64 (pairs,), a row of each pair.
        second: int64 (pairs,), the other row.

    Returns:
        int64 (rows,), from 0, in the order of the lowest number that each had.

    Example:
        >>> import numpy as np
        >>> join_linked(np.array([0, 1, 2, 3, 1]), first=np.array([4]), second=np.array([3])).tolist()
        [0, 1, 2, 1, 1]
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    count = int(numbers.max(initial=-1)) + 1
    links = coo_array((np.ones(len(first), dtype=np.int8), (numbers[first], numbers[second])), shape=(count, count))
    joined = connected_components(links, directed=False)[1]
    return np.asarray(joined, dtype=np.int64)[numbers]


def _best(keep: int, parts: list[_Pairs]) -> _Pairs:
    first, second = (np.concatenate([pairs[at] for pairs in parts]) for at in (0, 1))
    scores = np.concatenate([pairs[2] for pairs in parts])
    order = np.lexsort((second, first, -scores))[:keep]
    return first[order], second[order], scores[order]
