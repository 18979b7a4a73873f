"""Optimizers in their fused form, which on the CPU too is several times faster, and the usual groups of parameters."""

from collections.abc import Iterable
from typing import Any

import torch

from facegap.training.optimization.row_sgd import RowSGD

ParameterGroups = list[dict[str, Any]]


def parameter_groups(module: torch.nn.Module, *, weight_decay: float, **more_keys: Any) -> ParameterGroups:
    """Divide the trainable parameters: matrices and filters get weight decay, norms and biases don't.

    >>> network = torch.nn.Sequential(torch.nn.Linear(4, 2), torch.nn.BatchNorm1d(2))
    >>> [(len(group["params"]), group["weight_decay"]) for group in parameter_groups(network, weight_decay=0.1)]
    [(1, 0.1), (3, 0.0)]

    Args:
        module: The network whose parameters are divided.
        weight_decay: The weight decay of the first group.
        more_keys: These are set in both groups, such as ``lr``.

    Returns:
        One or two groups, as optimizers take them.
    """
    decayed: list[Any] = []
    plain: list[Any] = []
    for parameter in module.parameters():
        if parameter.requires_grad:
            (decayed if parameter.ndim > 1 else plain).append(parameter)
    groups = [
        {"params": decayed, "weight_decay": weight_decay, **more_keys},
        {"params": plain, "weight_decay": 0.0, **more_keys},
    ]
    return [group for group in groups if group["params"]]


def sgd(groups: Iterable[dict[str, Any]], *, lr: float, momentum: float = 0.9, nesterov: bool = False) -> Any:
    """Make stochastic gradient descent with momentum; sparse gradients change their rows only, see ``RowSGD``.

    Args:
        groups: The groups of parameters, as ``parameter_groups`` makes them.
        lr: The learning rate of groups that have none of their own.
        momentum: The share of the last step's direction that is kept.
        nesterov: Whether the step looks ahead by the momentum (Sutskever et al. 2013).
    """
    return RowSGD(groups, lr=lr, momentum=momentum, nesterov=nesterov)


def adamw(groups: Iterable[dict[str, Any]], *, lr: float, betas: tuple[float, float] = (0.9, 0.999)) -> Any:
    """Make Adam with decoupled weight decay (Loshchilov and Hutter 2019): a fused ``torch.optim.AdamW``.

    Args:
        groups: The groups of parameters, as ``parameter_groups`` makes them.
        lr: The learning rate of groups that have none of their own.
        betas: How much the averages of the gradient and of its square keep in a step.
    """
    return torch.optim.AdamW(groups, lr=lr, betas=betas, fused=True)
