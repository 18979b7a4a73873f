"""Trainings that are interrupted."""

from typing import Any

import pytest


def interrupt(monkeypatch: pytest.MonkeyPatch, task: type[Any], *, call: int) -> None:
    """Have the loss of a kind of task raise KeyboardInterrupt once, at a call that is counted from 1."""
    real, calls = task.loss, []

    def loss(self: Any, module: Any, batch: Any) -> Any:
        calls.append(1)
        if len(calls) == call:
            raise KeyboardInterrupt
        return real(self, module, batch)

    monkeypatch.setattr(task, "loss", loss)
