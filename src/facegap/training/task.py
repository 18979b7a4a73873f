"""What a study gives the training loop."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch

from facegap.base.arrays import Int64Array
from facegap.training.pieces import Piece
from facegap.training.schedules import Schedule

Batch = dict[str, torch.Tensor]
"""Tensors of one piece, by name; the loop moves them to the device."""


@dataclass(frozen=True)
class Loss:
    """The loss of a piece.

    Attributes:
        value: mean over the piece's images, a scalar tensor; over those of all processes where a sharded submodule puts
            them together.
        numbers: more scalars for the log, as tensors (detached) or floats; those of the last step are logged.
    """

    value: torch.Tensor
    numbers: Mapping[str, torch.Tensor | float] = field(default_factory=dict)


@dataclass(frozen=True)
class Selection:
    """The validation number that chooses the epoch.

    Attributes:
        name: among those that ``validate`` returns.
        higher: whether more is better.
    """

    name: str
    higher: bool

    def better(self, value: float, than: float) -> bool:
        """Whether ``value`` beats ``than``; equal does not."""
        return value > than if self.higher else value < than


class Task(Protocol):
    """A network, its data and its aim. With several devices it is pickled to a process for each.

    Attributes:
        module: what is trained; all its weights are kept, but for tensors that are sharded over processes (see
            ``Sharded``). Its first weights must depend on the seed alone.
        selection: which validation number chooses the epoch.
    """

    @property
    def module(self) -> torch.nn.Module: ...

    @property
    def selection(self) -> Selection: ...

    def settings(self) -> dict[str, Any]:
        """All that the result depends on besides the loop's options: configuration, content of the face sets, code.

        JSON values only; a run is taken up again only where they are the same.
        """

    def optimizer(self) -> torch.optim.Optimizer:
        """A new optimizer of the module's parameters, its groups with their base learning rates."""

    def schedule(self, *, steps: int, epochs: int) -> Schedule:
        """The factor of all learning rates.

        Args:
            steps: in each epoch.
            epochs: of the whole run.
        """

    def order(self, epoch: int) -> Int64Array:
        """Row numbers in the order of use, a function of the epoch (and the seed) alone; as many in each epoch."""

    def load(self, epoch: int, pieces: Iterator[Piece]) -> Iterator[Batch]:
        """The batch of each piece, in order. Random choices depend on the epoch and the place in its order alone."""

    def loss(self, module: torch.nn.Module, batch: Batch) -> Loss:
        """Loss of a batch on the device; ``module`` wraps the task's own and is called in its stead."""

    def validate(self, module: torch.nn.Module) -> Mapping[str, float]:
        """Numbers on the validation split; ``module`` is on its device, in evaluation mode, without gradients.

        Only the first process validates, so sharded submodules must not be called.
        """

    def image_ids(self, rows: Int64Array) -> list[str]:
        """What to call these images in a message."""
