"""Sums of the polynomial kernel over pairs of points, by groups of people: what the kernel distance is made of."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array
from facegap.matching import sweep_distances


@dataclass(frozen=True)
class Arranged:
    """Points by group, and by person within a group.

    Attributes:
        points: float32 (n, dimensions).
        squares: float32 (n,), squared lengths.
        ends: int64 (groups + 1,), where each group begins, and the end.
        first: int64 (n,), where the person of each point begins.
        last: int64 (n,), where the next one begins.
    """

    points: Float32Array
    squares: Float32Array
    ends: Int64Array
    first: Int64Array
    last: Int64Array

    @classmethod
    def of(cls, points: Float32Array, people: Int64Array, group: Int64Array, *, groups: int) -> "Arranged":
        """Sort float32 (n, dimensions) by int64 (n,) each."""
        order = np.lexsort((people, group))
        points, people = points[order], people[order]
        begins = np.flatnonzero(np.diff(people, prepend=people[0] - 1))
        person = np.cumsum(np.diff(people, prepend=people[0]) != 0)
        squares = np.einsum("nd,nd->n", points, points, dtype=np.float64).astype(np.float32)
        ends = np.searchsorted(group[order], np.arange(groups + 1))
        return cls(points, squares, ends, begins[person], np.r_[begins, len(points)][person + 1])


@dataclass(frozen=True)
class KernelSums:
    """Σ (γ·x·y + 1)³ over pairs of points, by groups.

    Attributes:
        sums: float64 (groups of the rows, groups of the columns).
        pairs: int64, likewise, how many were added.
    """

    sums: Float64Array
    pairs: Int64Array

    @classmethod
    def of(cls, rows: Arranged, columns: Arranged, *, gamma: float) -> "KernelSums":
        """All pairs of a row and a column; within one set, where both are the same, of two people only."""
        # Here, since compiled code takes long to import.
        from facegap.compare.fidelity.sum_kernel import add_kernels

        within = rows is columns
        first, last = (rows.first, rows.last) if within else (np.zeros_like(rows.first), np.zeros_like(rows.last))
        totals = np.zeros((len(columns.ends) - 1, len(rows.points)))

        def use(row: int, column: int, distances: Float32Array) -> None:
            across, down = slice(row, row + len(distances)), slice(column, column + distances.shape[1])
            group = np.searchsorted(columns.ends, column, side="right") - 1
            add_kernels(
                distances,
                rows.squares[across],
                columns.squares[down],
                np.float32(gamma),
                first[across] - column,
                last[across] - column,
                totals[group, across],
            )

        sweep_distances(rows.points, columns.points, use, cuts=columns.ends.tolist())
        sums = np.add.reduceat(totals, rows.ends[:-1], axis=1).T
        pairs = np.outer(np.diff(rows.ends), np.diff(columns.ends))
        if within:
            pairs -= np.diag(np.add.reduceat(rows.last - rows.first, rows.ends[:-1]))
        return cls(sums, pairs)

    def mean(self, rows: BoolArray, columns: BoolArray) -> float:
        """Over the pairs of the chosen groups, each bool (groups,); NaN where there is none."""
        chosen = np.ix_(rows, columns)
        pairs = self.pairs[chosen].sum()
        return float(self.sums[chosen].sum() / pairs) if pairs else float("nan")
