"""The training loop of the project, on Lightning Fabric."""

import atexit
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from lightning_fabric import Fabric
from lightning_fabric.plugins import MixedPrecision
from torch.multiprocessing import ProcessRaisedException

from facegap.base import errors
from facegap.base.errors import ConfigError
from facegap.engine import ProgressReport, Silent
from facegap.training.loop.checkpoint import history_of, locked, read_last, run_settings
from facegap.training.loop.devices import accelerator_of
from facegap.training.loop.history import History
from facegap.training.loop.run import Run
from facegap.training.options import LoopOptions
from facegap.training.task import PhasedTask, Task


def train(
    task: Task | PhasedTask, options: LoopOptions, folder: Path, *, seed: int, progress: ProgressReport | None = None
) -> History:
    """Train until the last epoch or until ``patience`` runs out; go on where an earlier run in ``folder`` ended.

    A run that was killed at any step and started again ends with the same weights as one that wasn't, bit for bit on
    one device, as far as what the network computes is deterministic there: convolutions are, fused attention on a GPU
    isn't. A finished run returns at once.

    Args:
        task: The network, its data and its aim, or several aims that take turns.
        options: The options of the loop.
        folder: The folder of the run, for ``log.jsonl``, ``last.ckpt`` with its parts, and ``best.safetensors``; it is
            made where it isn't there.
        seed: The seed of all random choices of the loop, such as dropout; the task's own come from the task.
        progress: It is told of every step's images.

    Raises:
        ConfigError: The options don't fit the set or the machine, or ``folder`` holds a run of another configuration.
        TrainingError: A loss, gradient or validation number was no number; what led to it is in the message.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = run_settings(task, options, seed)
    with locked(folder):
        state = read_last(folder, settings)
        if state is None or not state["finished"]:
            del state
            fabric = _fabric(options)
            arguments = (task, options, folder, seed, progress or Silent())
            if options.devices == 1:
                _work(fabric, *arguments)
            else:
                _launch(fabric, arguments)
            state = read_last(folder, settings)
        assert state is not None
        return history_of(state, task.selection.name)


def _fabric(options: LoopOptions) -> Any:
    accelerator = accelerator_of(options)
    if options.batch_size % (options.devices * options.accumulate):
        msg = (
            f"batch_size = {options.batch_size} can't be shared by {options.devices} devices in {options.accumulate} "
            "micro-batches each; set a multiple of their product"
        )
        raise ConfigError(msg)
    # Fabric would quietly take bfloat16 in place of float16 on a CPU, unless it is given this by name.
    half = options.precision == "16-mixed"
    return Fabric(
        accelerator=accelerator,
        devices=options.devices,
        precision=None if half else options.precision,
        plugins=MixedPrecision("16-mixed", accelerator) if half else None,
        strategy="auto" if options.devices == 1 else "ddp_spawn",
    )


def _work(
    fabric: Any, task: Task | PhasedTask, options: LoopOptions, folder: Path, seed: int, progress: ProgressReport
) -> None:
    """What each process does; the caller's random numbers and settings of PyTorch are left as they were."""
    gpus = [fabric.device] if fabric.device.type == "cuda" else []
    with torch.random.fork_rng(devices=gpus), _exact(), Run(fabric, task, options, folder, seed) as run:
        run.go(progress)


@contextmanager
def _exact() -> Iterator[None]:
    """With convolutions that are the same in each run, or one that is taken up again would differ in the last bits."""
    before = torch.backends.cudnn.deterministic
    torch.backends.cudnn.deterministic = True
    try:
        yield
    finally:
        torch.backends.cudnn.deterministic = before


def _launch(fabric: Any, arguments: tuple[Any, ...]) -> None:
    # Pickled here, because PyTorch's own way would have the processes share, and so overwrite, the same weights.
    try:
        fabric.launch(_unpack_and_work, pickle.dumps(arguments))
    except ProcessRaisedException as error:
        lines = str(error).strip().splitlines()
        kind, _, message = lines[-1].partition(": ")
        if not kind.startswith("facegap.base.errors."):
            raise
        raise getattr(errors, kind.removeprefix("facegap.base.errors."))(message) from error


def _unpack_and_work(fabric: Any, arguments: bytes) -> None:
    _work(fabric, *pickle.loads(arguments))
    if fabric.device.type == "cpu":
        # Gloo's threads outlive the group, and one that lets go of its last tensor while Python shuts down aborts the
        # process (PyTorch issue 190489). So where all went well, the process ends before that.
        atexit.register(os._exit, 0)
