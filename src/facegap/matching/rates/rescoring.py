"""Further passes over all comparisons, which score those near a threshold anew in float64."""

from threading import Lock
from typing import NamedTuple

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int32Array, Int64Array
from facegap.matching.pairs.exact_scores import rounding
from facegap.matching.pairs.grouped_embeddings import GroupedEmbeddings
from facegap.matching.pairs.sweep import STEP, sweep
from facegap.matching.rates.rescoring_kernel import add_block, rescore_block, split_block
from facegap.matching.rates.steps import Rescored, Steps, Windows

_LOWEST, _HIGHEST = -3.0, 3.0  # beyond all scores, but above the mark of one that is left out


class Stored(NamedTuple):
    """Pairs that were stored, as in ``Rescored``."""

    pairs: Int32Array
    mated: BoolArray
    scores: Float64Array


class Grid(NamedTuple):
    """Cells into which scores are sorted, and which of them must be computed exactly for that.

    Attributes:
        filters: float32, rising: a score in float32 between the bounds 2k and 2k + 1 is near an edge.
        regions: int64: the cell of a score between the bounds 2k − 1 and 2k.
        edges: float64, rising, the inner edges of the cells.
        kept: bool (cells,), whether the pairs in a cell are stored.
    """

    filters: Float32Array
    regions: Int64Array
    edges: Float64Array
    kept: BoolArray

    @classmethod
    def of(cls, windows: Windows, edges: Float64Array, *, slack: float, kept: BoolArray) -> "Grid":
        """Cells between inner ``edges``; scores within ``slack`` of a window are computed exactly."""
        low = np.clip(windows.low - slack, _LOWEST, _HIGHEST)
        high = np.clip(windows.high + slack, _LOWEST, _HIGHEST)
        first = np.r_[True, low[1:] > high[:-1]]
        last = np.r_[first[1:], True]
        low, high = low[first], high[last]
        filters = np.stack([low, high], axis=1).ravel().astype(np.float32)
        regions = np.r_[0, np.searchsorted(edges, high, side="right")]
        return cls(filters, regions, edges, kept)


def split(
    grouped: GroupedEmbeddings, windows: Windows, edges: Float64Array, totals: Int64Array, *, threads: int | None
) -> Steps:
    """Count exact scores between ``edges``, −∞ and ∞ included; ``totals`` is of mated and of non-mated pairs."""
    cells = len(edges) - 1
    grid = Grid.of(windows, edges[1:-1], slack=rounding(grouped.dimensions), kept=np.zeros(cells, dtype=bool))

    def start() -> _Splitter:
        return _Splitter(grouped, grid, cells)

    parts = sweep(grouped.vectors, grouped.vectors, grouped.blocks, start, step=STEP, threads=threads)
    counts = np.sum([part.counts for part in parts], axis=0)
    counts[:, 0] = totals - counts[:, 1:].sum(axis=1)  # scores below all windows weren't looked at
    low, high = np.min([part.low for part in parts], axis=0), np.max([part.high for part in parts], axis=0)
    return Steps(edges, counts, low, high, slack=0.0)


class _Splitter:
    """What one thread counts in the cells between edges."""

    def __init__(self, grouped: GroupedEmbeddings, grid: Grid, cells: int) -> None:
        self.counts = np.zeros((2, cells), dtype=np.int64)
        self.low, self.high = np.full(cells, np.inf), np.full(cells, -np.inf)
        self._grouped, self._grid = grouped, grid

    def __call__(self, block: Int64Array, scores: Float32Array) -> None:
        vectors, people, sources = self._grouped.vectors, self._grouped.people, self._grouped.sources
        split_block(scores, vectors, people, sources, block, self._grid, self.counts, self.low, self.high)


def rescore_near_thresholds(
    grouped: GroupedEmbeddings, windows: Windows, unit: Int64Array, *, threads: int | None
) -> Rescored:
    """Count pairs between the windows for each unit, and store those within, unless all their scores are the same.

    Args:
        grouped: the embeddings.
        windows: may be none.
        unit: int64 (images,), the number of each row's unit.
        threads: of the CPU; None for as many as there are cores.
    """
    cells = 2 * len(windows.low) + 1
    totals = np.zeros((2, int(unit.max(initial=-1)) + 1, grouped.groups, cells), dtype=np.int64)
    if cells == 1:
        return Rescored(totals, *_join([]))
    kept = np.zeros(cells, dtype=bool)
    kept[1::2] = ~windows.constant
    grid = Grid.of(windows, windows.edges, slack=rounding(grouped.dimensions), kept=kept)
    lock = Lock()

    def start() -> _Rescorer:
        return _Rescorer(grouped, grid, unit, totals, lock)

    parts = sweep(grouped.vectors, grouped.vectors, grouped.blocks, start, step=STEP, threads=threads)
    stored = [each for part in parts for each in part.stored]
    parts.clear()
    return Rescored(totals, *_join(stored))


class _Rescorer:
    """What one thread stores; what it counts goes to the totals of all."""

    def __init__(
        self, grouped: GroupedEmbeddings, grid: Grid, unit: Int64Array, totals: Int64Array, lock: Lock
    ) -> None:
        cells, size = totals.shape[-1], int(np.max(grouped.blocks[..., 1] - grouped.blocks[..., 0], initial=0))
        self.stored: list[Stored] = []
        self._grouped, self._grid, self._unit, self._totals, self._lock = grouped, grid, unit, totals, lock
        self._rows, self._columns = np.empty((2, size, cells), dtype=np.int16), np.empty((size, cells), dtype=np.int16)
        self._pairs, self._exact = np.empty((size * size, 2), dtype=np.int32), np.empty(size * size)

    def __call__(self, block: Int64Array, scores: Float32Array) -> None:
        vectors, people, sources = self._grouped.vectors, self._grouped.people, self._grouped.sources
        rows, columns, pairs, exact = self._rows, self._columns, self._pairs, self._exact
        count = rescore_block(scores, vectors, people, sources, block, self._grid, rows, columns, pairs, exact)
        with self._lock:
            add_block(block, rows, columns, self._unit, self._totals)
        if count:
            mated = people[pairs[:count, 0]] == people[pairs[:count, 1]]
            self.stored.append(Stored(pairs[:count].copy(), mated, exact[:count].copy()))


def _join(stored: list[Stored]) -> Stored:
    """All that was stored; what is joined is let go at once, since it may be large."""
    pairs, mated, scores = ([getattr(part, name) for part in stored] for name in Stored._fields)
    stored.clear()
    joined = np.concatenate([np.empty((0, 2), dtype=np.int32), *pairs])
    pairs.clear()
    return Stored(joined, np.concatenate([np.empty(0, dtype=np.bool_), *mated]), np.concatenate([np.empty(0), *scores]))
