"""Random numbers that all processes share: those of a step are the same however the step is divided, and resumed."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tests.training.small_task import SmallTask
from torch import nn

from facegap.base.errors import TrainingError
from facegap.engine import generator
from facegap.training import Batch, LoopOptions, Loss, train

OPTIONS = LoopOptions(epochs=1, batch_size=8, accumulate=2, accelerator="cpu", log_every=1, checkpoint_every=1)


class Drawing(nn.Module):
    """Dropout uses up PyTorch's random numbers, as many as there are images; ``drawn`` is shared."""

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(4, 2)
        self.dropout = nn.Dropout(0.5)
        self.drawn = 0.0

    def share_rng(self, rng: np.random.Generator) -> None:
        self.drawn = rng.random()

    def forward(self, points: torch.Tensor) -> Any:
        return self.linear(self.dropout(points)), torch.rand(())


class DrawingTask(SmallTask):
    def __post_init__(self) -> None:
        super().__post_init__()
        self.module = Drawing()

    def loss(self, module: nn.Module, batch: Batch) -> Loss:
        if self.die_at == len(self.used):
            raise TrainingError("died")
        self.used.append(1)
        answers, own = module(batch["points"])
        return Loss(nn.functional.cross_entropy(answers, batch["kinds"]), {"shared": self.module.drawn, "own": own})

    def validate(self, module: nn.Module) -> dict[str, float]:
        return {"accuracy": 1.0}


def logged(folder: Path, name: str) -> list[float]:
    lines = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    return [line[name] for line in lines if name in line]


def test_they_depend_on_seed_step_and_micro_batch_alone(tmp_path: Path) -> None:
    train(DrawingTask(), OPTIONS, tmp_path / "one", seed=6)
    # The log has the numbers of a step's last micro-batch.
    assert logged(tmp_path / "one", "shared") == [generator(6, "shared step", step, 1).random() for step in range(5)]
    train(DrawingTask(), OPTIONS.model_copy(update={"devices": 2}), tmp_path / "two", seed=6)
    assert logged(tmp_path / "two", "shared") == logged(tmp_path / "one", "shared")
    assert logged(tmp_path / "two", "own") != logged(tmp_path / "one", "own")
    with pytest.raises(TrainingError, match="died"):
        train(DrawingTask(die_at=5), OPTIONS, tmp_path / "resumed", seed=6)
    train(DrawingTask(), OPTIONS, tmp_path / "resumed", seed=6)
    assert logged(tmp_path / "resumed", "shared") == logged(tmp_path / "one", "shared")
