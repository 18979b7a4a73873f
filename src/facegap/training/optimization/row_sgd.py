"""Stochastic gradient descent that, where a gradient has few rows, touches these rows only."""

from collections.abc import Callable, Iterable
from typing import Any

import torch

_ROWS = 4096
"""Rows that are changed at a time: little memory, and what lies in a processor's cache is thrice as fast."""


class RowSGD(torch.optim.SGD):  # type: ignore[misc]  # what PyTorch's classes are is not looked at
    """``torch.optim.SGD`` in its fused form, and the same by rows for parameters whose gradient is sparse.

    A row without a gradient keeps its weights and its momentum: neither is decayed, as if the step had not been. So a
    step costs what its rows cost, however many there are in all, which is what PartialFC does (An et al. 2021) to the
    classes that are not drawn. Where each row has a gradient in each step, it is plain SGD.
    The buffer ``momentum_buffer`` of such a parameter is dense and of its full size.
    """

    def __init__(self, groups: Iterable[dict[str, Any]], *, lr: float, momentum: float, nesterov: bool) -> None:
        """Make an optimizer.

        Args:
            groups: of parameters, which may have an ``lr``, ``weight_decay`` and so on of their own.
            lr: learning rate.
            momentum: share of the last step's direction that is kept.
            nesterov: look ahead by the momentum (Sutskever et al. 2013).
        """
        super().__init__(groups, lr=lr, momentum=momentum, nesterov=nesterov, fused=True)

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Take a step; ``closure`` computes the loss and the gradients first, where there is one."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        by_rows = []
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                if group["momentum"]:
                    self._begin_momentum(parameter)
                if parameter.grad.is_sparse:
                    by_rows.append((group, parameter, parameter.grad))
        for _, parameter, _ in by_rows:
            parameter.grad = None  # which the fused step passes over
        super().step()
        for group, parameter, gradient in by_rows:
            parameter.grad = gradient
            if not self._overflowed:
                self._step_rows(group, parameter, gradient.coalesce())
        return loss

    @property
    def _overflowed(self) -> bool:
        """Whether a gradient scaler has found that this step must be skipped; it says so to fused optimizers alone."""
        overflow = getattr(self, "found_inf", None)
        return overflow is not None and bool(overflow)

    def _step_rows(self, group: dict[str, Any], parameter: torch.Tensor, gradient: torch.Tensor) -> None:
        if gradient.sparse_dim() != 1:
            msg = f"a sparse gradient must be one of rows, not with {gradient.sparse_dim()} sparse dimensions"
            raise ValueError(msg)
        scale = getattr(self, "grad_scale", None)
        values = gradient.values() if scale is None else gradient.values() / scale
        for rows, change in zip(gradient.indices()[0].split(_ROWS), values.split(_ROWS), strict=True):
            self._change_rows(group, parameter, rows, change)

    def _change_rows(
        self, group: dict[str, Any], parameter: torch.Tensor, rows: torch.Tensor, change: torch.Tensor
    ) -> None:
        weights = parameter.index_select(0, rows)
        if group["weight_decay"]:
            change = change.add(weights, alpha=group["weight_decay"])
        if group["momentum"]:
            buffer = self.state[parameter]["momentum_buffer"]
            momentum = buffer.index_select(0, rows).mul_(group["momentum"]).add_(change)
            buffer.index_copy_(0, rows, momentum)
            change = change.add(momentum, alpha=group["momentum"]) if group["nesterov"] else momentum
        parameter.index_copy_(0, rows, weights.add_(change, alpha=-group["lr"]))

    def _begin_momentum(self, parameter: torch.Tensor) -> None:
        # SGD's own way leaves the buffer as the memory was, where a gradient scaler skips the first of all steps.
        if self.state[parameter].get("momentum_buffer") is None:
            self.state[parameter]["momentum_buffer"] = torch.zeros_like(parameter)
