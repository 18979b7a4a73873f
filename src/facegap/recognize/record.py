"""How a run's recognizers came about, as JSON in its folder: what it began with, and what it ended with."""

import json
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from facegap.base.version import __version__
from facegap.faceset import IMAGES, atomic_write
from facegap.models import RUN, Model
from facegap.recognize.configuration import RecognizerTraining
from facegap.recognize.people import People
from facegap.recognize.validation import Compared
from facegap.training import LAST, TRAIN, VALIDATION, History, accelerator_of

BEGUN = "begun.json"
PACKAGE = Path(__file__).parents[1]

Record = dict[str, Any]


def beginning(config: RecognizerTraining, people: People, compared: Compared) -> Record:
    """What is known before anything is trained: versions, configuration, the sets by their hashes, how many people.

    Raises:
        ConfigError: the loop wants GPUs that aren't there.
    """
    on_gpu = accelerator_of(config.loop) == "cuda"
    return {
        "facegap": __version__,
        "commit": commit(),
        "torch": torch.__version__,
        "python": platform.python_version(),
        "device": torch.cuda.get_device_name() if on_gpu else platform.machine(),
        "configuration": config.model_dump(mode="json"),
        "sets": [
            {
                "name": faceset.info.name,
                "images": len(faceset),
                "content": faceset.layer(IMAGES).content,
                "left_out": asdict(left),
            }
            for faceset, left in zip(people.sets, people.left_out, strict=True)
        ],
        "training": {"people": people.classes, "images": len(people.of_part(TRAIN))},
        "validation": {"people": people.held_out, "images": len(people.of_part(VALIDATION))},
        "chose_the_epoch": {"people": compared.people, "images": len(compared.images)},
    }


def write_beginning(record: Record, folder: Path) -> None:
    """Write ``begun.json``; where training has left a checkpoint, that of its beginning stays.

    So a run that is refused, because the folder has one of another configuration, changes nothing in it.
    """
    if not any(folder.glob(f"seed-*/{LAST}")):
        _write(record, folder / BEGUN)


def write_end(record: Record, models: Sequence[Model], histories: Mapping[int, History], folder: Path) -> None:
    """Write ``run.json``, by which the folder is known as that of a finished training.

    Args:
        record: what the run began with.
        models: that came of it, one for each seed.
        histories: of their training, by seed.
        folder: of the run.
    """
    recognizers = [
        {
            "name": model.card.name,
            "seed": seed,
            "sha256": model.sha256,
            "epoch": history.best_epoch,
            "epochs": len(history.epochs),
            "stopped_early": history.stopped_early,
            "seconds": history.epochs[-1].seconds,
            "validation": dict(history.best.numbers),
        }
        for model, (seed, history) in zip(models, histories.items(), strict=True)
    ]
    _write({**record, "recognizers": recognizers}, folder / RUN)


def _write(record: Record, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(path) as temporary:
        temporary.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def commit() -> str | None:
    """The git commit of the checkout in which the package lies, with ``-dirty`` where files have been changed since.

    Returns:
        40 hexadecimal digits; None where the package is installed by itself, or there is no git.
    """
    # Installed into a folder of another project's checkout, it isn't among that one's files.
    if _git(PACKAGE, "ls-files", "--error-unmatch", "__init__.py") is None:
        return None
    return _git(PACKAGE, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")


def _git(folder: Path, *arguments: str) -> str | None:
    command = ["git", "--no-optional-locks", "-C", str(folder), *arguments]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return ended.stdout.strip()
