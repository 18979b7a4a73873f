"""The files of a run: ``last.ckpt``, to go on from, and ``best.safetensors``, the weights that were chosen.

Neither has the tensors that are sharded over processes: those are in files beside ``last.ckpt``, see ``parts``.
"""

import fcntl
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from facegap.base.errors import ConfigError
from facegap.engine import differences_between
from facegap.faceset import atomic_write
from facegap.training.loop.history import EpochRecord, History
from facegap.training.loop.log import numbers_for_json
from facegap.training.loop.parts import remove_parts, require_parts
from facegap.training.options import HARMLESS, LoopOptions
from facegap.training.task import BaseTask

LAST = "last.ckpt"
BEST = "best.safetensors"
_FORMAT = 2


def run_settings(task: BaseTask, options: LoopOptions, seed: int) -> dict[str, Any]:
    """All that the weights at the end depend on, as JSON gives it back."""
    settings = {
        "format": _FORMAT,
        "seed": seed,
        "loop": options.for_fingerprint(exclude=HARMLESS),
        "task": task.settings(),
    }
    return dict(json.loads(json.dumps(settings)))


def write_last(folder: Path, state: Mapping[str, Any]) -> None:
    """Write ``last.ckpt``; the one before stays, with its parts, until the new one is whole."""
    with atomic_write(folder / LAST) as temporary:
        torch.save(dict(state), temporary)
    remove_parts(folder, but=state["parts"])


def read_last(folder: Path, settings: Mapping[str, Any]) -> dict[str, Any] | None:
    """The state in ``last.ckpt``; None where there is none yet.

    Raises:
        ConfigError: it is of another configuration, or no checkpoint, or a part of it is missing.
    """
    path = folder / LAST
    if not path.is_file():
        return None
    state = _load(path)
    if differences := list(differences_between(state["settings"], settings)):
        msg = f"{path} is of another configuration ({'; '.join(differences)}); name another folder. Nothing was changed"
        raise ConfigError(msg)
    if not state["finished"]:
        require_parts(folder, state["parts"])
    return state


def settings_of(folder: Path) -> dict[str, Any]:
    """The settings of a run, as ``run_settings`` gives them.

    Raises:
        ConfigError: the folder has no checkpoint.
    """
    path = folder / LAST
    if not path.is_file():
        msg = f"no {LAST} in {folder}, which tells what that run learnt from; name the folder of a run as it was left"
        raise ConfigError(msg)
    return dict(_load(path)["settings"])


def _load(path: Path) -> dict[str, Any]:
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        state["settings"]
    except Exception as error:  # torch raises anything from EOFError to UnpicklingError
        msg = f"{path}: not a checkpoint that can be read ({error}); delete it to begin anew"
        raise ConfigError(msg) from error
    return state


def write_best(folder: Path, module: torch.nn.Module, chosen: EpochRecord, *, without: Collection[str]) -> None:
    """Write ``best.safetensors``: the module's weights, with the epoch and its validation as metadata.

    Args:
        folder: of the run.
        module: whose weights.
        chosen: the epoch.
        without: names of tensors that are left out, as what is split over processes.
    """
    # Clones, since the format has no shared memory, such as tied weights, and only contiguous tensors.
    state = {name: tensor for name, tensor in module.state_dict().items() if name not in without}
    weights = {name: tensor.detach().to("cpu", copy=True).contiguous() for name, tensor in state.items()}
    with atomic_write(folder / BEST) as temporary:
        about = {"epoch": chosen.epoch, **numbers_for_json(chosen.numbers)}
        save_file(weights, temporary, {"chosen": json.dumps(about)})  # one key: several come in random order


def history_of(state: Mapping[str, Any], selection: str) -> History:
    """What a finished run's checkpoint tells."""
    epochs = tuple(EpochRecord(**content) for content in state["epochs"])
    return History(epochs, selection, state["best_epoch"], state["stopped_early"])


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other runs out of the folder until the block ends.

    Raises:
        ConfigError: another run is at work in it.
    """
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            msg = f"another run is training in {folder}; wait for it, end it, or name another folder"
            raise ConfigError(msg) from error
        yield
