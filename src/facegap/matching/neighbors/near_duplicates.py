"""Pairs within one set that are alike, and what they join to clusters."""

from dataclasses import dataclass
from threading import Lock

import numpy as np

from facegap.base.arrays import Float32Array, Float64Array, Int64Array
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
        pairs_of: int64 (rows,), how many of all such pairs each row is in.
        between: int64 (groups, groups), how many of all such pairs there are between the groups g ≤ h, in the cell
            (g, h); cells with g > h are zero.
    """

    count: int
    first: Int64Array
    second: Int64Array
    scores: Float32Array
    cluster: Int64Array
    pairs_of: Int64Array
    between: Int64Array

    @property
    def clusters(self) -> int:
        """How many clusters there are; a row in no pair is one of its own."""
        return int(self.cluster.max(initial=-1)) + 1


def find_near_duplicates(
    embeddings: Float32Array, *, threshold: float | Float64Array, keep: int, groups: Int64Array | None = None
) -> NearDuplicates:
    """Compare all embeddings with one another, and keep the pairs that are most alike.

    The memory that this takes depends neither on the number of comparisons nor on that of the pairs that are found:
    what joins the rows of one block is reduced to their clusters before the next.

    Args:
        embeddings: float32 (rows, dimensions), of unit length.
        threshold: A score at or above it makes a pair; or one for each two groups, float64 (groups, groups) and
            symmetric.
        keep: How many pairs to return at most: those that are the furthest above their threshold.
        groups: int64 (rows,), the group of each row, from 0; by default all rows are in one.

    Returns:
        The pairs, of those as far above their threshold the lower rows first, and the clusters of all rows.

    Raises:
        ValueError: ``threshold`` isn't symmetric, or has no row for a group.

    Example:
        >>> import numpy as np
        >>> angles = np.radians([0, 90, 1, 180, 92])
        >>> points = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
        >>> duplicates = find_near_duplicates(points, threshold=0.99, keep=10)
        >>> duplicates.count, duplicates.first.tolist(), duplicates.second.tolist()
        (2, [0, 1], [2, 4])
        >>> duplicates.cluster.tolist(), duplicates.pairs_of.tolist()
        ([0, 1, 0, 2, 1], [1, 1, 1, 0, 1])

        Rows 1 and 4 are of a group whose rows are all alike, so that more is asked of them:

        >>> limits = np.array([[0.99, 0.9999], [0.9999, 0.9999]])
        >>> strict = find_near_duplicates(points, threshold=limits, groups=np.array([0, 1, 0, 0, 1]), keep=10)
        >>> strict.first.tolist(), strict.second.tolist(), strict.between.tolist()
        ([0], [2], [[1, 0], [0, 0]])
    """
    limits = np.atleast_2d(np.asarray(threshold, dtype=np.float64))
    of = np.zeros(len(embeddings), dtype=np.int64) if groups is None else groups
    if limits.shape[0] != limits.shape[1] or np.any(limits != limits.T) or int(of.max(initial=0)) >= len(limits):
        msg = (
            f"thresholds of shape {limits.shape} for groups up to {int(of.max(initial=0))}; give one number, or a "
            "symmetric matrix with a row for each group"
        )
        raise ValueError(msg)
    best = _Best(of, limits, keep)
    sweep(embeddings, embeddings, triangle([0, len(embeddings)]), lambda: best)
    cluster = np.unique(best.cluster, return_inverse=True)[1].astype(np.int64)
    return NearDuplicates(best.count, *best.kept, cluster, best.pairs_of, best.between)


class _Best:
    """What all threads have found; neither the clusters nor the best pairs depend on the order of the blocks."""

    def __init__(self, groups: Int64Array, limits: Float64Array, keep: int) -> None:
        self.count = 0
        self.cluster: Int64Array = np.arange(len(groups))
        self.pairs_of: Int64Array = np.zeros(len(groups), dtype=np.int64)
        self.between: Int64Array = np.zeros(limits.shape, dtype=np.int64)
        self.kept: _Pairs = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))
        self._groups, self._limits, self._keep, self._lock = groups, limits, keep, Lock()
        self._lowest = float(limits.min())

    def __call__(self, block: Int64Array, scores: Float32Array) -> None:
        if scores.max() < self._lowest:
            return
        row, _, column = block[:3].tolist()
        first, second = np.nonzero(scores >= self._lowest)
        first, second, found = first + row, second + column, scores[first, second]
        within = (second > first) & (found >= self._limits[self._groups[first], self._groups[second]])
        if not within.any():
            return
        pairs = (first[within], second[within], found[within])
        with self._lock:
            self._add(*pairs)

    def _add(self, first: Int64Array, second: Int64Array, scores: Float32Array) -> None:
        self.count += len(first)
        for rows in (first, second):
            self.pairs_of += np.bincount(rows, minlength=len(self.pairs_of))
        groups = np.sort(self._groups[np.stack([first, second])], axis=0)
        np.add.at(self.between, (groups[0], groups[1]), 1)
        pairs = (self.kept, (first, second, scores))
        self.kept = self._best(*(np.concatenate([each[part] for each in pairs]) for part in range(3)))
        self.cluster = join_linked(self.cluster, first=first, second=second)

    def _best(self, first: Int64Array, second: Int64Array, scores: Float32Array) -> _Pairs:
        above = scores - self._limits[self._groups[first], self._groups[second]]
        order = np.lexsort((second, first, -above))[: self._keep]
        return first[order], second[order], scores[order]


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
