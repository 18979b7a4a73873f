"""The compiled inner loop of the search for nearest neighbors: which scores of a block may be among the highest.

Single precision says which scores are surely too low; what is left is found exactly, so that neighbors depend on the
embeddings alone. The functions have no annotations because numba compiles them for the types that they are called with.
"""

import numba
import numpy as np

from facegap.matching.pairs.exact_scores import exact_score

CHUNK = 64
"""Scores that are looked at together: most chunks hold none that matters."""


@numba.njit(nogil=True, cache=True)
def note_highest(scores, block, rounding, rows, columns, owners, column_owners, highest, where):  # type: ignore[no-untyped-def]
    """Keep the highest scores of each row, (rows, count) falling, and the columns that have them.

    Columns of the row's own owner are passed over. Blocks must come in the order of their columns, so that of equal
    scores the lower column is kept.
    """
    row, row_end, column, column_end = block
    for i in range(row, row_end):
        kept, places = highest[i], where[i]
        for start in range(column, column_end, CHUNK):
            end = min(start + CHUNK, column_end)
            bound = np.float32(kept[-1] - rounding)
            if not _any_above(scores[i - row, start - column : end - column], bound):
                continue
            for j in range(start, end):
                if scores[i - row, j - column] > kept[-1] - rounding and column_owners[j] != owners[i]:
                    score = np.float32(exact_score(rows[i], columns[j]))
                    if score > kept[-1]:
                        _insert(score, j, kept, places)


@numba.njit(cache=True, inline="always")
def _any_above(scores, bound):  # type: ignore[no-untyped-def]
    above = 0
    for score in scores:
        above |= score >= bound
    return above != 0


@numba.njit(cache=True)
def _insert(score, place, falling, places):  # type: ignore[no-untyped-def]
    """Put a score behind those that are as high or higher, and drop the lowest."""
    at = len(falling) - 1
    while at > 0 and falling[at - 1] < score:
        falling[at] = falling[at - 1]
        places[at] = places[at - 1]
        at -= 1
    falling[at] = score
    places[at] = place
