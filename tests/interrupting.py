"""Trainings that are interrupted."""

from typing import Any

import pytest


def interrupt(monkeypatch: pytest.MonkeyPatch, task: type[Any], *, call: int, loss_name: str = "loss") -> None:
    """Have a loss of a kind of task raise KeyboardInterrupt once, at a call that is counted from 1."""
    real, calls = getattr(task, loss_name), []

    def loss(self: Any, module: Any, batch: Any) -> Any:
        calls.append(1)
        if len(calls) == call:
            raise KeyboardInterrupt
        return real(self, module, batch)

    monkeypatch.setattr(task, loss_name, loss)
