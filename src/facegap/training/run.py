"""One run of the loop in one process: epochs, and what is kept of them."""

import math
import time
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

import torch

from facegap.base.errors import ConfigError, TrainingError
from facegap.engine import ProgressReport, Silent
from facegap.engine.progress import reporting
from facegap.training.checkpoint import read_last, run_settings, write_best, write_last
from facegap.training.guard import Guard
from facegap.training.history import EpochRecord
from facegap.training.log import Log
from facegap.training.options import LoopOptions
from facegap.training.parts import read_parts, write_parts
from facegap.training.pieces import Cut
from facegap.training.step import Stepper, seed_torch
from facegap.training.task import Loss, Task


class Run:
    """Trains, from wherever the folder's checkpoint is."""

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
        schedule = task.schedule(steps=self._steps, epochs=options.epochs)
        self._stepper = Stepper(fabric, task, options, self._cut, schedule, seed)
        self._guard = Guard(task, folder, scaled=self._stepper.scaled)
        self._settings = run_settings(task, options, seed)
        self._resume(read_last(folder, self._settings))

    def _resume(self, state: dict[str, Any] | None) -> None:
        self._step = 0
        self._epochs: list[EpochRecord] = []
        self._best_epoch = 0
        self._epoch_loss = torch.zeros((), device=self._fabric.device)  # sums over steps
        self._logged_loss = torch.zeros((), device=self._fabric.device)
        if state:
            self._stepper.load(state, read_parts(self._folder, state["parts"]))
            self._step = state["step"]
            self._epochs = [EpochRecord(**content) for content in state["epochs"]]
            self._best_epoch = state["best_epoch"]
            self._epoch_loss += state["epoch_loss"].to(self._fabric.device)
        self._began = time.perf_counter() - (state["seconds"] if state else 0.0)
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
        """Train to the end."""
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
        epoch, start = divmod(self._step, self._steps)
        order = self._task.order(epoch)
        if self._cut.steps(order) != self._steps:
            msg = f"epoch {epoch} has {len(order)} images where the first had another number of batches"
            raise ValueError(msg)
        batches = iter(self._task.load(epoch, self._cut.of(order, start=start)))
        self._stepper.wrapped.train()
        logged_at, logged_step = time.perf_counter(), self._step
        for step in range(start, self._steps):
            loss, norm = self._stepper.step(self._step, batches)
            rows = self._cut.batch(order, step)
            self._guard.add(step=self._step, epoch=epoch, rows=rows, loss=loss.value, norm=norm)
            if self._fabric.device.type == "cpu":  # where looking costs nothing
                self._guard.check()
            self._epoch_loss += loss.value
            self._logged_loss += loss.value
            self._step += 1
            if self._step % options.log_every == 0:
                self._guard.check()
                steps, seconds = self._step - logged_step, time.perf_counter() - logged_at
                self._log_step(epoch, steps, steps * options.batch_size / seconds, loss, norm)
                logged_at, logged_step = time.perf_counter(), self._step
            at_end = step == self._steps - 1  # where the checkpoint comes after the validation
            if options.checkpoint_every and self._step % options.checkpoint_every == 0 and not at_end:
                self._save()
            progress.advance(options.batch_size)
        self._logged_loss.zero_()

    def _end_epoch(self) -> None:
        self._guard.check()
        epoch = len(self._epochs)
        loss = float(self._fabric.all_reduce(self._epoch_loss, reduce_op="mean")) / self._steps
        self._epoch_loss.zero_()
        average = self._stepper.average
        with average.applied() if average else nullcontext():
            numbers = self._fabric.broadcast(self._validate(epoch) if self._fabric.is_global_zero else {})
            self._epochs.append(EpochRecord(epoch, self._step, self._elapsed(), loss, numbers))
            if epoch == 0 or self._beats_best(numbers):
                self._best_epoch = epoch
                if self._fabric.is_global_zero:
                    write_best(
                        self._folder, self._stepper.module, self._epochs[-1], without=self._stepper.sharded.names
                    )
        if self._log:
            validation = {f"validation/{name}": value for name, value in numbers.items()}
            self._log.write(self._step, {"epoch": epoch, "seconds": self._elapsed(), "epoch_loss": loss, **validation})
        self._save()

    def _validate(self, epoch: int) -> Mapping[str, float]:
        module = self._stepper.module.eval()
        seed_torch(self._fabric.device, self._seed, "validate", epoch)
        with torch.no_grad(), self._fabric.autocast():
            numbers = {name: float(value) for name, value in self._task.validate(module).items()}
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

    def _log_step(self, epoch: int, steps: int, speed: float, loss: Loss, norm: torch.Tensor) -> None:
        mean = self._fabric.all_reduce(self._logged_loss, reduce_op="mean") / steps
        self._logged_loss.zero_()
        if self._log:
            line = {
                "epoch": epoch,
                "seconds": self._elapsed(),
                "samples_per_second": speed,
                "loss": float(mean),
                "gradient_norm": float(norm),
                "learning_rate": self._stepper.learning_rate,
            }
            self._log.write(self._step, line | {name: float(value) for name, value in loss.numbers.items()})

    def _save(self) -> None:
        self._guard.check()  # a state that went wrong is never saved
        self._epoch_loss = self._fabric.all_reduce(self._epoch_loss, reduce_op="mean")  # what each goes on from
        learnt, own = self._stepper.state()
        parts = write_parts(self._fabric, self._folder, own, step=self._step)
        if self._log:
            state = {
                "settings": self._settings,
                "step": self._step,
                "finished": self._finished,
                "stopped_early": self._stopped_early,
                "seconds": self._elapsed(),
                "epoch_loss": self._epoch_loss,
                "epochs": [asdict(record) for record in self._epochs],
                "best_epoch": self._best_epoch,
                "log_bytes": self._log.tell(),
                "parts": parts,
            }
            write_last(self._folder, state | learnt)

    def _elapsed(self) -> float:
        return time.perf_counter() - self._began
