"""The exponential moving average of the weights."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import torch


class AveragedWeights:
    """The average of all floating-point weights and buffers of a module over the steps so far.

    The decay grows with the steps, min(decay, (1 + step) / (10 + step)), so that the first weights, which are noise,
    are soon forgotten (as TensorFlow's ExponentialMovingAverage does with ``num_updates``).
    It is what is validated and kept, neither of which needs tensors that are sharded over processes: leave them out.
    """

    def __init__(self, module: torch.nn.Module, decay: float, *, without: Collection[str] = ()) -> None:
        """Begin with the weights as they are; tensors whose names are in ``without`` have no average."""
        self._decay = decay
        state = module.state_dict()
        self._live = [value for name, value in state.items() if value.is_floating_point() and name not in without]
        self._average = [tensor.clone() for tensor in self._live]

    def update(self, step: int) -> None:
        """Take in the weights after a step, counted from 0."""
        decay = min(self._decay, (1 + step) / (10 + step))
        with torch.no_grad():
            torch._foreach_lerp_(self._average, self._live, 1 - decay)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Within the block the module has the averaged weights."""
        kept = [tensor.clone() for tensor in self._live]
        self._copy(self._average, self._live)
        try:
            yield
        finally:
            self._copy(kept, self._live)

    def state(self) -> list[Any]:
        """For a checkpoint."""
        return self._average

    def load(self, state: list[Any]) -> None:
        """Go on from ``state``."""
        self._copy(state, self._average)

    @staticmethod
    def _copy(source: list[Any], target: list[Any]) -> None:
        with torch.no_grad():
            torch._foreach_copy_(target, source)
