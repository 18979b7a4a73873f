"""One step of the optimizer, and all that it changes."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch

from facegap.engine import generator
from facegap.training.averaging import AveragedWeights
from facegap.training.gradients import Gradient
from facegap.training.options import LoopOptions
from facegap.training.pieces import Cut
from facegap.training.schedules import Schedule
from facegap.training.sharded_tensors import Part, ShardedTensors
from facegap.training.submodules import SharedRandom
from facegap.training.task import Batch, Loss, Task


def seed_torch(device: torch.device, seed: int, *purpose: str | int) -> None:
    """Set PyTorch's random numbers for one purpose, so that they depend on nothing that was drawn before."""
    number = int(generator(seed, *purpose).integers(2**63))
    torch.default_generator.manual_seed(number)  # torch.manual_seed takes milliseconds where there is no GPU
    if device.type == "cuda":
        torch.cuda.manual_seed(number)


class Stepper:
    """The network with its optimizer on its device.

    Attributes:
        module: the task's own, whose weights are kept and validated.
        wrapped: the same for training: compiled, in the chosen precision, synchronised between devices.
        sharded: its tensors that are sharded over processes.
        average: the moving average of its other weights, if there is one.
        scaled: whether a gradient scaler may skip steps (float16).
    """

    def __init__(self, fabric: Any, task: Task, options: LoopOptions, cut: Cut, schedule: Schedule, seed: int) -> None:
        torch.backends.cudnn.deterministic = True  # or a run that is taken up again would differ in the last bits
        self._fabric = fabric
        self._task = task
        self._options = options
        self._cut = cut
        self._schedule = schedule
        self._seed = seed
        self.module = task.module
        self.sharded = ShardedTensors(fabric, self.module)
        self._shared_random = [part for part in self.module.modules() if isinstance(part, SharedRandom)]
        if options.channels_last:
            self.module.to(memory_format=torch.channels_last)
        optimizer = task.optimizer()
        self._rates = [group["lr"] for group in optimizer.param_groups]
        self._gradient = Gradient(fabric, optimizer, own=self.sharded.parameters().values())
        module = torch.compile(self.module) if options.compile else self.module
        self.wrapped, self._optimizer = fabric.setup(module, optimizer)
        self._scaler = getattr(fabric.strategy.precision, "scaler", None)
        self.scaled = self._scaler is not None
        self.average = None
        if options.average:
            self.average = AveragedWeights(self.module, options.average, without=self.sharded.names)

    @property
    def learning_rate(self) -> float:
        """Of the first group, in the last step."""
        return float(self._optimizer.param_groups[0]["lr"])

    def step(self, step: int, batches: Iterator[Batch]) -> tuple[Loss, torch.Tensor]:
        """Take one step.

        Args:
            step: its number, from 0 over the whole run.
            batches: the next of them are this device's pieces of the step.

        Returns:
            The loss, mean over the pieces, and the gradient's length before it was clipped.
        """
        pieces = self._options.accumulate
        total: Any = 0.0
        for piece in range(pieces):
            batch = self._fabric.to_device(next(batches))
            seed_torch(self._fabric.device, self._seed, "step", self._cut.device, step, piece)
            for part in self._shared_random:
                part.share_rng(generator(self._seed, "shared step", step, piece))
            with nullcontext() if piece == pieces - 1 else self._without_synchronising():
                loss = self._task.loss(self.wrapped, batch)
                self._fabric.backward(loss.value / pieces if pieces > 1 else loss.value)
            total = total + loss.value.detach()
        norm = self._clip()
        factor = self._schedule(step)
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * factor
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        if self.average:
            self.average.update(step)
        return Loss(total / pieces, loss.numbers), norm

    def state(self) -> tuple[dict[str, Any], Part]:
        """For a checkpoint: what is the same on all processes, and what belongs to this one alone."""
        state = {
            "module": self.module.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "precision": self._fabric.strategy.precision.state_dict(),
            "average": self.average.state() if self.average else None,
        }
        return state, self.sharded.take_out(state, self._optimizer.param_groups)

    def load(self, state: dict[str, Any], parts: Sequence[Part]) -> None:
        """Go on from a checkpoint with the parts of all processes, which may have been more or fewer."""
        self.sharded.put_back(state, self._optimizer.param_groups, parts)
        self.module.load_state_dict(state["module"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._fabric.strategy.precision.load_state_dict(state["precision"])
        if self.average:
            self.average.load(state["average"])

    def _without_synchronising(self) -> AbstractContextManager[None]:
        if self._cut.devices == 1:
            return nullcontext()
        context: AbstractContextManager[None] = self._fabric.no_backward_sync(self.wrapped)
        return context

    def _clip(self) -> torch.Tensor:
        """Length of the gradient, which is then cut where the options say so."""
        if self._scaler is not None:
            self._scaler.unscale_(self._optimizer.optimizer)
            self._gradient.agree_on_overflow(self._scaler, self._optimizer.optimizer)
        norm = self._gradient.norm()
        if self._options.clip_norm is not None:
            self._gradient.clip(self._options.clip_norm, norm)
        return norm
