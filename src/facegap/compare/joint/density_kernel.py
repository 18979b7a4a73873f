"""The compiled inner loops of kernel density: sums of kernels over a block of distances, and over groups.

The functions have no annotations because numba compiles them for the types that they are called with.
"""

import math

import numba
import numpy as np

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
def merge(log_sums, chosen, out):  # type: ignore[no-untyped-def]
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
