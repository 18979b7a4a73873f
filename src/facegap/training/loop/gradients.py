"""The gradient of all parameters as one vector, over all processes: its length, and cutting it."""

from collections.abc import Iterable, Sequence
from typing import Any

import torch
from torch.distributed import ReduceOp, all_reduce


class Gradient:
    """The gradient of parameters that are the same on all processes, and of those that belong to one process only."""

    def __init__(self, fabric: Any, optimizer: torch.optim.Optimizer, *, own: Iterable[torch.nn.Parameter]) -> None:
        """Take the parameters of an optimizer, some of which may be this process's ``own``."""
        self._fabric = fabric
        kept = {id(parameter) for parameter in own}
        parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
        self._shared = [parameter for parameter in parameters if id(parameter) not in kept]
        self._own = [parameter for parameter in parameters if id(parameter) in kept]

    def average(self) -> None:
        """Make the gradient of shared parameters its mean over the processes, where nobody else has done so."""
        if self._fabric.world_size == 1 or not (values := _values(self._shared)):
            return
        whole = torch.cat([value.flatten() for value in values])
        self._over_processes(whole, ReduceOp.SUM)
        parts = (whole / self._fabric.world_size).split([value.numel() for value in values])
        torch._foreach_copy_(values, [part.view_as(value) for part, value in zip(parts, values, strict=True)])

    def norm(self) -> torch.Tensor:
        """Its length, a scalar, the same on all processes; shared parameters count once, own ones of all processes."""
        shared = self._norm(self._shared)
        if not self._own:
            return shared
        return torch.sqrt(shared**2 + self._over_processes(self._norm(self._own) ** 2, ReduceOp.SUM))

    def clip(self, longest: float, norm: torch.Tensor) -> None:
        """Scale it to the length ``longest`` where it is longer, on all processes alike."""
        # As torch.nn.utils.clip_grads_with_norm_ does, which takes no sparse gradients.
        values = _values([*self._shared, *self._own])
        if values:
            torch._foreach_mul_(values, torch.clamp(longest / (norm + 1e-6), max=1.0))

    def agree_on_overflow(self, scaler: Any, optimizer: torch.optim.Optimizer) -> None:
        """Where one process's own gradient has overflowed float16, have all of them skip the step."""
        if self._own:
            for overflow in scaler._found_inf_per_device(optimizer).values():
                self._over_processes(overflow, ReduceOp.MAX)

    def _norm(self, parameters: Sequence[torch.nn.Parameter]) -> torch.Tensor:
        return torch.nn.utils.get_total_norm(_values(parameters)).to(self._fabric.device)

    def _over_processes(self, value: torch.Tensor, operation: ReduceOp.RedOpType) -> torch.Tensor:
        """Have ``value`` changed to the sum or maximum over all processes."""
        # Fabric's own all_reduce has all processes wait for each other first, which would hold up a GPU in every step.
        if self._fabric.world_size > 1:
            all_reduce(value, op=operation)
        return value


def _values(parameters: Sequence[torch.nn.Parameter]) -> list[torch.Tensor]:
    """The gradients as dense tensors that share their memory; of sparse ones the rows, where equal ones are summed."""
    values = []
    for parameter in parameters:
        if parameter.grad is None:
            continue
        if parameter.grad.is_sparse:
            parameter.grad = parameter.grad.coalesce()
            values.append(parameter.grad.values())
        else:
            values.append(parameter.grad)
    return values
