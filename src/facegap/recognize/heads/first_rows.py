"""Which rows of the class matrix a process has, and what they are at first."""

import numpy as np
import torch
from torch import Tensor

from facegap.engine import generator

BLOCK = 1024
"""Classes whose rows are drawn together."""
DEVIATION = 0.01


def rows_of(process: int, *, processes: int, classes: int) -> range:
    """The classes of one process: consecutive, as many as those of any other, give or take one.

    Raises:
        ValueError: there is no such process, or there are more than classes.
    """
    if not 0 <= process < processes <= classes:
        msg = f"{classes} classes can't be split so that process {process} of {processes} has some"
        raise ValueError(msg)
    return range(classes * process // processes, classes * (process + 1) // processes)


def first_rows(rows: range, dimensions: int, *, seed: int) -> Tensor:
    """Float32 (rows, dimensions): normal with deviation 0.01, each by the seed and its class alone."""
    made = np.empty((len(rows), dimensions), dtype=np.float32)
    for block in range(rows.start // BLOCK, (rows.stop - 1) // BLOCK + 1):
        start = block * BLOCK
        first, last = max(rows.start, start), min(rows.stop, start + BLOCK)
        drawn = generator(seed, "class", block).standard_normal((last - start, dimensions), dtype=np.float32)
        made[first - rows.start : last - rows.start] = drawn[first - start :]
    made *= DEVIATION
    return torch.from_numpy(made)
