"""Further passes over all comparisons, which score those near a threshold anew in float64."""

from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import NamedTuple

import numpy as np
import threadpoolctl

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int32Array, Int64Array
from facegap.matching.pairs.grouped_embeddings import BLOCK, GroupedEmbeddings
from facegap.matching.pairs.histograms import shared_out
from facegap.matching.rates.rescoring_kernel import add_block, sift_block, split_blocks
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


def rounding(dimensions: int) -> float:
    """The most by which a float32 score and its bin may differ from the exact score, whatever the order of its sum.

    γₙ = n u / (1 − n u) of the lengths' product (Higham, "Accuracy and stability of numerical algorithms", 2002, 3.5),
    with room for the roundings of the bin.
    """
    return float((dimensions + 16) * 2.0**-24 * 1.01)


def split(
    grouped: GroupedEmbeddings, windows: Windows, edges: Float64Array, totals: Int64Array, *, threads: int
) -> Steps:
    """Count exact scores between ``edges``, −∞ and ∞ included; ``totals`` is of mated and of non-mated pairs."""
    grid = Grid.of(
        windows, edges[1:-1], slack=rounding(grouped.vectors.shape[1]), kept=np.zeros(len(edges) - 1, dtype=bool)
    )
    shares = shared_out(grouped.blocks, threads)

    def work(_: int) -> tuple[Int64Array, Float64Array, Float64Array]:
        buffer = np.empty(BLOCK * BLOCK, dtype=np.float32)
        counts = np.zeros((2, len(edges) - 1), dtype=np.int64)
        low, high = np.full(len(edges) - 1, np.inf), np.full(len(edges) - 1, -np.inf)
        while (share := next(shares, None)) is not None:
            split_blocks(grouped.vectors, grouped.people, grouped.sources, share, buffer, grid, counts, low, high)
        return counts, low, high

    with threadpoolctl.threadpool_limits(1), ThreadPoolExecutor(threads) as pool:
        counts, low, high = zip(*pool.map(work, range(threads)), strict=True)
    summed = np.sum(counts, axis=0)
    summed[:, 0] = totals - summed[:, 1:].sum(axis=1)  # scores below all windows weren't looked at
    return Steps(edges, summed, np.min(low, axis=0), np.max(high, axis=0), slack=0.0)


def sift(grouped: GroupedEmbeddings, windows: Windows, unit: Int64Array, *, threads: int) -> Rescored:
    """Count pairs between the windows for each unit, and store those within, unless all their scores are the same.

    Args:
        grouped: the embeddings.
        windows: may be none.
        unit: int64 (images,), the number of each row's unit.
        threads: of the CPU.
    """
    cells = 2 * len(windows.low) + 1
    totals = np.zeros((2, int(unit.max(initial=-1)) + 1, grouped.groups, cells), dtype=np.int64)
    if cells == 1:
        return Rescored(totals, *_join([]))
    kept = np.zeros(cells, dtype=bool)
    kept[1::2] = ~windows.constant
    grid = Grid.of(windows, windows.edges, slack=rounding(grouped.vectors.shape[1]), kept=kept)
    lock, blocks = Lock(), iter(grouped.blocks)

    def work(_: int) -> list[Stored]:
        buffer = np.empty(BLOCK * BLOCK, dtype=np.float32)
        rows = np.empty((2, BLOCK, cells), dtype=np.int16)
        columns = np.empty((BLOCK, cells), dtype=np.int16)
        pairs, scores = np.empty((BLOCK * BLOCK, 2), dtype=np.int32), np.empty(BLOCK * BLOCK)
        found: list[Stored] = []
        while (block := next(blocks, None)) is not None:
            stored = sift_block(
                grouped.vectors, grouped.people, grouped.sources, block, buffer, grid, rows, columns, pairs, scores
            )
            with lock:
                add_block(block, rows, columns, unit, totals)
            if stored:
                mated = grouped.people[pairs[:stored, 0]] == grouped.people[pairs[:stored, 1]]
                found.append(Stored(pairs[:stored].copy(), mated, scores[:stored].copy()))
        return found

    with threadpoolctl.threadpool_limits(1), ThreadPoolExecutor(threads) as pool:
        found = [part for parts in pool.map(work, range(threads)) for part in parts]
    return Rescored(totals, *_join(found))


def _join(found: list[Stored]) -> Stored:
    """All that was stored; what is joined is let go at once, since it may be large."""
    pairs, mated, scores = ([getattr(part, name) for part in found] for name in Stored._fields)
    found.clear()
    joined = np.concatenate([np.empty((0, 2), dtype=np.int32), *pairs])
    pairs.clear()
    return Stored(joined, np.concatenate([np.empty(0, dtype=np.bool_), *mated]), np.concatenate([np.empty(0), *scores]))
