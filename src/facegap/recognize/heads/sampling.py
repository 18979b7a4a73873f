"""Which rows of the class matrix take part in a step."""

import torch
from torch import Tensor


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
