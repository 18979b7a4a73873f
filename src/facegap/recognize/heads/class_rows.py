"""Rows of the class matrix: which a process has, what they are at first, and which take part in a step."""

import numpy as np
import torch
from torch import Tensor

from facegap.engine import generator

BLOCK = 1024
"""Classes whose rows are drawn together."""
DEVIATION = 0.01


def rows_of_process(process: int, *, processes: int, classes: int) -> range:
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


def sample(rows: int, places: Tensor, here: Tensor, *, number: int) -> Tensor:
    """Draw rows, without repetition, from PyTorch's random numbers of the device.

    Args:
        rows: how many there are.
        places: int64 (n,), rows of the batch's classes.
        here: bool (n,), which of them count; their rows are always drawn.
        number: of rows to draw; no less than those.

    Returns:
        int64 (number,), increasing.
    """
    # A row more, for those that don't count: choosing them out would wait for the device.
    chances = torch.rand(rows + 1, device=places.device)
    chances.index_fill_(0, torch.where(here, places, rows), 2.0)
    return chances[:rows].topk(number, sorted=False).indices.sort().values
