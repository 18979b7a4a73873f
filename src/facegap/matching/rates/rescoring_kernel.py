"""The compiled inner loops of the passes that look closer at some scores: see ``rescoring``.

The functions have no annotations because numba compiles them for the types that they are called with. A **grid** is
the NamedTuple ``rescoring.Grid``.
"""

import numba
import numpy as np

from facegap.matching.pairs.exact_scores import exact_score
from facegap.matching.pairs.histogram_kernel import leave_out, mates


@numba.njit(nogil=True, cache=True)
def split_block(scores, vectors, people, sources, block, grid, counts, low, high):  # type: ignore[no-untyped-def]
    """Add the scores of a block to cells, (2, cells), and note the lowest and highest in each."""
    row, row_end, column, column_end, _, _ = block
    if sources is not None:
        leave_out(scores, people, sources, row, row_end, column, column_end)
    same_from = same_to = 0
    for i in range(row_end - row):
        same_from, same_to = mates(people, row + i, column, column_end, same_from, same_to)
        for j in range(max(row + i + 1 - column, 0), column_end - column):
            if scores[i, j] >= grid.filters[0]:
                kind = 0 if same_from <= j < same_to else 1
                cell, score = _cell(scores[i, j], vectors[row + i], vectors[column + j], grid)
                counts[kind, cell] += 1
                if not np.isnan(score):
                    low[cell] = min(low[cell], score)
                    high[cell] = max(high[cell], score)


@numba.njit(nogil=True, cache=True)
def rescore_block(scores, vectors, people, sources, block, grid, rows, columns, pairs, exact):  # type: ignore[no-untyped-def]
    """Count the scores of a block by row and cell, and by column and cell, or store them if their cell is kept.

    ``rows`` is (2, block, cells), ``columns`` (block, cells) for non-mated pairs only; both start from zero here.
    Returns how many were stored in ``pairs`` and ``exact``.
    """
    row, row_end, column, column_end, _, _ = block
    if sources is not None:
        leave_out(scores, people, sources, row, row_end, column, column_end)
    rows[:] = 0
    columns[:] = 0
    stored = 0
    same_from = same_to = 0
    for i in range(row_end - row):
        same_from, same_to = mates(people, row + i, column, column_end, same_from, same_to)
        for j in range(max(row + i + 1 - column, 0), column_end - column):
            if scores[i, j] >= grid.filters[0]:
                cell, score = _cell(scores[i, j], vectors[row + i], vectors[column + j], grid)
                if grid.kept[cell]:
                    pairs[stored, 0] = row + i
                    pairs[stored, 1] = column + j
                    exact[stored] = score
                    stored += 1
                elif same_from <= j < same_to:
                    rows[0, i, cell] += 1
                else:
                    rows[1, i, cell] += 1
                    columns[j, cell] += 1
    return stored


@numba.njit(nogil=True, cache=True)
def add_block(block, rows, columns, unit, totals):  # type: ignore[no-untyped-def]
    """Add what ``rescore_block`` counted to the counts of each unit, (2, units, groups, cells)."""
    row, row_end, column, column_end, g, h = block
    for i in range(row_end - row):
        totals[:, unit[row + i], h] += rows[:, i]
    for j in range(column_end - column):
        totals[1, unit[column + j], g] += columns[j]


@numba.njit(cache=True, inline="always")
def _cell(rough, a, b, grid):  # type: ignore[no-untyped-def]
    """The cell of a score and, where it is near an edge, the exact score, else NaN."""
    at = 1
    while at < len(grid.filters) and rough >= grid.filters[at]:
        at += 1
    if at % 2 == 0:
        return grid.regions[at // 2], np.nan
    score = exact_score(a, b)
    return np.searchsorted(grid.edges, score, side="right"), score
