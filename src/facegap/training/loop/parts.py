"""The files beside ``last.ckpt`` with what belongs to one process only, one file a process.

They are named by the step, and ``last.ckpt`` names those that belong to it. So whenever a run is killed, there is a
``last.ckpt`` with all its parts: new ones are whole before it is replaced, and old ones are removed afterwards.
"""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import torch

from facegap.base.errors import ConfigError
from facegap.faceset import atomic_write
from facegap.training.loop.sharded_tensors import Part


def write_parts(fabric: Any, folder: Path, part: Part, *, step: int) -> list[str]:
    """Write this process's part, if there is one, and wait until the other processes have written theirs.

    Returns:
        Names of all processes' files, in their order.
    """
    if not part["module"]:
        return []
    names = [f"last-{step}-{process}-of-{fabric.world_size}.ckpt" for process in range(fabric.world_size)]
    with atomic_write(folder / names[fabric.global_rank]) as temporary:
        torch.save(part, temporary)
    fabric.barrier()
    return names


def require_parts(folder: Path, names: Sequence[str]) -> None:
    """See that all files are there.

    Raises:
        ConfigError: one is missing.
    """
    for name in names:
        if not (folder / name).is_file():
            msg = (
                f"{folder / name} is missing, where a process of the run kept what it alone had; "
                "put it back, or delete last.ckpt to begin anew"
            )
            raise ConfigError(msg)


def read_parts(folder: Path, names: Sequence[str]) -> list[Part]:
    """All parts, mapped from the files: only what is used of them is read.

    Raises:
        ConfigError: one can't be read.
    """
    parts = []
    for name in names:
        try:
            parts.append(torch.load(folder / name, map_location="cpu", weights_only=True, mmap=True))
        except Exception as error:  # torch raises anything from EOFError to UnpicklingError
            msg = f"{folder / name}: can't be read ({error}); put a whole one back, or delete last.ckpt to begin anew"
            raise ConfigError(msg) from error
    return parts


def remove_parts(folder: Path, *, but: Collection[str]) -> None:
    """Remove the parts of older checkpoints, and what killed processes left of theirs."""
    for path in [*folder.glob("last-*-of-*.ckpt"), *folder.glob(".last-*-of-*.ckpt.tmp")]:
        if path.name not in but:
            path.unlink()
