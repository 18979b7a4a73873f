"""Cross entropy of a softmax whose classes may be in several processes."""

from typing import Any

import torch
from torch import Tensor
from torch.distributed import ReduceOp, all_reduce


class _CrossEntropy(torch.autograd.Function):
    # One matrix from logits to chances, in place, and one for the gradient: a million classes leave no room for more.

    @staticmethod
    def forward(
        ctx: Any, others: Tensor, target: Tensor, places: Tensor, here: Tensor, scale: float, processes: int
    ) -> Tensor:
        chances = others * scale
        target = target * scale
        _put(chances, places, here, target)
        top = chances.amax(dim=1)
        if processes > 1:
            all_reduce(top, ReduceOp.MAX)
        total = chances.sub_(top[:, None]).exp_().sum(dim=1)
        if processes > 1:
            all_reduce(total)
        chances.div_(total[:, None])
        losses = total.log() + top - target
        ctx.save_for_backward(chances, torch.exp(-losses) - 1, places, here)
        ctx.scale = scale
        return losses.mean()

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        chances, of_target, places, here = ctx.saved_tensors
        each = gradient * (ctx.scale / len(places))
        of_others = chances * each
        _put(of_others, places, here, torch.zeros_like(of_target))
        return of_others, torch.where(here, of_target * each, 0), None, None, None, None


def _put(logits: Tensor, places: Tensor, here: Tensor, values: Tensor) -> None:
    """Write the values of own classes into the matrix, where they are in it."""
    before = logits.gather(1, places[:, None])
    logits.scatter_(1, places[:, None], torch.where(here[:, None], values[:, None], before))


def cross_entropy(
    others: Tensor, target: Tensor, places: Tensor, here: Tensor, *, scale: float, processes: int
) -> Tensor:
    """−ln of the softmax of the own class, mean over the images.

    The gradient can't be differentiated again.

    Args:
        others: (n, c), the changed cosines of this process's classes; those of own classes are not looked at.
        target: (n,), the changed cosines of own classes; each process has all values, the gradient goes to its own.
        places: int64 (n,), the own class's column in ``others``; 0 where it has none.
        here: bool (n,), whether it has one.
        scale: of the logits.
        processes: how many have classes; where they are several, all must take part.
    """
    loss: Tensor = _CrossEntropy.apply(others, target, places, here, scale, processes)
    return loss
