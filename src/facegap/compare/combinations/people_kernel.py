"""The compiled inner loop of counting combinations by person."""

import numba
import numpy as np


@numba.njit(nogil=True, cache=True)
def sum_people(combinations, free, columns, people, count):  # type: ignore[no-untyped-def]
    """For each combination the six sums of ``PeopleSums``, in that order: float64 (n, 6).

    Of the images for which a combination is defined, or, where ``free`` is a place in it and not −1, of those of them
    that show all its literals but this. ``combinations`` is numbers of literals, ``columns`` int8 (A, images),
    ``people`` int64 (images,) below ``count``.
    """
    sums = np.zeros((len(combinations), 6))
    images, showing = np.empty(count, dtype=np.int32), np.empty(count, dtype=np.int32)
    for row, combination in enumerate(combinations):
        images[:] = 0
        showing[:] = 0
        for image in range(len(people)):
            counted = shown = True
            for place, literal in enumerate(combination):
                label = columns[literal % len(columns), image]
                holds = label == (1 if literal < len(columns) else -1)
                shown &= holds
                counted &= holds if free not in (-1, place) else label != 0
            images[people[image]] += counted
            showing[people[image]] += shown
        for person in range(count):
            n, x = np.float64(images[person]), np.float64(showing[person])
            for place, value in enumerate((np.float64(n > 0), n, x, n * n, x * x, n * x)):
                sums[row, place] += value
    return sums
