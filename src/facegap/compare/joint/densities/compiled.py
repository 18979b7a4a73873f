"""The compiled inner loops of densities, over blocks of squared distances and over groups of people.

Of nearest neighbors: the nearest of each group, counts in a radius, choices of groups. Of kernels: sums over a block,
and over groups. The functions have no annotations because numba compiles them for the types that they are called with.
"""

import math

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


_STRETCH = 32
"""Distances that are passed over at once where none is near enough."""


@numba.njit(nogil=True, cache=True, fastmath={"nnan", "nsz"})
def keep_nearest(block, row, least, kept, tied):  # type: ignore[no-untyped-def]
    """Put what is nearer than the last of ``kept``, float32 (n, k) and rising, in its place.

    ``tied``, int32 (n,), counts what is as far as the last of them, but has no place. What is nearer than ``least`` is
    taken to be as far as that.
    """
    most = kept.shape[1]
    for i in range(block.shape[0]):
        line, near = block[i], kept[row + i]
        for begin in range(0, line.shape[0], _STRETCH):
            stretch = line[begin : begin + _STRETCH]
            low = stretch[0]
            for j in range(stretch.shape[0]):
                low = min(low, stretch[j])
            if max(low, least) > near[most - 1]:
                continue
            for j in range(stretch.shape[0]):
                distance, last = max(stretch[j], least), near[most - 1]
                if distance == last:
                    tied[row + i] += 1
                elif distance < last:
                    place = most - 1
                    while place > 0 and near[place - 1] > distance:
                        near[place] = near[place - 1]
                        place -= 1
                    near[place] = distance
                    # The one that lost its place is as far as the new last, or all that were tied are further now.
                    tied[row + i] = tied[row + i] + 1 if near[most - 1] == last else 0


@numba.njit(nogil=True, cache=True, fastmath={"nnan", "nsz", "reassoc"})
def count_within(block, row, radius, count, furthest):  # type: ignore[no-untyped-def]
    """Count what is within each row's radius, and keep the furthest of it; all squared."""
    for i in range(block.shape[0]):
        line, most = block[i], radius[row + i]
        inside_count, far = np.float32(0), furthest[row + i]  # of one type, so that many are compared at a time
        for j in range(line.shape[0]):
            inside = line[j] <= most
            inside_count += np.float32(1) if inside else np.float32(0)
            far = max(far, line[j] if inside else np.float32(0))
        count[row + i] += np.int64(inside_count)
        furthest[row + i] = far


@numba.njit(nogil=True, cache=True)
def nearest_of_choices(distances, groups, images, chosen, k, nearest, count):  # type: ignore[no-untyped-def]
    """The k-th nearest of the chosen groups, and how many of their images are no further.

    From (n, m) distances, rising, with the group of each and the images that are as far, to (n, choices).
    """
    for i in range(distances.shape[0]):
        for choice in range(chosen.shape[0]):
            left = k
            for place in range(distances.shape[1]):
                if left <= 0 and distances[i, place] != nearest[i, choice]:
                    break
                if chosen[choice, groups[i, place]]:
                    left -= 1
                    nearest[i, choice] = distances[i, place]
                    count[i, choice] += images[i, place]


_LEAST = np.float32(-126)
_HALF = np.float32(0.5)
_ONE = np.float32(1)
_POWERS = tuple(np.float32(math.log(2) ** power / math.factorial(power)) for power in range(1, 7))
_C1, _C2, _C3, _C4, _C5, _C6 = _POWERS


@numba.njit(cache=True, inline="always")
def _power_of_two(x):  # type: ignore[no-untyped-def]
    """2 to the power of x, float32 and not positive, to about 2e-7 of it; 2^-126 below that.

    The next whole number goes into the exponent of the result, the rest, within ±½, into a Taylor series: nothing of it
    branches, so that many are computed at a time.
    """
    x = max(x, _LEAST)
    whole = np.int32(x - _HALF)
    rest = x - np.float32(whole)
    series = _ONE + rest * (_C1 + rest * (_C2 + rest * (_C3 + rest * (_C4 + rest * (_C5 + rest * _C6)))))
    return series * np.int32((whole + np.int32(127)) << np.int32(23)).view(np.float32)


@numba.njit(nogil=True, cache=True, fastmath={"reassoc", "nsz", "contract", "nnan"})
def add_kernels(block, row, scale, nearest, total):  # type: ignore[no-untyped-def]
    """Add a block of squared distances to the sums of its rows, each relative to the nearest point so far.

    The sum of 2^(−scale · distance) over a row is ``total`` · 2^(−scale · ``nearest``), so that none ever vanishes.
    """
    for i in range(block.shape[0]):
        line = block[i]
        low = line[0]
        for j in range(line.shape[0]):
            low = min(low, line[j])
        before = nearest[row + i]
        if low < before:
            total[row + i] *= _power_of_two((low - before) * scale)
            nearest[row + i] = before = low
        added = np.float32(0)
        for j in range(line.shape[0]):
            added += _power_of_two((before - line[j]) * scale)
        total[row + i] += added


@numba.njit(nogil=True, cache=True)
def merge_densities(log_sums, chosen, out):  # type: ignore[no-untyped-def]
    """The log of the sum over chosen groups: (n, groups) and bool (choices, groups) to (n, choices)."""
    for i in range(log_sums.shape[0]):
        line = log_sums[i]
        top = line.max()
        sums = np.exp(line - top)
        for choice in range(chosen.shape[0]):
            total = 0.0
            for group in range(line.shape[0]):
                if chosen[choice, group]:
                    total += sums[group]
            if total > 1e-290:
                out[i, choice] = top + math.log(total)
                continue
            # What was chosen is so far from the nearest that it vanished: once more, relative to the nearest chosen.
            near = -np.inf
            for group in range(line.shape[0]):
                if chosen[choice, group]:
                    near = max(near, line[group])
            total = 0.0
            for group in range(line.shape[0]):
                if chosen[choice, group]:
                    total += math.exp(line[group] - near)
            out[i, choice] = near + math.log(total) if total > 0 else -np.inf
