"""The compiled inner loop of counting pairs of literals, as ``bits_kernel`` has them."""

import numba
import numpy as np

from facegap.compare.bits_kernel import pack, popcount


@numba.njit(nogil=True, cache=True)
def count_piece(labels, rows):  # type: ignore[no-untyped-def]
    """On how many of some images each two literals hold: int64 (2A, 2A), symmetric, singles on the diagonal."""
    literals = 2 * labels.shape[1]
    bits = np.empty((literals, -(-len(rows) // 64)), dtype=np.uint64)
    pack(labels, rows, bits)
    counts = np.empty((literals, literals), dtype=np.int64)
    for first in range(literals):
        for second in range(first + 1):
            counts[first, second] = counts[second, first] = _common(bits[first], bits[second])
    return counts


@numba.njit(nogil=True, cache=True, inline="always")
def _common(first, second):  # type: ignore[no-untyped-def]
    """How many bits are set in both."""
    count = np.uint64(0)
    for word in range(len(first)):
        count += popcount(first[word] & second[word])  # type: ignore[call-arg]
    return count
