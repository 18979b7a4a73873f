"""What a study gives the training loop: a network, its data, and one aim or several that take turns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

import torch

from facegap.base.arrays import Int64Array
from facegap.training.data.batches import Batch, MicroBatch
from facegap.training.optimization.schedules import Schedule


@dataclass(frozen=True)
class Loss:
    """The loss of a micro-batch.

    Attributes:
        value: The mean over the micro-batch's images, a scalar tensor; over those of all processes where a sharded
            submodule puts them together.
        numbers: More scalars for the log, as tensors (detached) or floats; those of the last step are logged.
    """

    value: torch.Tensor
    numbers: Mapping[str, torch.Tensor | float] = field(default_factory=dict)


@dataclass(frozen=True)
class EpochSelection:
    """The validation number that chooses the epoch.

    Attributes:
        name: The name of the number among those that ``validate`` returns.
        higher: Whether more is better.
    """

    name: str
    higher: bool

    def better(self, value: float, than: float) -> bool:
        """Say whether ``value`` beats ``than``; equal does not.

        >>> EpochSelection("fnmr", higher=False).better(0.1, 0.2)
        True
        """
        return value > than if self.higher else value < than


@dataclass(frozen=True)
class Phase:
    """One optimizer's turn in a step, such as the discriminator's.

    In each step the phases take their turns in order, with the same images. In its turn a phase's loss is computed and
    its optimizer takes a step; meanwhile the parameters of the other phases' optimizers need no gradient.

    Attributes:
        name: The name in the log, in messages and in checkpoints, such as ``discriminator``.
        optimizer: The optimizer of the parameters that the phase changes. Phases may share one, such as a loss and a
            regularizer that comes less often.
        schedule: The factor of the optimizer's learning rates.
        loss: It computes the loss of a micro-batch on the device; it is given the module as ``Task.loss`` is.
        every: The phase takes its turn in the steps whose number, from 0, is divisible by this.
        hyperparameters: From the number of a step to more values of the optimizer's groups, such as ``betas``; None
            leaves them as they are.
    """

    name: str
    optimizer: torch.optim.Optimizer
    schedule: Schedule
    loss: Callable[[torch.nn.Module, Batch], Loss]
    every: int = 1
    hyperparameters: Callable[[int], Mapping[str, Any]] | None = None

    def turns(self, start: int, stop: int) -> int:
        """Count its turns in the steps from ``start`` to before ``stop``."""
        return len(range(-start % self.every + start, stop, self.every))


class BaseTask(Protocol):
    """A network, its data and how it is validated. With several devices it is pickled to a process for each.

    Attributes:
        module: The network that is trained. All its weights are kept, but for tensors that are sharded over processes
            (see ``Sharded``). Its first weights must depend on the seed alone.
        selection: The validation number that chooses the epoch.
    """

    @property
    def module(self) -> torch.nn.Module: ...

    @property
    def selection(self) -> EpochSelection: ...

    def settings(self) -> dict[str, Any]:
        """Tell all that the result depends on besides the loop's options: configuration, content of the sets, code.

        JSON values only; a run is taken up again only where they are the same.
        """

    def order(self, epoch: int) -> Int64Array:
        """Give row numbers in the order of use: a function of epoch and seed alone, and as many in each epoch."""

    def load(self, epoch: int, micro_batches: Iterator[MicroBatch]) -> Iterator[Batch]:
        """Give the batch of each micro-batch, in order.

        Random choices depend on the epoch and the place in its order alone, and so does what changes in the course of
        the training, such as the weight of a term: it goes into the batch.
        """

    def validate(self, module: torch.nn.Module) -> Mapping[str, float]:
        """Give numbers on the validation split; ``module`` is on its device, in evaluation mode, without gradients.

        Only the first process validates, so sharded submodules must not be called.
        """

    def image_ids(self, rows: Int64Array) -> list[str]:
        """Say what to call these images in a message."""


class Task(BaseTask, Protocol):
    """A network with one aim."""

    def optimizer(self) -> torch.optim.Optimizer:
        """Make a new optimizer of the module's parameters, its groups with their base learning rates."""

    def schedule(self, *, steps: int, epochs: int) -> Schedule:
        """Give the factor of all learning rates.

        Args:
            steps: in each epoch.
            epochs: of the whole run.
        """

    def loss(self, module: torch.nn.Module, batch: Batch) -> Loss:
        """Compute the loss of a batch on the device; ``module`` wraps the task's own and is called in its stead."""


@runtime_checkable
class PhasedTask(BaseTask, Protocol):
    """A network of several parts that take turns, each with a loss and an optimizer of its own, such as a GAN.

    A loss calls the wrapped ``module`` (its ``forward``, which may take the name of what is to be computed), not its
    parts: only so the loop's precision holds. It may do so several times, and differentiate a gradient again. With
    several processes each of them must use the same parameters in a turn; gradients are averaged after it, and buffers
    are those of the first process at the start of each step.
    """

    def phases(self, *, steps: int, epochs: int) -> Sequence[Phase]:
        """Make the phases with new optimizers, in the order of their turns; one of them takes its turn in every step.

        Args:
            steps: in each epoch.
            epochs: of the whole run.
        """


def phases_of(task: Task | PhasedTask, *, steps: int, epochs: int) -> tuple[Phase, ...]:
    """Give the phases of a task; one with one aim has a single phase, whose name is empty.

    Raises:
        ValueError: names are missing or the same, or in some step no phase has its turn.
    """
    if not isinstance(task, PhasedTask):
        return (Phase("", task.optimizer(), task.schedule(steps=steps, epochs=epochs), task.loss),)
    phases = tuple(task.phases(steps=steps, epochs=epochs))
    names = [phase.name for phase in phases]
    if len(set(names)) < len(names) or not all(names):
        msg = f"each phase needs a name of its own, not {names}"
        raise ValueError(msg)
    if not any(phase.every == 1 for phase in phases):
        msg = f"one of the phases ({', '.join(names)}) must take its turn in every step"
        raise ValueError(msg)
    return phases
