"""One step of the optimizers, and all that it changes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import Any

import torch
from torch.distributed import broadcast

from facegap.engine import generator
from facegap.training.data.batches import Batch, BatchPlan
from facegap.training.loop.averaging import AveragedWeights
from facegap.training.loop.gradients import Gradient
from facegap.training.loop.sharded_tensors import Part, ShardedTensors
from facegap.training.options import LoopOptions
from facegap.training.submodules import SharedRandom
from facegap.training.task import Loss, Phase, PhasedTask, Task


def seed_torch(device: torch.device, seed: int, *purpose: str | int) -> None:
    """Set PyTorch's random numbers for one purpose, so that they depend on nothing that was drawn before."""
    number = int(generator(seed, *purpose).integers(2**63))
    torch.default_generator.manual_seed(number)  # torch.manual_seed takes milliseconds where there is no GPU
    if device.type == "cuda":
        torch.cuda.manual_seed(number)


@dataclass(frozen=True)
class Turn:
    """What a phase's turn in a step came to.

    Attributes:
        phase: its name.
        loss: mean over the device's micro-batches.
        norm: length of the gradient before it was clipped.
        learning_rate: of the optimizer's first group.
    """

    phase: str
    loss: Loss
    norm: torch.Tensor
    learning_rate: float


class Stepper:
    """The network with its optimizers on its device.

    Attributes:
        module: the task's own, whose weights are kept and validated.
        wrapped: the same for training: compiled, in the chosen precision, synchronised between devices.
        phases: that take turns in each step; mostly one.
        sharded: its tensors that are sharded over processes.
        average: the moving average of its other weights, if there is one.
        scaled: whether a gradient scaler may skip steps (float16).
    """

    def __init__(
        self, fabric: Any, task: Task | PhasedTask, options: LoopOptions, plan: BatchPlan, phases: Sequence[Phase],
        seed: int,
    ) -> None:  # fmt: skip
        self._fabric = fabric
        self._options = options
        self._plan = plan
        self._seed = seed
        self.phases = phases
        self.module = task.module
        self.sharded = ShardedTensors(fabric, self.module)
        self._shared_random = [part for part in self.module.modules() if isinstance(part, SharedRandom)]
        if options.channels_last:
            self.module.to(memory_format=torch.channels_last)
        module = torch.compile(self.module) if options.compile else self.module
        optimizers = list({id(phase.optimizer): phase.optimizer for phase in phases}.values())
        own = self.sharded.parameters().values()
        gradients = [Gradient(fabric, optimizer, own=own) for optimizer in optimizers]
        self.wrapped, *wrapped = fabric.setup(module, *optimizers)
        places = [[id(each) for each in optimizers].index(id(phase.optimizer)) for phase in phases]
        self._states = [
            _PhaseState(phase, wrapped[at], gradients[at]) for phase, at in zip(phases, places, strict=True)
        ]
        self._scaler = getattr(fabric.strategy.precision, "scaler", None)
        self.scaled = self._scaler is not None
        self.average = None
        if options.average:
            self.average = AveragedWeights(self.module, options.average, without=self.sharded.names)

    def step(self, step: int, batches: Iterator[Batch]) -> list[Turn]:
        """Take one step.

        Args:
            step: its number, from 0 over the whole run.
            batches: the next of them are this device's micro-batches of the step.

        Returns:
            The turns of the phases that had one, in order.
        """
        on_device = map(self._fabric.to_device, islice(batches, self._options.accumulate))
        turns = [active for active in self._states if step % active.phase.every == 0]
        if len(self._states) == 1:
            taken = [self._take(turns[0], step, on_device)]
        else:
            shared = list(on_device)  # by all phases
            self._share_buffers()
            taken = [self._take(active, step, shared) for active in turns]
        if self.average:
            self.average.update(step)
        return taken

    def _take(self, active: "_PhaseState", step: int, batches: Iterable[Batch]) -> Turn:
        phase, optimizer = active.phase, active.optimizer
        purpose = [phase.name] if phase.name else []
        self._need_gradients(active)
        count = self._options.accumulate
        total: Any = 0.0
        numbers: Mapping[str, Any] = {}
        for number, batch in enumerate(batches):
            seed_torch(self._fabric.device, self._seed, "step", *purpose, self._plan.device, step, number)
            for part in self._shared_random:
                part.share_rng(generator(self._seed, "shared step", *purpose, step, number))
            with self._synchronising(last=number == count - 1):
                loss = phase.loss(self.wrapped, batch)
                self._fabric.backward(loss.value / count if count > 1 else loss.value)
            total, numbers = total + loss.value.detach(), loss.numbers
        norm = self._clip(active)
        for group, rate in zip(optimizer.param_groups, active.rates, strict=True):
            group["lr"] = rate * phase.schedule(step)
            if phase.hyperparameters is not None:
                group.update(phase.hyperparameters(step))
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        return Turn(phase.name, Loss(total / count, numbers), norm, float(optimizer.param_groups[0]["lr"]))

    def state(self) -> tuple[dict[str, Any], Part]:
        """For a checkpoint: what is the same on all processes, and what belongs to this one alone."""
        state = {
            "module": self.module.state_dict(),
            **{key: optimizer.state_dict() for key, optimizer in self._optimizers().items()},
            "precision": self._fabric.strategy.precision.state_dict(),
            "average": self.average.state() if self.average else None,
        }
        return state, self.sharded.take_out(state, self._groups())

    def load(self, state: dict[str, Any], parts: Sequence[Part]) -> None:
        """Go on from a checkpoint with the parts of all processes, which may have been more or fewer."""
        self.sharded.put_back(state, self._groups(), parts)
        self.module.load_state_dict(state["module"])
        for key, optimizer in self._optimizers().items():
            optimizer.load_state_dict(state[key])
        self._fabric.strategy.precision.load_state_dict(state["precision"])
        if self.average:
            self.average.load(state["average"])

    def release(self) -> None:
        """Leave the parameters as they were: each needs a gradient that needed one at first."""
        for active in self._states:
            for parameter in active.parameters:
                parameter.requires_grad = True

    def _optimizers(self) -> dict[str, Any]:
        """The optimizers by their keys in a checkpoint; one that phases share is under the first of them."""
        keys: dict[int, tuple[str, Any]] = {}
        for active in self._states:
            key = f"optimizer/{active.phase.name}" if active.phase.name else "optimizer"
            keys.setdefault(id(active.optimizer), (key, active.optimizer))
        return dict(keys.values())

    def _groups(self) -> dict[str, Any]:
        return {key: optimizer.param_groups for key, optimizer in self._optimizers().items()}

    def _need_gradients(self, active: "_PhaseState") -> None:
        """Have the phase's parameters alone need gradients; one phase alone is left as its task has made it."""
        if len(self._states) == 1:
            return
        for each in self._states:
            for parameter in each.parameters:
                parameter.requires_grad = False
        for parameter in active.parameters:
            parameter.requires_grad = True

    def _synchronising(self, *, last: bool) -> AbstractContextManager[None]:
        """DistributedDataParallel averages in the last backward of a step that has one phase alone.

        It takes each parameter to be used once in a step. So gradients of several phases are averaged after it.
        """
        if self._plan.devices == 1 or (last and len(self._states) == 1):
            return nullcontext()
        context: AbstractContextManager[None] = self._fabric.no_backward_sync(self.wrapped)
        return context

    def _share_buffers(self) -> None:
        """Take over the first process's buffers, as DistributedDataParallel does where it averages."""
        if self._plan.devices > 1:
            for name, buffer in self.module.named_buffers():
                if name not in self.sharded.names:
                    broadcast(buffer, src=0)

    def _clip(self, active: "_PhaseState") -> torch.Tensor:
        """Length of the gradient, which is then cut where the options say so."""
        if len(self._states) > 1:
            active.gradient.average()
        if self._scaler is not None:
            self._scaler.unscale_(active.optimizer.optimizer)
            active.gradient.agree_on_overflow(self._scaler, active.optimizer.optimizer)
        norm = active.gradient.norm()
        if self._options.clip_norm is not None:
            active.gradient.clip(self._options.clip_norm, norm)
        return norm


class _PhaseState:
    """A phase with its optimizer as Fabric wraps it, the optimizer's first learning rates and its parameters."""

    def __init__(self, phase: Phase, optimizer: Any, gradient: Gradient) -> None:
        self.phase = phase
        self.optimizer = optimizer
        self.gradient = gradient
        self.rates = [group["lr"] for group in optimizer.param_groups]
        self.parameters = [p for group in optimizer.param_groups for p in group["params"] if p.requires_grad]
