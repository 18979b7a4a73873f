"""The compiled inner loops of neighborhoods: which of a block's distances matter, and these again in float64.

Single precision says which pairs are surely too far; what is left is found exactly, always in one order, so that a
distance is the same number wherever it is found. The functions have no annotations because numba compiles them for the
types that they are called with.
"""

import numba
import numpy as np

CHUNK = 64
"""Distances that are looked at together: most chunks hold none that matters."""


@numba.njit(cache=True)
def squared_distance(a, b):  # type: ignore[no-untyped-def]
    """Σ (aᵢ − bᵢ)² of two float32 vectors in float64."""
    s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = 0.0
    whole = len(a) // 8 * 8
    for k in range(0, whole, 8):
        s0 += (np.float64(a[k]) - np.float64(b[k])) ** 2
        s1 += (np.float64(a[k + 1]) - np.float64(b[k + 1])) ** 2
        s2 += (np.float64(a[k + 2]) - np.float64(b[k + 2])) ** 2
        s3 += (np.float64(a[k + 3]) - np.float64(b[k + 3])) ** 2
        s4 += (np.float64(a[k + 4]) - np.float64(b[k + 4])) ** 2
        s5 += (np.float64(a[k + 5]) - np.float64(b[k + 5])) ** 2
        s6 += (np.float64(a[k + 6]) - np.float64(b[k + 6])) ** 2
        s7 += (np.float64(a[k + 7]) - np.float64(b[k + 7])) ** 2
    for k in range(whole, len(a)):
        s0 += (np.float64(a[k]) - np.float64(b[k])) ** 2
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7))


@numba.njit(nogil=True, cache=True)
def note_neighbors(distances, row, column, points, people, slack, nearest, stranger):  # type: ignore[no-untyped-def]
    """Keep for each row its nearest other points, (rows, k) rising, and the nearest of another person, (rows,)."""
    count = distances.shape[1]
    for i in range(distances.shape[0]):
        near = nearest[row + i]
        for start in range(0, count, CHUNK):
            end = min(start + CHUNK, count)
            bound = np.float32(max(near[-1], stranger[row + i]) + slack)
            if not _any_within(distances[i, start:end], bound):
                continue
            for j in range(start, end):
                rough, other = distances[i, j], column + j
                another = people[other] != people[row + i]
                close = rough <= near[-1] + slack
                if other != row + i and (close or (another and rough <= stranger[row + i] + slack)):
                    exact = squared_distance(points[row + i], points[other])
                    _insert(exact, near)
                    if another:
                        stranger[row + i] = min(stranger[row + i], exact)


@numba.njit(nogil=True, cache=True)
def note_crossings(  # type: ignore[no-untyped-def]
    distances, row, column, rows, columns, slack, row_radii, column_radii, bounds, holding, held, holds, nearest, where
):
    """For each row, how many columns hold it, and its nearest; for each column, whether it holds, and is held.

    A point holds another that is nearer to it than its radius. ``bounds`` (columns,) are the column radii and slack, in
    single precision. ``held`` and ``holds`` are only ever set to 1, so that several threads may do it at a time.
    """
    count = distances.shape[1]
    for i in range(distances.shape[0]):
        radius = row_radii[row + i]
        for start in range(0, count, CHUNK):
            end = min(start + CHUNK, count)
            bound = np.float32(max(radius, nearest[row + i]) + slack)
            if not _any_within_either(distances[i, start:end], bound, bounds[column + start : column + end]):
                continue
            for j in range(start, end):
                other = column + j
                distance = np.float64(distances[i, j])
                other_radius = column_radii[other]
                if distance > bound and distance > bounds[other]:
                    continue
                nearer = distance <= nearest[row + i] + slack
                if nearer or abs(distance - radius) <= slack or abs(distance - other_radius) <= slack:
                    distance = squared_distance(rows[row + i], columns[other])
                if distance < radius:
                    held[other] = 1
                if distance < other_radius:
                    holds[other] = 1
                    holding[row + i] += 1
                if nearer and distance < nearest[row + i]:
                    nearest[row + i] = distance
                    where[row + i] = other


@numba.njit(cache=True, inline="always")
def _any_within(distances, bound):  # type: ignore[no-untyped-def]
    found = 0
    for distance in distances:
        found |= distance <= bound
    return found != 0


@numba.njit(cache=True, inline="always")
def _any_within_either(distances, bound, bounds):  # type: ignore[no-untyped-def]
    found = 0
    for j in range(len(distances)):
        found |= distances[j] <= max(bound, bounds[j])
    return found != 0


@numba.njit(cache=True)
def _insert(value, rising):  # type: ignore[no-untyped-def]
    """Put a value in its place among the least, and drop the greatest."""
    at = len(rising) - 1
    if value >= rising[at]:
        return
    while at > 0 and rising[at - 1] > value:
        rising[at] = rising[at - 1]
        at -= 1
    rising[at] = value
