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
    for one in range(literals):
        for other in range(one + 1):
            counts[one, other] = counts[other, one] = _common(bits[one], bits[other])
    return counts


@numba.njit(nogil=True, cache=True, inline="always")
def _common(ours, theirs):  # type: ignore[no-untyped-def]
    """How many bits are set in both."""
    found = np.uint64(0)
    for word in range(len(ours)):
        found += popcount(ours[word] & theirs[word])  # type: ignore[call-arg]
    return found
