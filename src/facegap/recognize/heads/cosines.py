"""Cosines with the rows of a large matrix, and little memory besides."""

from typing import Any

import torch
from torch import Tensor


class _Cosines(torch.autograd.Function):
    # What autograd would keep and make has the size of the matrix several times over; this makes its gradient only.

    @staticmethod
    def forward(ctx: Any, directions: Tensor, rows: Tensor) -> Tensor:
        shrink = rows.norm(dim=1).clamp_min(1e-12).reciprocal()
        cosines = (directions @ rows.T).mul_(shrink)
        ctx.save_for_backward(directions, rows, shrink, cosines)
        return cosines

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, Tensor]:
        directions, rows, shrink, cosines = ctx.saved_tensors
        along = torch.linalg.vecdot(gradient, cosines, dim=0) * shrink.square()
        gradient = gradient * shrink
        return gradient @ rows, (gradient.T @ directions).addcmul_(rows, along[:, None], value=-1)


def cosines_with(directions: Tensor, rows: Tensor) -> Tensor:
    """Cosines between directions and rows; the gradient can't be differentiated again.

    Args:
        directions: (n, d), of length 1.
        rows: (c, d), of any length but 0.

    Returns:
        (n, c), in [−1, 1] but for rounding.
    """
    cosines: Tensor = _Cosines.apply(directions, rows)
    return cosines
