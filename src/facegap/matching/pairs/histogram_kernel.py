"""The compiled inner loop of histograms: bin the scores of a block while they are in the cache.

The functions have no annotations because numba compiles them for the types that they are called with.
"""

import numba
import numpy as np

LEFT_OUT = np.float32(-4)
"""Takes the place of a score that doesn't count; below all that is possible."""


@numba.njit(nogil=True, cache=True)
def count_block(scores, people, sources, block, counts, pairs):  # type: ignore[no-untyped-def]
    """Add the scores of a block of the upper triangle to histograms; returns how many pairs were left out.

    ``sources`` is None, or the arrays of ``Sources``; ``counts`` is (2, groups, groups, bins), mated and non-mated, and
    ``pairs`` (2, groups, groups), how many were binned.
    """
    row, row_end, column, column_end, g, h = block
    excluded = 0
    if sources is not None:
        same, others = leave_out(scores, people, sources, row, row_end, column, column_end)
        counts[0, g, h, 0] -= same  # they are binned below, into the lowest
        counts[1, g, h, 0] -= others
        excluded = same + others
    same_from = same_to = 0
    for i in range(row_end - row):
        # Of the upper triangle only; embeddings are sorted by identity, so this row's mates are one stretch.
        first = max(row + i + 1 - column, 0)
        same_from, same_to = mates(people, row + i, column, column_end, same_from, same_to)
        begin, end = max(same_from, first), max(same_to, first)
        _bin(scores[i, first:begin], counts[1, g, h])
        _bin(scores[i, begin:end], counts[0, g, h])
        _bin(scores[i, end : column_end - column], counts[1, g, h])
        pairs[0, g, h] += end - begin
        pairs[1, g, h] += column_end - column - first - (end - begin)
    return excluded


@numba.njit(nogil=True, cache=True)
def count_others(scores, owners, column_owners, groups, column_groups, block, counts):  # type: ignore[no-untyped-def]
    """Add the scores of a block with the columns of other owners to ``counts``, (groups, groups, bins)."""
    row, row_end, column, column_end = block
    half = np.float32(counts.shape[2] / 2)
    last = counts.shape[2] - 1
    for i in range(row, row_end):
        of_row = counts[groups[i]]
        for j in range(column, column_end):
            if owners[i] != column_owners[j]:
                at = int((scores[i - row, j - column] + np.float32(1)) * half)
                of_row[column_groups[j], min(max(at, 0), last)] += 1


@numba.njit(cache=True, inline="always")
def mates(people, row, column, column_end, begin, end):  # type: ignore[no-untyped-def]
    """From where to where the columns are of the row's person, given the same of a row before it."""
    while column + begin < column_end and people[column + begin] < people[row]:
        begin += 1
    end = max(begin, end)
    while column + end < column_end and people[column + end] == people[row]:
        end += 1
    return begin, end


@numba.njit(cache=True)
def leave_out(scores, people, sources, row, row_end, column, column_end):  # type: ignore[no-untyped-def]
    """Put LEFT_OUT in place of the scores of one source; returns how many were mated, and how many not."""
    order, place, ends = sources
    same = others = 0
    for i in range(row, row_end):
        later = order[place[i] + 1 : ends[i]]
        for at in range(np.searchsorted(later, column), len(later)):
            j = later[at]
            if j >= column_end:
                break
            scores[i - row, j - column] = LEFT_OUT
            if people[i] == people[j]:
                same += 1
            else:
                others += 1
    return same, others


@numba.njit(cache=True)
def take_out(people, group, unit, sources, counts):  # type: ignore[no-untyped-def]
    """Take the pairs of one source out of each unit's comparisons, (2, units, groups)."""
    order, place, ends = sources
    for i in range(len(people)):
        for j in order[place[i] + 1 : ends[i]]:
            if people[i] == people[j]:
                counts[0, unit[i], group[j]] -= 1
            else:
                counts[1, unit[i], group[j]] -= 1
                counts[1, unit[j], group[i]] -= 1


@numba.njit(cache=True, inline="always")
def _bin(scores, counts):  # type: ignore[no-untyped-def]
    """Add scores to a histogram over [−1, 1]."""
    half = np.float32(len(counts) / 2)
    last = len(counts) - 1
    for score in scores:
        at = int((score + np.float32(1)) * half)
        counts[min(max(at, 0), last)] += 1
