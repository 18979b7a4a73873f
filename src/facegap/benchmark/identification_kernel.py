"""The compiled inner loops of identification: how many of the gallery score as high as a probe's mate, and the best.

Single precision says which scores are surely lower or higher; what is left is found exactly and rounded once, so that
ranks don't depend on the machine. The functions have no annotations because numba compiles them for the types that they
are called with.
"""

import numba
import numpy as np

from facegap.matching.pairs.exact_scores import exact_score


@numba.njit(nogil=True, cache=True)
def score_mates(probes, gallery, mates, scores):  # type: ignore[no-untyped-def]
    """The score of each probe with its mate, float32 (probes,); untouched where ``mates`` is −1."""
    for i in range(len(mates)):
        if mates[i] >= 0:
            scores[i] = exact_score(probes[i], gallery[mates[i]])


@numba.njit(nogil=True, cache=True)
def note_ranks(scores, block, rounding, probes, gallery, enrolled, mate_scores, ranks, best):  # type: ignore[no-untyped-def]
    """Count for each probe those of a block who score as high as its mate or higher, and keep the best score."""
    row, row_end, column, column_end = block
    for i in range(row, row_end):
        mate = mate_scores[i]
        for j in range(column, column_end):
            rough = scores[i - row, j - column]
            near_mate, near_best = rough >= mate - rounding, rough >= best[i] - rounding
            if not (near_mate or near_best) or not enrolled[j]:
                continue
            if near_best or rough <= mate + rounding:
                rough = np.float32(exact_score(probes[i], gallery[j]))
            if rough >= mate:
                ranks[i] += 1
            if near_best:
                best[i] = max(best[i], rough)
