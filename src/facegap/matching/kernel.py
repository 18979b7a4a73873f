"""The compiled inner loop of all comparisons: multiply a block, bin it while it is in the cache.

The functions have no annotations because numba compiles them for the types that they are called with.
"""

import numba
import numpy as np
import scipy.linalg  # noqa: F401  (numba multiplies with its BLAS, which must be loaded before its threads are limited)


@numba.njit(nogil=True, cache=True)
def count_blocks(vectors, begins, ends, blocks, buffer, mated, non_mated):  # type: ignore[no-untyped-def]
    """Add the scores of some blocks to histograms; ``buffer`` is room for one block."""
    for row, row_end, column, column_end, group, pair in blocks:
        rows, columns = row_end - row, column_end - column
        scores = buffer[: rows * columns].reshape(rows, columns)
        np.dot(vectors[row:row_end], vectors[column:column_end].T, scores)
        for i in range(rows):
            # Of the upper triangle only; embeddings are sorted by identity, so this row's mates are one stretch.
            first = max(row + i + 1, column) - column
            same_from = min(max(begins[row + i] - column, first), columns)
            same_to = min(max(ends[row + i] - column, same_from), columns)
            _bin(scores[i, first:same_from], non_mated[pair])
            _bin(scores[i, same_from:same_to], mated[group])
            _bin(scores[i, same_to:columns], non_mated[pair])


@numba.njit(cache=True, inline="always")
def _bin(scores, counts):  # type: ignore[no-untyped-def]
    """Add scores to a histogram over [−1, 1]."""
    half = np.float32(len(counts) / 2)
    last = len(counts) - 1
    for score in scores:
        at = int((score + np.float32(1)) * half)
        counts[min(max(at, 0), last)] += 1
