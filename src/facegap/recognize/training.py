"""Training a recogniser from a configuration to its file, card and numbers."""

import json
import platform
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

import facegap
from facegap.engine import ProgressReport
from facegap.faceset import IMAGES, atomic_write
from facegap.models import RUN, Model
from facegap.recognize.backbones import backbones
from facegap.recognize.class_means import class_means
from facegap.recognize.configuration import RecogniserTraining
from facegap.recognize.faces import Faces
from facegap.recognize.finishing import finish
from facegap.recognize.people import People, gather
from facegap.recognize.recogniser import load_best, make_recogniser
from facegap.recognize.task import RecogniserTask
from facegap.training import LAST, TRAIN, VALIDATION, History, train


@dataclass(frozen=True)
class TrainedRecogniser:
    """A finished training.

    Attributes:
        models: the file and card for each seed.
        histories: likewise.
        people: who trained and who validated.
    """

    models: tuple[Model, ...]
    histories: tuple[History, ...]
    people: People


def train_recogniser(
    config: RecogniserTraining, folder: Path, *, progress: ProgressReport | None = None
) -> TrainedRecogniser:
    """Train a recogniser for each seed, or go on where an earlier run in the folder ended.

    ``seed-N`` in the folder holds each training's log, checkpoints and best weights; ``NAME.onnx`` and ``NAME.toml``,
    with several seeds ``NAME-seed-N``, are the recognisers; ``run.json`` says how all came about.

    Raises:
        ConfigError: the configuration, the sets and an earlier run don't fit each other.
        ContractError: the sets are aligned differently, or not at all.
        FaceSetError: a set isn't there.
        ModelError: a published checkpoint to start from can't be read.
        TrainingError: the loss went out of bounds.
    """
    people = gather(config.sets, validation=config.validation)
    card = backbones()[config.backbone.name]
    models, histories = [], []
    for seed in config.seeds:
        with closing(Faces(people, config.augmentation, side=card.side, seed=seed)) as faces:
            recogniser = make_recogniser(config.backbone, config.head, classes=people.classes, seed=seed)
            place = folder / f"seed-{seed}"
            if config.head.rows == "means" and not (place / LAST).is_file():
                recogniser.head.begin_with(class_means(recogniser, people, faces))
            task = RecogniserTask(config, people, faces, recogniser, seed=seed)
            history = train(task, config.loop, place, seed=seed, progress=progress)
            best = load_best(recogniser.backbone, place)
            name = config.name if len(config.seeds) == 1 else f"{config.name}-seed-{seed}"
            model = finish(
                config, people, faces, best, history, name=name, dimensions=card.dimensions, folder=folder
            )  # fmt: skip
            models.append(model)
            histories.append(history)
    trained = TrainedRecogniser(tuple(models), tuple(histories), people)
    with atomic_write(folder / RUN) as temporary:
        temporary.write_text(json.dumps(_record(config, trained), indent=2) + "\n", encoding="utf-8")
    return trained


def _record(config: RecogniserTraining, trained: TrainedRecogniser) -> dict[str, Any]:
    """How the recognisers came about: versions, configuration, the sets by their hashes, and what was chosen."""
    people = trained.people
    return {
        "facegap": facegap.__version__,
        "torch": torch.__version__,
        "python": platform.python_version(),
        "device": torch.cuda.get_device_name() if torch.cuda.is_available() else platform.machine(),
        "configuration": config.model_dump(mode="json"),
        "sets": [
            {
                "name": one.info.name,
                "images": len(one),
                "content": one.layer(IMAGES).content,
                "left_out": asdict(left),
            }
            for one, left in zip(people.sets, people.left_out, strict=True)
        ],
        "training": {"people": people.classes, "images": len(people.of_part(TRAIN))},
        "validation": {"people": people.held_out, "images": len(people.of_part(VALIDATION))},
        "recognisers": [
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
            for model, seed, history in zip(trained.models, config.seeds, trained.histories, strict=True)
        ],
    }
