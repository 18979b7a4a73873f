"""Sums of a kernel over pairs of points, by groups of people: what a maximum mean discrepancy is made of."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array
from facegap.compare.fidelity.embedded_pair import EmbeddedPair
from facegap.compare.fidelity.points import check_points
from facegap.compare.fidelity.real_reference import real_reference_splits
from facegap.estimates import EstimateWithFloor, LeftOutInTurn, estimate_statistic, median_floor
from facegap.matching import sweep_distances

SPLITS = 20
"""Times that groups of real people take the place of the synthetic set (ours)."""


@dataclass(frozen=True)
class DistanceBlock:
    """Squared distances of some points to some others, of which some are of the same person.

    Attributes:
        squared: float32 (rows, columns), squared Euclidean distances, which may be overwritten; rounding may leave
            some a little below zero.
        row_squares: float32 (rows,), squared lengths of the points of the rows.
        column_squares: float32 (columns,), likewise.
        begin: int64 (rows,), the first column that isn't counted, since it is of the same person; it may lie outside.
        end: int64 (rows,), the column after the last such one, likewise.
    """

    squared: Float32Array
    row_squares: Float32Array
    column_squares: Float32Array
    begin: Int64Array
    end: Int64Array

    def sum_counted(self, values: Float32Array) -> Float64Array:
        """Add up values, float32 (rows, columns), of each row over the columns that are counted: float64 (rows,)."""
        sums = values.sum(axis=1, dtype=np.float64)
        for row in np.flatnonzero((self.begin < values.shape[1]) & (self.end > 0)):
            same = values[row, max(int(self.begin[row]), 0) : int(self.end[row])]
            sums[row] -= same.sum(dtype=np.float64)
        return np.asarray(sums)


PairKernel = Callable[[DistanceBlock, Float64Array], None]
"""A kernel: adds to each row's total, float64 (rows,), its sum over the columns of a block that are counted."""


@dataclass(frozen=True)
class PointsByGroup:
    """Points sorted by group of people, and by person within a group.

    Attributes:
        points: float32 (n, dimensions), the points.
        squares: float32 (n,), their squared lengths.
        ends: int64 (groups + 1,), where each group begins, and the end.
        first: int64 (n,), where the person of each point begins.
        last: int64 (n,), where the next person begins.
    """

    points: Float32Array
    squares: Float32Array
    ends: Int64Array
    first: Int64Array
    last: Int64Array

    @classmethod
    def of(cls, points: Float32Array, people: Int64Array, group: Int64Array, *, groups: int) -> "PointsByGroup":
        """Sort points, float32 (n, dimensions), by group and by person, int64 (n,) each."""
        order = np.lexsort((people, group))
        points, people = points[order], people[order]
        begins = np.flatnonzero(np.diff(people, prepend=people[0] - 1))
        person = np.cumsum(np.diff(people, prepend=people[0]) != 0)
        squares = np.einsum("nd,nd->n", points, points, dtype=np.float64).astype(np.float32)
        ends = np.searchsorted(group[order], np.arange(groups + 1))
        return cls(points, squares, ends, begins[person], np.r_[begins, len(points)][person + 1])


@dataclass(frozen=True)
class KernelSums:
    """Σ k(x, y) over pairs of points, by groups.

    Attributes:
        sums: float64 (groups of the rows, groups of the columns), the sums of k.
        pairs: int64 (groups of the rows, groups of the columns), how many pairs were added.
    """

    sums: Float64Array
    pairs: Int64Array

    @classmethod
    def of(cls, rows: PointsByGroup, columns: PointsByGroup, *, kernel: PairKernel) -> "KernelSums":
        """Add up all pairs of a row and a column; within one set, where both are the same, of two people only."""
        within = rows is columns
        first, last = (rows.first, rows.last) if within else (np.zeros_like(rows.first), np.zeros_like(rows.last))
        totals = np.zeros((len(columns.ends) - 1, len(rows.points)))

        def use(row: int, column: int, distances: Float32Array) -> None:
            across, down = slice(row, row + len(distances)), slice(column, column + distances.shape[1])
            group = np.searchsorted(columns.ends, column, side="right") - 1
            begin, end = first[across] - column, last[across] - column
            block = DistanceBlock(distances, rows.squares[across], columns.squares[down], begin, end)
            kernel(block, totals[group, across])

        sweep_distances(rows.points, columns.points, use, cuts=columns.ends.tolist())
        sums = np.add.reduceat(totals, rows.ends[:-1], axis=1).T
        pairs = np.outer(np.diff(rows.ends), np.diff(columns.ends))
        if within:
            pairs -= np.diag(np.add.reduceat(rows.last - rows.first, rows.ends[:-1]))
        return cls(sums, pairs)

    def mean(self, rows: BoolArray, columns: BoolArray) -> float:
        """The mean of k over the pairs of the chosen groups, each bool (groups,); NaN where there is none."""
        chosen = np.ix_(rows, columns)
        pairs = self.pairs[chosen].sum()
        return float(self.sums[chosen].sum() / pairs) if pairs else float("nan")


