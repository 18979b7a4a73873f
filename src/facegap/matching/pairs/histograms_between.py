"""All comparisons of one set of embeddings with another, into histograms: each pair of other people once, none kept."""

from typing import NamedTuple

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Int64Array
from facegap.matching.embeddings.unit_length import check_unit_length
from facegap.matching.pairs.histograms import BINS
from facegap.matching.pairs.sweep import strips, sweep


class OwnedEmbeddings(NamedTuple):
    """Embeddings, with the person and the group of each.

    Attributes:
        vectors: float32 (rows, dimensions), of unit length.
        people: int64 (rows,), a number for each row's person.
        groups: int64 (rows,), the group of each row, from 0.
    """

    vectors: Float32Array
    people: Int64Array
    groups: Int64Array

    def only(self, rows: BoolArray | Int64Array) -> "OwnedEmbeddings":
        """Some of the rows: bool (rows,), or int64 numbers of rows."""
        return OwnedEmbeddings(self.vectors[rows], self.people[rows], self.groups[rows])


def count_scores_between(
    rows: OwnedEmbeddings, columns: OwnedEmbeddings, *, groups: int, bins: int = BINS, threads: int | None = None
) -> Int64Array:
    """Compare every embedding of one set with those of other people in another.

    Args:
        rows: One set, such as images.
        columns: The other, such as the means of people's images; people have the same numbers in both.
        groups: The number of groups.
        bins: The number of bins over [−1, 1]. A score on a bound counts in the upper bin, 1 itself in the last.
        threads: The number of threads; by default as many as there are cores. It changes no count.

    Returns:
        int64 (groups, groups, bins), the non-mated scores of rows of one group with columns of another.

    Raises:
        ValueError: Lengths or dimensions differ, a group is out of range, or an embedding is not of unit length.

    Example:
        >>> import numpy as np
        >>> angles = np.radians([0, 60, 90])
        >>> points = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
        >>> one_group = np.zeros(3, dtype=np.int64)
        >>> images = OwnedEmbeddings(points, np.array([0, 0, 1]), one_group)
        >>> centers = OwnedEmbeddings(points[[0, 2]], np.array([0, 1]), one_group[:2])
        >>> count_scores_between(images, centers, groups=1, bins=4)[0, 0].tolist()
        [0, 0, 2, 1]
    """
    for each in (rows, columns):
        _check(each, dimensions=rows.vectors.shape[-1], groups=groups)
    portions = strips(len(rows.people), len(columns.people))
    whole, *others = sweep(
        np.ascontiguousarray(rows.vectors, dtype=np.float32),
        np.ascontiguousarray(columns.vectors, dtype=np.float32),
        portions,
        lambda: _Counter(rows, columns, groups, bins),
        threads=threads,
    )
    for part in others:
        whole.counts += part.counts
    return whole.counts


class _Counter:
    """The histograms of the blocks that one thread compares."""

    def __init__(self, rows: OwnedEmbeddings, columns: OwnedEmbeddings, groups: int, bins: int) -> None:
        # Here, since compiled code takes long to import.
        from facegap.matching.pairs.histogram_kernel import count_others

        self.counts = np.zeros((groups, groups, bins), dtype=np.int64)
        self._rows, self._columns, self._count_others = rows, columns, count_others

    def __call__(self, block: Int64Array, scores: Float32Array) -> None:
        rows, columns = self._rows, self._columns
        self._count_others(scores, rows.people, columns.people, rows.groups, columns.groups, block, self.counts)


def _check(embedded: OwnedEmbeddings, *, dimensions: int, groups: int) -> None:
    vectors, people, of = embedded
    if vectors.ndim != 2 or vectors.shape[1] != dimensions or not len(vectors) == len(people) == len(of):
        msg = (
            f"embeddings of shape {vectors.shape}, {len(people)} people and {len(of)} groups don't go together: each "
            f"row of a matrix with {dimensions} columns needs one of each"
        )
        raise ValueError(msg)
    if len(of) and (of.min() < 0 or of.max() >= groups):
        msg = f"groups from {of.min()} to {of.max()}; {groups} groups are counted from 0"
        raise ValueError(msg)
    check_unit_length(vectors)
