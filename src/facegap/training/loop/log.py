"""The log of a run: ``log.jsonl`` always, TensorBoard on request."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from facegap.base.errors import ConfigError


def numbers_for_json(numbers: Mapping[str, float]) -> dict[str, float | None]:
    """The numbers with None in the place of what JSON can't hold."""
    return {name: value if math.isfinite(value) else None for name, value in numbers.items()}


class Log:
    """Writes one JSON object a line; what a killed run wrote after its last checkpoint is cut off first."""

    def __init__(self, folder: Path, *, keep: int, step: int, tensorboard: bool) -> None:
        """Open the log.

        Args:
            folder: of the run.
            keep: bytes of ``log.jsonl`` that the checkpoint knows of.
            step: steps that the checkpoint knows of.
            tensorboard: write for TensorBoard too.
        """
        path = folder / "log.jsonl"
        path.touch()
        self._file = path.open("r+b")
        self._file.truncate(min(keep, path.stat().st_size))  # it may have been cut or deleted by somebody
        self._file.seek(0, 2)
        self._board = _board(folder / "tensorboard", step) if tensorboard else None

    def write(self, step: int, line: Mapping[str, float]) -> None:
        """Write a line of numbers; those that are NaN or infinite become null, which is all that JSON has for them."""
        self._file.write((json.dumps({"step": step, **numbers_for_json(line)}) + "\n").encode())
        self._file.flush()
        if self._board:
            for name, value in line.items():
                self._board.add_scalar(name, value, step)

    def tell(self) -> int:
        """Bytes written so far."""
        return self._file.tell()

    def close(self) -> None:
        """Close the files."""
        self._file.close()
        if self._board:
            self._board.close()


def _board(folder: Path, step: int) -> Any:
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError as error:
        msg = "tensorboard = true needs tensorboard, not installed here; run: pip install tensorboard, or leave it off"
        raise ConfigError(msg) from error
    return SummaryWriter(str(folder), purge_step=step)