@dataclass(frozen=True)
class Discrepancy:
    """The sums of a kernel over the pairs within two sets and between them.

    Attributes:
        within_real: The sums over pairs of two real people.
        within_synthetic: The sums over pairs of two synthetic people.
        across: The sums over pairs of a real and a synthetic point.
    """

    within_real: KernelSums
    within_synthetic: KernelSums
    across: KernelSums

    @classmethod
    def of(cls, real: PointsByGroup, synthetic: PointsByGroup, *, kernel: PairKernel) -> "Discrepancy":
        """Add up all pairs of the real and the synthetic points."""
        sides = (real, real), (synthetic, synthetic), (real, synthetic)
        return cls(*(KernelSums.of(*pair, kernel=kernel) for pair in sides))

    def squared(self, real: BoolArray, synthetic: BoolArray) -> float:
        """MMD² of the chosen groups of people, each bool (groups,)."""
        within = self.within_real.mean(real, real) + self.within_synthetic.mean(synthetic, synthetic)
        return within - 2 * self.across.mean(real, synthetic)


def squared_discrepancy(*, real: Float32Array, synthetic: Float32Array, kernel: PairKernel) -> float:
    """Find the squared maximum mean discrepancy of two sets of points, over all pairs, without bias.

    MMD² = mean k(x, x′) + mean k(y, y′) − 2 mean k(x, y) (Gretton et al., "A kernel two-sample test", 2012, (3)).

    Args:
        real: float32 (n, dimensions), two points at least.
        synthetic: float32 (m, dimensions), two points at least.
        kernel: The kernel k.

    Raises:
        ValueError: The points have other dimensions, are too few, or aren't finite.
    """
    check_points(real=real, synthetic=synthetic, least=2)
    alone = (
        PointsByGroup.of(points, np.arange(len(points)), np.zeros(len(points), dtype=np.int64), groups=1)
        for points in (real, synthetic)
    )
    everyone = np.ones(1, dtype=np.bool_)
    return Discrepancy.of(*alone, kernel=kernel).squared(everyone, everyone)


def measure_discrepancy(pair: EmbeddedPair, *, kernel: PairKernel) -> EstimateWithFloor:
    """The squared maximum mean discrepancy, with its interval over people of both sets.

    Within a set only images of two people are paired (ours): those of one person are alike, so that with them two
    samples of one world would be above zero on average.

    Args:
        pair: The sets, of two people each at least.
        kernel: The kernel k.

    Returns:
        MMD², 0 on average of two samples of one world; the floor is the median of its absolute value over 20 choices of
        groups of real people.
    """
    sets = (
        PointsByGroup.of(embedded.embeddings, embedded.people, groups.of, groups=groups.count)
        for embedded, groups in zip((pair.real, pair.synthetic), pair.groups, strict=True)
    )
    discrepancy = Discrepancy.of(*sets, kernel=kernel)
    samples = [LeftOutInTurn(np.ones(groups.count, dtype=np.bool_), list(groups.left_out)) for groups in pair.groups]
    estimate = estimate_statistic(discrepancy.squared, *samples, bounds=(-np.inf, np.inf))
    return EstimateWithFloor(estimate, _floor(discrepancy.within_real, pair))


def _floor(within: KernelSums, pair: EmbeddedPair) -> float:
    groups = pair.groups[0]
    if groups.count < 2:
        return float("nan")
    images = len(pair.synthetic.embeddings)
    chosen = real_reference_splits(groups.of, images=images, splits=SPLITS, seed=pair.seed)
    real = Discrepancy(within, within, within)
    return median_floor(abs(real.squared(~part, part)) for part in chosen)
