"""A task that trains in milliseconds: points of two kinds, told apart by a small network with dropout."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import nn

from facegap.base.arrays import Int64Array
from facegap.engine import generator
from facegap.training import (
    Batch,
    EpochSelection,
    Loss,
    MicroBatch,
    Schedule,
    adamw,
    cosine,
    parameter_groups,
    shuffled,
)


def network(seed: int, *, dropout: float = 0.3, norm: bool = True) -> nn.Module:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        middle = [nn.BatchNorm1d(16)] if norm else []
        return nn.Sequential(nn.Linear(4, 16), *middle, nn.ReLU(), nn.Dropout(dropout), nn.Linear(16, 2))


@dataclass
class SmallTask:
    """Attributes: ``bad`` rows have NaN; ``scores`` replace the validation numbers; ``die_at`` raises in that step."""

    seed: int = 3
    count: int = 40
    dropout: float = 0.3
    norm: bool = True
    selection: EpochSelection = field(default_factory=lambda: EpochSelection("accuracy", higher=True))
    bad: tuple[int, ...] = ()
    scores: tuple[float, ...] = ()
    die_at: int | None = None

    def __post_init__(self) -> None:
        self.module = network(self.seed, dropout=self.dropout, norm=self.norm)
        draw = generator(self.seed, "points")
        self.kinds = torch.from_numpy(draw.integers(0, 2, self.count))
        self.points = torch.from_numpy(draw.standard_normal((self.count, 4)).astype(np.float32))
        self.points[:, 0] += 2 * self.kinds
        self.points[list(self.bad)] = torch.nan
        self.used: list[int] = []
        self.validated = 0

    def settings(self) -> dict[str, Any]:
        return {"task": "small", "seed": self.seed, "shares": (0.5, 0.5)}

    def optimizer(self) -> Any:
        return adamw(parameter_groups(self.module, weight_decay=0.1), lr=0.01)

    def schedule(self, *, steps: int, epochs: int) -> Schedule:
        return cosine(steps=steps * epochs, warmup=2)

    def order(self, epoch: int) -> Int64Array:
        return shuffled(np.arange(self.count), seed=self.seed, epoch=epoch)

    def load(self, epoch: int, micro_batches: Iterator[MicroBatch]) -> Iterator[Batch]:
        for micro_batch in micro_batches:
            noise = (
                generator(self.seed, "noise", epoch, micro_batch.start).standard_normal((len(micro_batch.rows), 4))
                * 0.01
            )
            rows = torch.from_numpy(micro_batch.rows)
            points = self.points[rows] + (torch.from_numpy(noise.astype(np.float32)) if self.dropout else 0)
            yield {"rows": rows, "points": points, "kinds": self.kinds[rows]}

    def loss(self, module: nn.Module, batch: Batch) -> Loss:
        if self.die_at == len(self.used):
            raise KeyboardInterrupt
        self.used.append(int(batch["rows"].sum()))
        answers = module(batch["points"])
        right = (answers.argmax(1) == batch["kinds"]).float().mean()
        return Loss(nn.functional.cross_entropy(answers, batch["kinds"]), {"right": right})

    def validate(self, module: nn.Module) -> Mapping[str, float]:
        assert not module.training
        self.validated += 1
        if self.scores:
            return {"accuracy": self.scores[self.validated - 1]}
        right = module(self.points.nan_to_num()).argmax(1) == self.kinds
        return {"accuracy": float(right.float().mean())}

    def image_ids(self, rows: Int64Array) -> list[str]:
        return [f"point-{row}" for row in rows]


class StarvedTask(SmallTask):
    """At the end of the last epoch only the main thread of a process gets a CPU as long as it wants one."""

    def loss(self, module: nn.Module, batch: Batch) -> Loss:
        if len(self.used) == 11:  # the last step
            _starve_threads()
        return super().loss(module, batch)


def _starve_threads() -> None:
    """Linux only."""
    for thread in map(int, os.listdir("/proc/self/task")):
        os.sched_setaffinity(thread, {min(os.sched_getaffinity(0))})
        if thread != os.getpid():
            os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0))
