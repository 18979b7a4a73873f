"""Labels as bits, 64 images to a word, for counting images on which several things hold at once.

A *literal* is an attribute with a sign: of A attributes, literal a is that attribute a is positive, literal A + a that
it is negative; neither holds where it is undefined. The functions have no annotations because numba compiles them for
the types that they are called with.
"""

import numba
import numpy as np
from numba.extending import intrinsic


@intrinsic
def popcount(_context, word):  # type: ignore[no-untyped-def]
    """How many bits of a word are set; the compiler uses the machine's own instruction, eight words at a time."""
    return word(word), lambda _, builder, __, words: builder.ctpop(words[0])


@numba.njit(nogil=True, cache=True)
def pack(labels, rows, bits):  # type: ignore[no-untyped-def]
    """Write the literals of some images as bits; those beyond the last image are zero.

    ``labels`` is int8 (images, A), ``rows`` int64 (n,), ``bits`` uint64 (2A, words) with room for n bits.
    """
    attributes = labels.shape[1]
    word_of = np.empty(2 * attributes, dtype=np.uint64)
    for word in range(bits.shape[1]):
        word_of[:] = 0
        for at in range(64 * word, min(64 * word + 64, len(rows))):
            row = labels[rows[at]]
            shift = np.uint64(at & 63)
            for attribute in range(attributes):
                word_of[attribute] |= np.uint64(row[attribute] > 0) << shift
                word_of[attributes + attribute] |= np.uint64(row[attribute] < 0) << shift
        for literal in range(2 * attributes):
            bits[literal, word] = word_of[literal]
