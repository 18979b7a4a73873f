"""Stopping at a loss or a gradient that is no number, with the images that made it."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facegap.base.arrays import Int64Array
from facegap.base.errors import TrainingError
from facegap.faceset import atomic_write
from facegap.training.task import BaseTask

_SKIPS = 20
"""Steps in a row that a gradient scaler may skip, halving its scale at each, before it is taken for diverged."""


@dataclass(frozen=True)
class _Seen:
    phase: str
    step: int
    epoch: int
    rows: Int64Array
    loss: Any
    norm: Any


class Guard:
    """Keeps the losses of the last steps as tensors and looks at them when asked: looking waits for the device."""

    def __init__(self, task: BaseTask, folder: Path, *, scaled: bool) -> None:
        """Make a guard.

        Args:
            task: names the images.
            folder: of ``bad-batch.json``.
            scaled: float16, where the scaler skips steps whose gradient overflows.
        """
        self._task = task
        self._folder = folder
        self._scaled = scaled
        self._skipped: dict[str, int] = {}  # by phase
        self._seen: list[_Seen] = []

    def add(self, *, step: int, epoch: int, rows: Int64Array, loss: Any, norm: Any, phase: str = "") -> None:
        """Remember a step, or a phase's turn in it: ``loss`` and ``norm`` (of the gradient) are scalar tensors."""
        self._seen.append(_Seen(phase, step, epoch, rows, loss, norm))

    def check(self) -> None:
        """Look at all steps since the last check.

        Raises:
            TrainingError: one of them went wrong; its images are in ``bad-batch.json``.
        """
        for seen in self._seen:
            loss, norm = float(seen.loss), float(seen.norm)
            if not math.isfinite(loss):
                self._stop(seen, "loss", loss, norm)
            if math.isfinite(norm):
                self._skipped[seen.phase] = 0
                continue
            self._skipped[seen.phase] = self._skipped.get(seen.phase, 0) + 1
            if not self._scaled or self._skipped[seen.phase] > _SKIPS:
                self._stop(seen, "gradient norm", loss, norm)
        self._seen.clear()

    def _stop(self, seen: _Seen, what: str, loss: float, norm: float) -> None:
        ids = self._task.image_ids(seen.rows)
        path = self._folder / "bad-batch.json"
        phase = {"phase": seen.phase} if seen.phase else {}
        content = {**phase, "step": seen.step, "epoch": seen.epoch, "loss": repr(loss), "gradient_norm": repr(norm)}
        with atomic_write(path, scratch=self._folder) as temporary:  # each device's process writes it
            temporary.write_text(json.dumps(content | {"image_ids": ids}, indent=2) + "\n", encoding="utf-8")
        value = loss if what == "loss" else norm
        whose = f"{seen.phase} " if seen.phase else ""
        msg = (
            f"the {whose}{what} of step {seen.step} (epoch {seen.epoch}) is {value}; its {len(ids)} images, "
            f"such as {ids[0]!r}, "
            f"are listed in {path}. Look at them and their labels, or lower the learning rate or set clip_norm"
        )
        raise TrainingError(msg)
