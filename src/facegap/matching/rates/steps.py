"""What is known of all scores, and where one must look closer to find thresholds: the search behind exact rates."""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array, Int32Array, Int64Array
from facegap.matching.pairs.histograms import GroupedHistograms
from facegap.matching.rates.step_rates import NON_MATED, accepted_at

_PARTS = 16_384  # of a cell that holds too many scores


@dataclass(frozen=True)
class Windows:
    """Stretches of scores, [low, high), rising and apart; every threshold that is sought lies in one.

    Attributes:
        low: float64 (windows,).
        high: float64 (windows,).
        constant: bool (windows,), whether all scores in it are known to be the same, that is, low.
        load: upper bound of the pairs with a score in those that aren't constant.
    """

    low: Float64Array
    high: Float64Array
    constant: BoolArray
    load: int

    @property
    def edges(self) -> Float64Array:
        """All bounds, rising. Those at odd places end a window, so the cell 2k + 1 between them is window k."""
        edges = np.empty(2 * len(self.low))
        edges[::2], edges[1::2] = self.low, self.high
        return edges

    @property
    def lowest(self) -> Float64Array:
        """The bound of each cell below which it has no score: float64 (2 windows + 1,)."""
        return np.concatenate([np.array([-np.inf]), self.edges])


class Rescored(NamedTuple):
    """What the last pass found.

    Attributes:
        counts: int64 (2, units, groups, cells), mated and non-mated pairs of each unit with each group between the
            windows, and in those that are constant; the lowest cell stays at zero.
        pairs: int32 (stored, 2), the rows of the pairs in the other windows, the lower row first; in no particular
            order.
        mated: bool (stored,), whether both rows are of one person.
        scores: float64 (stored,), exact.
    """

    counts: Int64Array
    pairs: Int32Array
    mated: BoolArray
    scores: Float64Array


@dataclass(frozen=True)
class Steps:
    """Counts of scores between some edges, not evenly spaced.

    Attributes:
        edges: float64 (cells + 1,), rising, from −∞ to ∞; the cell c holds edges[c] ≤ score < edges[c + 1].
        counts: int64 (2, cells), mated and non-mated.
        low: float64 (cells,), no score in the cell is lower, as far as is known.
        high: float64 (cells,), no score is higher; equal to ``low`` where all scores are the same.
        slack: how far the scores that were counted may be from the exact ones.
    """

    edges: Float64Array
    counts: Int64Array
    low: Float64Array
    high: Float64Array
    slack: float

    @classmethod
    def of(cls, histograms: GroupedHistograms, *, slack: float) -> Self:
        """What the histograms of the first pass say, all groups together."""
        counts = np.stack([histograms.mated.sum(axis=(0, 1)), histograms.non_mated.sum(axis=(0, 1))])
        edges = np.linspace(-1, 1, counts.shape[1] + 1)
        edges[0], edges[-1] = -np.inf, np.inf
        return cls(edges, counts, edges[:-1], edges[1:], slack)

    def windows(self, levels: Sequence[float]) -> Windows:
        """Where the thresholds for some levels of FMR lie, and the equal error rate."""
        numbers = {cell for level in levels for cell in self._cells_of_level(level)} | self._cells_of_equal_errors()
        cells = np.array(sorted(numbers), dtype=np.int64)
        low = np.maximum(self.edges[cells], self.low[cells]) - self.slack
        high = np.minimum(self.edges[cells + 1], np.nextafter(self.high[cells], np.inf)) + self.slack
        constant = (self.low[cells] == self.high[cells]) & (self.slack == 0)
        first = np.r_[True, low[1:] >= high[:-1]] if len(cells) else np.zeros(0, dtype=bool)
        last = np.r_[first[1:], True][: len(cells)]
        # Windows that overlap become one; those of exact scores never do.
        low, high, constant = low[first], high[last], constant[first]
        return Windows(low, high, constant, self._load(low[~constant], high[~constant]))

    def finer_edges(self, windows: Windows) -> Float64Array:
        """Edges for a further pass: each window that isn't constant in many parts."""
        parts = [np.array([-np.inf, np.inf]), windows.edges]
        for low, high in zip(windows.low[~windows.constant], windows.high[~windows.constant], strict=True):
            parts.append(np.linspace(max(low, -2.0), min(high, 2.0), _PARTS + 1))
        return np.unique(np.concatenate(parts))

    def _cells_of_level(self, level: float) -> set[int]:
        """The cell of the highest score that is rejected, and the next with a score: one holds the threshold."""
        counts = self.counts[NON_MATED]
        accepted = accepted_at(level, int(counts.sum()))
        if not accepted:
            return set()
        at_or_above = np.r_[np.cumsum(counts[::-1])[::-1], 0]
        cell = int(np.argmax(at_or_above <= accepted))
        higher = np.flatnonzero(counts[cell:])[:1] + cell
        return {cell - 1, *map(int, higher)} if cell else {int(higher[0])}

    def _cells_of_equal_errors(self) -> set[int]:
        """The cell in which FNMR rises past FMR."""
        mated, non_mated = self.counts
        if not mated.sum() or not non_mated.sum():
            return set()
        below, above = np.cumsum(mated), non_mated.sum() - np.cumsum(non_mated)

        def is_past(cell: int) -> bool:  # in Python's whole numbers, which are neither rounded nor too large
            return int(below[cell]) * int(above[0] + non_mated[0]) >= int(above[cell]) * int(below[-1])

        return {bisect.bisect_left(range(len(mated)), 1, key=is_past)}

    def _load(self, low: Float64Array, high: Float64Array) -> int:
        begins = np.searchsorted(self.edges, low - self.slack, side="right") - 1
        ends = np.searchsorted(self.edges, high + self.slack, side="left")
        summed = np.r_[0, np.cumsum(self.counts.sum(axis=0))]
        return int((summed[np.minimum(ends, len(summed) - 1)] - summed[np.maximum(begins, 0)]).sum())
