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
from facegap.training.data.batches import BatchPlan
from facegap.training.loop.checkpoint import read_last, run_settings, write_best, write_last
from facegap.training.loop.guard import Guard
from facegap.training.loop.history import EpochRecord
from facegap.training.loop.log import Log
from facegap.training.loop.parts import read_parts, write_parts
from facegap.training.loop.step import Stepper, Turn, seed_torch
from facegap.training.options import LoopOptions
from facegap.training.task import PhasedTask, Task, phases_of


class Run:
    """Trains, from wherever the folder's checkpoint is."""

    def __init__(self, fabric: Any, task: Task | PhasedTask, options: LoopOptions, folder: Path, seed: int) -> None:
        self._fabric = fabric
        self._task = task
        self._options = options
        self._folder = folder
        self._seed = seed
        self._plan = BatchPlan(options.batch_size, options.accumulate, fabric.global_rank, fabric.world_size)
        self._steps = self._plan.steps(task.order(0))
        if self._steps == 0:
            msg = f"batch_size = {options.batch_size} is more than the {len(task.order(0))} images of an epoch"
            raise ConfigError(msg)
        self._phases = phases_of(task, steps=self._steps, epochs=options.epochs)
        self._stepper = Stepper(fabric, task, options, self._plan, self._phases, seed)
        self._guard = Guard(task, folder, scaled=self._stepper.scaled)
        self._settings = run_settings(task, options, seed)
        self._resume(read_last(folder, self._settings))

    def _resume(self, state: dict[str, Any] | None) -> None:
        self._step = 0
        self._epochs: list[EpochRecord] = []
        self._best_epoch = 0
        self._epoch_loss = torch.zeros(len(self._phases), device=self._fabric.device)  # of each phase, over its turns
        self._logged_loss = torch.zeros_like(self._epoch_loss)
        if state:
            self._stepper.load(state, read_parts(self._folder, state["parts"]))
            self._step = state["step"]
            self._epochs = [EpochRecord(**content) for content in state["epochs"]]
            self._best_epoch = state["best_epoch"]
            self._epoch_loss += state["epoch_loss"].to(self._fabric.device)  # a single number where a phase is alone
        self._began = time.perf_counter() - (state["seconds"] if state else 0.0)
        self._log = None
        if self._fabric.is_global_zero:
            keep = state["log_bytes"] if state else 0
            self._log = Log(self._folder, keep=keep, step=self._step, tensorboard=self._options.tensorboard)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stepper.release()
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
        if self._plan.steps(order) != self._steps:
            msg = f"epoch {epoch} has {len(order)} images where the first had another number of batches"
            raise ValueError(msg)
        batches = iter(self._task.load(epoch, self._plan.micro_batches(order, start=start)))
        self._stepper.wrapped.train()
        logged_at, logged_step = time.perf_counter(), self._step
        latest: dict[str, Turn] = {}
        for step in range(start, self._steps):
            turns = {turn.phase: turn for turn in self._stepper.step(self._step, batches)}
            latest |= turns
            for at, phase in enumerate(self._phases):
                if turn := turns.get(phase.name):
                    self._guard.add(
                        phase=turn.phase, step=self._step, epoch=epoch, rows=self._plan.batch(order, step),
                        loss=turn.loss.value, norm=turn.norm,
                    )  # fmt: skip
                    self._epoch_loss[at] += turn.loss.value
                    self._logged_loss[at] += turn.loss.value
            if self._fabric.device.type == "cpu":  # where looking costs nothing
                self._guard.check()
            self._step += 1
            if self._step % options.log_every == 0:
                self._guard.check()
                images, seconds = (self._step - logged_step) * options.batch_size, time.perf_counter() - logged_at
                self._log_steps(epoch, logged_step, images / seconds, latest)
                logged_at, logged_step = time.perf_counter(), self._step
            at_end = step == self._steps - 1  # where the checkpoint comes after the validation
            if options.checkpoint_every and self._step % options.checkpoint_every == 0 and not at_end:
                self._save()
            progress.advance(options.batch_size)
        self._logged_loss.zero_()

    def _end_epoch(self) -> None:
        self._guard.check()
        epoch = len(self._epochs)
        losses = self._means(self._epoch_loss, since=self._step - self._steps)
        loss = sum(losses.values())
        by_phase = losses if len(self._phases) > 1 else {}
        self._epoch_loss.zero_()
        average = self._stepper.average
        with average.applied() if average else nullcontext():
            numbers = self._fabric.broadcast(self._validate(epoch) if self._fabric.is_global_zero else {})
            self._epochs.append(EpochRecord(epoch, self._step, self._elapsed(), loss, numbers, by_phase))
            if epoch == 0 or self._beats_best(numbers):
                self._best_epoch = epoch
                if self._fabric.is_global_zero:
                    write_best(
                        self._folder, self._stepper.module, self._epochs[-1], without=self._stepper.sharded.names
                    )
        if self._log:
            validation = {f"validation/{name}": value for name, value in numbers.items()}
            by_name = {f"{name}/epoch_loss": value for name, value in by_phase.items()}
            line = {"epoch": epoch, "seconds": self._elapsed(), "epoch_loss": loss, **by_name, **validation}
            self._log.write(self._step, line)
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

    def _means(self, sums: torch.Tensor, *, since: int) -> dict[str, float]:
        """The mean loss over the steps from ``since`` on, over all processes, of each phase that had a turn in them."""
        means = {}
        for phase, total in zip(self._phases, self._fabric.all_reduce(sums, reduce_op="mean").tolist(), strict=True):
            if turns := phase.turns(since, self._step):
                means[phase.name] = total / turns
        return means

    def _log_steps(self, epoch: int, since: int, speed: float, latest: Mapping[str, Turn]) -> None:
        losses = self._means(self._logged_loss, since=since)
        self._logged_loss.zero_()
        if self._log:
            line = {"epoch": epoch, "seconds": self._elapsed(), "samples_per_second": speed}
            for phase, loss in losses.items():
                turn = latest[phase]
                of_phase = {
                    "loss": loss,
                    "gradient_norm": float(turn.norm),
                    "learning_rate": turn.learning_rate,
                    **{name: float(value) for name, value in turn.loss.numbers.items()},
                }
                line |= {f"{phase}/{name}" if phase else name: value for name, value in of_phase.items()}
            self._log.write(self._step, line)

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
                "epoch_loss": self._epoch_loss if len(self._phases) > 1 else self._epoch_loss[0],
                "epochs": [asdict(record) for record in self._epochs],
                "best_epoch": self._best_epoch,
                "log_bytes": self._log.tell(),
                "parts": parts,
            }
            write_last(self._folder, state | learnt)

    def _elapsed(self) -> float:
        return time.perf_counter() - self._began
