"""The compiled inner loops of neighborhoods and kernels.

Neighborhoods: which of a block's distances matter, and these again in float64.

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
def note_neighbors(  # type: ignore[no-untyped-def]
    distances, row, column, points, people, units, slack, nearest, stranger, near, near_units
):
    """For each row, its nearest other point, its nearest point of another person, and its k nearest other units.

    A unit is what neighborhoods reach to: a person, or, as published, an image. ``near`` (rows, k) are the distances to
    the nearest point of each, rising, and ``near_units`` says which they are.
    """
    count = distances.shape[1]
    for i in range(distances.shape[0]):
        own, person, unit = row + i, people[row + i], units[row + i]
        units_distances, units_numbers = near[own], near_units[own]
        for start in range(0, count, CHUNK):
            end = min(start + CHUNK, count)
            bound = np.float32(max(units_distances[-1], stranger[own], nearest[own]) + slack)
            if not _any_within(distances[i, start:end], bound):
                continue
            for j in range(start, end):
                candidate, least = column + j, distances[i, j] - slack
                if candidate == own or np.float32(distances[i, j]) > bound:
                    continue
                another = people[candidate] != person
                wanted = least <= nearest[own] or (another and least <= stranger[own])
                enters = units[candidate] != unit and _may_enter(
                    least, units[candidate], units_distances, units_numbers
                )
                if wanted or enters:
                    exact = squared_distance(points[own], points[candidate])
                    nearest[own] = min(nearest[own], exact)
                    if another:
                        stranger[own] = min(stranger[own], exact)
                    if enters:
                        _enter(exact, units[candidate], units_distances, units_numbers)


@numba.njit(nogil=True, cache=True)
def note_crossings(  # type: ignore[no-untyped-def]
    distances,
    row,
    column,
    rows,
    columns,
    units,
    slack,
    row_radii,
    column_radii,
    bounds,
    holding,
    inside,
    held,
    holds,
    nearest,
    where,
):
    """For each row, whether a column holds it, and its nearest; for each column, whether it holds, and is held.

    A point holds another that is nearer to it than its radius. ``holding`` (units,) counts for each unit of rows, which
    follow one another and are all in one block, the columns that hold any of them. ``bounds`` (columns,) are the column
    radii and slack, in single precision. ``held`` and ``holds`` are only ever set to 1, so that several threads may do
    it at a time.
    """
    count = distances.shape[1]
    counted = np.full(count, -1)  # the last unit that each column was counted for
    for i in range(distances.shape[0]):
        radius = row_radii[row + i]
        for start in range(0, count, CHUNK):
            end = min(start + CHUNK, count)
            bound = np.float32(max(radius, nearest[row + i]) + slack)
            if not _any_within_either(distances[i, start:end], bound, bounds[column + start : column + end]):
                continue
            for j in range(start, end):
                column_image = column + j
                distance = np.float64(distances[i, j])
                column_radius = column_radii[column_image]
                if distance > bound and distance > bounds[column_image]:
                    continue
                nearer = distance <= nearest[row + i] + slack
                if nearer or abs(distance - radius) <= slack or abs(distance - column_radius) <= slack:
                    distance = squared_distance(rows[row + i], columns[column_image])
                if distance < radius:
                    held[column_image] = 1
                if distance < column_radius:
                    holds[column_image] = 1
                    inside[row + i] = 1
                    if counted[j] != units[row + i]:
                        counted[j] = units[row + i]
                        holding[units[row + i]] += 1
                if nearer and distance < nearest[row + i]:
                    nearest[row + i] = distance
                    where[row + i] = column_image


@numba.njit(cache=True, inline="always")
def _any_within(distances, bound):  # type: ignore[no-untyped-def]
    any_within = 0
    for distance in distances:
        any_within |= distance <= bound
    return any_within != 0


@numba.njit(cache=True, inline="always")
def _any_within_either(distances, bound, bounds):  # type: ignore[no-untyped-def]
    any_within = 0
    for j in range(len(distances)):
        any_within |= distances[j] <= max(bound, bounds[j])
    return any_within != 0


@numba.njit(cache=True)
def _may_enter(least, unit, rising, units):  # type: ignore[no-untyped-def]
    """Whether a distance of at least ``least`` may be among the least, one for each unit."""
    if least > rising[-1]:
        return False
    for at in range(len(rising)):
        if units[at] == unit:
            return least <= rising[at]
    return True


@numba.njit(cache=True)
def _enter(value, unit, rising, units):  # type: ignore[no-untyped-def]
    """Put a value in its place among the least; it takes the place of the same unit's, or else of the greatest."""
    at = len(rising) - 1
    for place in range(len(rising)):
        if units[place] == unit:
            at = place
    if value >= rising[at]:
        return
    while at > 0 and rising[at - 1] > value:
        rising[at], units[at] = rising[at - 1], units[at - 1]
        at -= 1
    rising[at], units[at] = value, unit


@numba.njit(nogil=True, cache=True, fastmath={"contract", "reassoc"})
def add_cubes(distances, rows, columns, gamma, begin, end, totals):  # type: ignore[no-untyped-def]
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
