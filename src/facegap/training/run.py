"""One run of the loop in one process: steps, epochs, and what is kept of them."""

import math
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

import torch

from facegap.engine import ProgressReport, Silent, generator
from facegap.engine.progress import reporting
from facegap.errors import ConfigError
from facegap.training.averaging import AveragedWeights
from facegap.training.checkpoint import read_last, run_settings, write_best, write_last
from facegap.training.guard import Guard, TrainingError
from facegap.training.history import EpochRecord
from facegap.training.log import Log
from facegap.training.options import LoopOptions
from facegap.training.pieces import Cut
from facegap.training.task import Loss, Task


class Run:
    """All that changes during training; ``go`` trains."""

    def __init__(self, fabric: Any, task: Task, options: LoopOptions, folder: Path, seed: int) -> None:
        self._fabric = fabric
        self._task = task
        self._options = options
        self._folder = folder
        self._seed = seed
        self._cut = Cut(options.batch_size, options.accumulate, fabric.global_rank, fabric.world_size)
        self._steps = self._cut.steps(task.order(0))
        if self._steps == 0:
            msg = f"batch_size = {options.batch_size} is more than the {len(task.order(0))} images of an epoch"
            raise ConfigError(msg)
        self._schedule = task.schedule(steps=self._steps, epochs=options.epochs)
        self._set_up()
        self._guard = Guard(task, folder, scaled=self._scaler is not None)
        self._settings = run_settings(task, options, seed)
        self._resume(read_last(folder, self._settings))
        self._on_cpu = fabric.device.type == "cpu"
        self._window = torch.zeros((), device=fabric.device)

    def _set_up(self) -> None:
        task, options, fabric = self._task, self._options, self._fabric
        torch.backends.cudnn.deterministic = True  # or a run that is taken up again would differ in the last bits
        self._module = task.module
        if options.channels_last:
            self._module.to(memory_format=torch.channels_last)
        optimizer = task.optimizer()
        self._rates = [group["lr"] for group in optimizer.param_groups]
        module = torch.compile(self._module) if options.compile else self._module
        self._wrapped, self._optimizer = fabric.setup(module, optimizer)
        self._parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
        self._scaler = getattr(fabric.strategy.precision, "scaler", None)
        self._average = AveragedWeights(self._module, options.average) if options.average else None

    def _resume(self, state: dict[str, Any] | None) -> None:
        self._step = 0
        self._seconds = 0.0
        self._epochs: list[EpochRecord] = []
        self._best_epoch = 0
        self._total = torch.zeros((), device=self._fabric.device)
        if state:
            self._module.load_state_dict(state["module"])
            self._optimizer.load_state_dict(state["optimizer"])
            self._fabric.strategy.precision.load_state_dict(state["precision"])
            if self._average:
                self._average.load(state["average"])
            self._step = state["step"]
            self._seconds = state["seconds"]
            self._epochs = [EpochRecord(**content) for content in state["epochs"]]
            self._best_epoch = state["best_epoch"]
            self._total += state["total"].to(self._fabric.device)
        self._began = time.perf_counter() - self._seconds
        self._log = None
        if self._fabric.is_global_zero:
            keep = state["log_bytes"] if state else 0
            self._log = Log(self._folder, keep=keep, step=self._step, tensorboard=self._options.tensorboard)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._log:
            self._log.close()

    def go(self, progress: ProgressReport) -> None:
        """Train to the end, from wherever the run is."""
        size = self._options.batch_size
        rows = self._options.epochs * self._steps * size
        told = progress if self._fabric.is_global_zero else Silent()
        with reporting(told, what="train", rows=rows, done=self._step * size):
            while not self._finished:
                self._train_epoch(told)
                self._end_epoch()

    @property
    def _finished(self) -> bool:
        return len(self._epochs) >= self._options.epochs or self._stopped_early

    @property
    def _stopped_early(self) -> bool:
        patience = self._options.patience
        return patience is not None and len(self._epochs) - 1 - self._best_epoch >= patience

    def _train_epoch(self, progress: ProgressReport) -> None:
        options = self._options
        epoch = self._step // self._steps
        order = self._task.order(epoch)
        if self._cut.steps(order) != self._steps:
            msg = f"epoch {epoch} has {len(order)} images where the first had another number of batches"
            raise ValueError(msg)
        start = self._step % self._steps
        batches = iter(self._task.load(epoch, self._cut.of(order, start=start)))
        self._wrapped.train()
        logged_at, logged_step = time.perf_counter(), self._step
        for step_of_epoch in range(start, self._steps):
            loss, norm = self._train_step(batches)
            rows = self._cut.batch(order, step_of_epoch)
            self._guard.add(step=self._step, epoch=epoch, rows=rows, loss=loss.value, norm=norm)
            if self._on_cpu:
                self._guard.check()
            self._total += loss.value
            self._window += loss.value
            self._step += 1
            if self._step % options.log_every == 0:
                self._guard.check()
                now = time.perf_counter()
                speed = (self._step - logged_step) * options.batch_size / (now - logged_at)
                self._write_step(epoch, self._step - logged_step, speed, loss, norm)
                logged_at, logged_step = now, self._step
            last = step_of_epoch == self._steps - 1  # the end of the epoch writes its own, after the validation
            if options.checkpoint_every and self._step % options.checkpoint_every == 0 and not last:
                self._save()
            progress.advance(options.batch_size)
        self._window.zero_()

    def _train_step(self, batches: Any) -> tuple[Loss, torch.Tensor]:
        """One step of the optimiser; the loss, mean over this device's pieces, and the gradient's length."""
        options, fabric = self._options, self._fabric
        pieces = options.accumulate
        total = None
        for piece in range(pieces):
            batch = fabric.to_device(next(batches))
            self._seed_torch("step", self._cut.device, self._step, piece)
            with self._without_sync(piece < pieces - 1):
                loss = self._task.loss(self._wrapped, batch)
                fabric.backward(loss.value / pieces if pieces > 1 else loss.value)
            value = loss.value.detach()
            total = value if total is None else total + value
        norm = self._clip()
        factor = self._schedule(self._step)
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * factor
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        if self._average:
            self._average.update(self._step)
        assert total is not None
        return Loss(total / pieces, loss.numbers), norm

    def _without_sync(self, skip: bool) -> AbstractContextManager[None]:  # noqa: FBT001
        if skip and self._cut.devices > 1:
            context: AbstractContextManager[None] = self._fabric.no_backward_sync(self._wrapped)
            return context
        return nullcontext()

    def _clip(self) -> torch.Tensor:
        """Length of the gradient, which is cut where the options say so."""
        if self._scaler is not None:
            self._scaler.unscale_(self._optimizer.optimizer)
        gradients = [parameter.grad for parameter in self._parameters if parameter.grad is not None]
        norm = torch.nn.utils.get_total_norm(gradients)
        if self._options.clip_norm is not None:
            torch.nn.utils.clip_grads_with_norm_(self._parameters, self._options.clip_norm, norm)
        return norm

    def _end_epoch(self) -> None:
        self._guard.check()
        epoch = len(self._epochs)
        loss = float(self._fabric.all_reduce(self._total, reduce_op="mean")) / self._steps
        self._total.zero_()
        with self._average.applied() if self._average else nullcontext():
            numbers = self._fabric.broadcast(self._validate(epoch) if self._fabric.is_global_zero else {})
            self._epochs.append(EpochRecord(epoch, self._step, self._elapsed(), loss, numbers))
            if epoch == 0 or self._beats_best(numbers):
                self._best_epoch = epoch
                if self._fabric.is_global_zero:
                    write_best(self._folder, self._module, self._epochs[-1])
        if self._log:
            validation = {f"validation/{name}": value for name, value in numbers.items()}
            self._log.write(self._step, {"epoch": epoch, "seconds": self._elapsed(), "epoch_loss": loss, **validation})
        self._save()

    def _validate(self, epoch: int) -> Mapping[str, float]:
        self._module.eval()
        self._seed_torch("validate", epoch)
        with torch.no_grad(), self._fabric.autocast():
            numbers = {name: float(value) for name, value in self._task.validate(self._module).items()}
        name = self._task.selection.name
        if not math.isfinite(numbers[name]):
            msg = (
                f"validation of epoch {epoch} gave {numbers[name]} for {name}, by which epochs are chosen; "
                "see that the validation split has images of every kind that it needs"
            )
            raise TrainingError(msg)
        return numbers

    def _beats_best(self, numbers: Mapping[str, float]) -> bool:
        selection = self._task.selection
        best = self._epochs[self._best_epoch].numbers
        return selection.better(numbers[selection.name], best[selection.name])

    def _write_step(self, epoch: int, steps: int, speed: float, loss: Loss, norm: torch.Tensor) -> None:
        mean = self._fabric.all_reduce(self._window, reduce_op="mean") / steps
        self._window.zero_()
        if self._log:
            self._log.write(
                self._step,
                {
                    "epoch": epoch,
                    "seconds": self._elapsed(),
                    "samples_per_second": speed,
                    "loss": float(mean),
                    "gradient_norm": float(norm),
                    "learning_rate": self._optimizer.param_groups[0]["lr"],
                    **{name: float(value) for name, value in loss.numbers.items()},
                },
            )

    def _save(self) -> None:
        self._guard.check()
        if self._log:
            write_last(
                self._folder,
                {
                    "settings": self._settings,
                    "step": self._step,
                    "finished": self._finished,
                    "stopped_early": self._stopped_early,
                    "seconds": self._elapsed(),
                    "total": self._total,
                    "epochs": [asdict(record) for record in self._epochs],
                    "best_epoch": self._best_epoch,
                    "log_bytes": self._log.tell(),
                    "module": self._module.state_dict(),
                    "optimizer": self._optimizer.state_dict(),
                    "precision": self._fabric.strategy.precision.state_dict(),
                    "average": self._average.state() if self._average else None,
                },
            )

    def _elapsed(self) -> float:
        return time.perf_counter() - self._began

    def _seed_torch(self, *purpose: str | int) -> None:
        torch.manual_seed(int(generator(self._seed, *purpose).integers(2**63)))
