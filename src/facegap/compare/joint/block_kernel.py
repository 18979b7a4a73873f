"""The compiled loops over blocks of distances that the estimators share.

The functions have no annotations because numba compiles them for the types that they are called with.
"""

import numba
import numpy as np

FAR = np.float32(1e30)
"""The squared distance of what doesn't count, such as images of the same person."""


@numba.njit(nogil=True, cache=True)
def measure(rows, columns, row, column, block):  # type: ignore[no-untyped-def]
    """Fill a block with exact squared distances; points are columns of float64 (dimensions, n)."""
    width = block.shape[1]
    sums = np.empty(width)
    for i in range(block.shape[0]):
        sums[:] = 0
        for dimension in range(rows.shape[0]):
            at = rows[dimension, row + i]
            line = columns[dimension, column : column + width]
            for j in range(width):
                sums[j] += (at - line[j]) ** 2
        for j in range(width):
            block[i, j] = np.float32(sums[j])


@numba.njit(nogil=True, cache=True)
def hide(block, row, column, first, last):  # type: ignore[no-untyped-def]
    """Put what is of a row's own person far away; its columns are from ``first`` to before ``last``."""
    for i in range(block.shape[0]):
        begin, end = max(first[row + i] - column, 0), min(last[row + i] - column, block.shape[1])
        for j in range(begin, end):
            block[i, j] = FAR
