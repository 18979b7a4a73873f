"""What processes that train together tell each other in a step."""

from typing import Any

import torch
from torch import Tensor
from torch.distributed import all_gather, all_reduce, get_rank, get_world_size


class _Gathered(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, mine: Tensor) -> Tensor:
        ctx.number = len(mine)
        return gather_values(mine)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        total = sum_over_processes(gradient)
        first = get_rank() * ctx.number
        return total[first : first + ctx.number] * get_world_size()


def gather_with_gradient(mine: Tensor) -> Tensor:
    """The tensors (n, …) of all processes, one after the other: (processes · n, …); n must be the same in each.

    Each process works out a part of the loss's gradient with respect to all of them. What comes back is the sum of
    these parts, times the number of processes: averaging over processes, as DistributedDataParallel does, makes it that
    of the loss.
    """
    all_of_them: Tensor = _Gathered.apply(mine)
    return all_of_them


def gather_values(mine: Tensor) -> Tensor:
    """As ``gather_with_gradient``, without gradient."""
    everyone = mine.new_empty(get_world_size() * len(mine), *mine.shape[1:])
    all_gather(list(everyone.chunk(get_world_size())), mine.contiguous())
    return everyone


def sum_over_processes(mine: Tensor) -> Tensor:
    """The sum over the processes, without gradient."""
    total = mine.clone(memory_format=torch.contiguous_format)
    all_reduce(total)
    return total
