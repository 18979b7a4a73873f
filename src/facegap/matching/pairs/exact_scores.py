"""Scores in float64, and how far one of a float32 product may be from them."""

import numba
import numpy as np


def rounding(dimensions: int) -> float:
    """The most by which a float32 score and its bin may differ from the exact score, whatever the order of its sum.

    γₙ = n u / (1 − n u) of the lengths' product (Higham, "Accuracy and stability of numerical algorithms", 2002, 3.5),
    with room for the roundings of the bin.
    """
    return float((dimensions + 16) * 2.0**-24 * 1.01)


@numba.njit(cache=True)
def exact_score(a, b):  # type: ignore[no-untyped-def]
    """The product of two float32 vectors in float64, always summed in one order; a product of two is exact."""
    s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = 0.0
    whole = len(a) // 8 * 8
    for k in range(0, whole, 8):
        s0 += np.float64(a[k]) * np.float64(b[k])
        s1 += np.float64(a[k + 1]) * np.float64(b[k + 1])
        s2 += np.float64(a[k + 2]) * np.float64(b[k + 2])
        s3 += np.float64(a[k + 3]) * np.float64(b[k + 3])
        s4 += np.float64(a[k + 4]) * np.float64(b[k + 4])
        s5 += np.float64(a[k + 5]) * np.float64(b[k + 5])
        s6 += np.float64(a[k + 6]) * np.float64(b[k + 6])
        s7 += np.float64(a[k + 7]) * np.float64(b[k + 7])
    for k in range(whole, len(a)):
        s0 += np.float64(a[k]) * np.float64(b[k])
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7))
