"""The compiled inner loop of the kernel distance: a block of distances to a sum for each row.

The function has no annotations because numba compiles it for the types that it is called with.
"""

import numba


@numba.njit(nogil=True, cache=True, fastmath={"contract", "reassoc"})
def add_kernels(distances, rows, columns, gamma, begin, end, totals):  # type: ignore[no-untyped-def]
    """Add (γ·x·y + 1)³ of each row with all columns but those from ``begin`` to ``end``, which may lie outside.

    ``rows`` and ``columns`` are squared lengths; with them x·y follows from the squared distance.
    """
    count = distances.shape[1]
    for i in range(distances.shape[0]):
        half, length = gamma / 2, rows[i]
        total = own = 0.0
        for j in range(count):
            term = half * (length + columns[j] - distances[i, j]) + 1
            total += term * term * term
        for j in range(max(begin[i], 0), min(end[i], count)):
            term = half * (length + columns[j] - distances[i, j]) + 1
            own += term * term * term
        totals[i] += total - own
