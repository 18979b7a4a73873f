"""The compiled inner loops of nearest neighbors: the nearest of each group, counts in a radius, choices of groups.

The functions have no annotations because numba compiles them for the types that they are called with.
"""

import numba
import numpy as np

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
        found, far = np.float32(0), furthest[row + i]  # of one type, so that many are compared at a time
        for j in range(line.shape[0]):
            inside = line[j] <= most
            found += np.float32(1) if inside else np.float32(0)
            far = max(far, line[j] if inside else np.float32(0))
        count[row + i] += np.int64(found)
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
