"""On how many images each two attributes have which labels, counted for groups of images."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from facegap.base.arrays import Int8Array, Int64Array
from facegap.engine import available_cores

_PIECE = 2**15
"""Images that are counted at a time: as bits, those of a few dozen attributes fit into a core's cache."""


def count_pairs(labels: Int8Array, groups: Int64Array, count: int) -> Int64Array:
    """Count the images of each group on which two literals both hold.

    Of A attributes, literal a is that attribute a is positive, literal A + a that it is negative; where it is undefined
    neither holds.

    Args:
        labels: int8 (images, A): 1 positive, −1 negative, 0 undefined.
        groups: int64 (images,), the group of each image, from 0.
        count: How many groups there are.

    Returns:
        The numbers of images, int64 (count, 2A, 2A), symmetric; on the diagonal are the images on which one literal
        holds.
    """
    # Here, since compiled code takes long to import.
    from facegap.compare.attribute_pairs.pair_kernel import count_piece

    narrow = groups.astype(np.min_scalar_type(count))  # radix sort, which is many times faster, is for 16 bits at most
    order = np.argsort(narrow, kind="stable")
    sizes = np.bincount(groups, minlength=count)
    pieces = list(_pieces(sizes))
    pair_counts = np.zeros((count, *[2 * labels.shape[1]] * 2), dtype=np.int64)
    with ThreadPoolExecutor(available_cores()) as pool:
        counted = pool.map(lambda piece: count_piece(labels, order[piece[1] : piece[2]]), pieces)
        for (group, *_), counts in zip(pieces, counted, strict=True):
            pair_counts[group] += counts
    return pair_counts


def _pieces(sizes: Int64Array) -> Iterator[tuple[int, int, int]]:
    """Group, begin and end of each stretch of images to be counted, in the order of groups."""
    end = 0
    for group, size in enumerate(sizes.tolist()):
        begin, end = end, end + size
        for at in range(begin, end, _PIECE):
            yield group, at, min(at + _PIECE, end)
