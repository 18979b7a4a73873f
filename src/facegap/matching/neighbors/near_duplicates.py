"""Pairs within one set that are alike, and what they join to clusters."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float32Array, Int64Array

_Found = tuple[Int64Array, Int64Array, Float32Array]

_ROWS, _COLUMNS = 1024, 8192  # a block of scores takes 32 MB


@dataclass(frozen=True)
class NearDuplicates:
    """Pairs of rows with a score at or above a threshold.

    Attributes:
        count: all of them.
        first: int64 (kept,), the lower row of those with the highest scores, the highest first.
        second: int64 (kept,), the other row.
        scores: float32 (kept,).
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
    """Compare all with all, and keep the most alike.

    Memory depends neither on the number of comparisons nor on that of the pairs that are found: what joins the rows of
    one block is reduced to their clusters before the next.

    Args:
        embeddings: float32 (rows, dimensions), of unit length.
        threshold: a score at or above it makes a pair.
        keep: how many pairs to return at most.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows, count = len(embeddings), 0
    cluster: Int64Array = np.arange(rows)
    kept: _Found = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))
    for top in range(0, rows, _ROWS):
        for left in range(top, rows, _COLUMNS):
            scores = embeddings[top : top + _ROWS] @ embeddings[left : left + _COLUMNS].T
            first, second = np.nonzero(scores >= threshold)
            later = second + left > first + top
            first, second = first[later], second[later]
            if not len(first):
                continue
            count += len(first)
            found = (first + top, second + left, scores[first, second])
            joined = coo_array((np.ones(len(first)), (cluster[found[0]], cluster[found[1]])), shape=(rows, rows))
            cluster = np.asarray(connected_components(joined, directed=False)[1], dtype=np.int64)[cluster]
            kept = _best(keep, kept, found)
    return NearDuplicates(count, *kept, np.unique(cluster, return_inverse=True)[1].astype(np.int64))


def _best(keep: int, *found: _Found) -> _Found:
    first, second = (np.concatenate([pairs[part] for pairs in found]) for part in (0, 1))
    scores = np.concatenate([pairs[2] for pairs in found])
    order = np.lexsort((second, first, -scores))[:keep]
    return first[order], second[order], scores[order]
