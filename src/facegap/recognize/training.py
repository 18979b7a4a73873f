"""Training a recognizer from a configuration to its file, card and numbers."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from facegap.engine import ProgressReport
from facegap.models import Model
from facegap.recognize.backbones import backbones
from facegap.recognize.class_means import class_means
from facegap.recognize.compared import Compared, compared_images
from facegap.recognize.configuration import RecognizerTraining
from facegap.recognize.faces import Faces
from facegap.recognize.finishing import finish
from facegap.recognize.people import People, gather
from facegap.recognize.recognizer import load_backbone, make_recognizer, run_folder
from facegap.recognize.record import beginning, write_beginning, write_end
from facegap.recognize.task import RecognizerTask, held_out
from facegap.training import BEST, LAST, History, check_start, train


@dataclass(frozen=True)
class TrainedRecognizer:
    """A finished training.

    Attributes:
        models: the file and card for each seed.
        histories: likewise.
        people: who trained and who was held out.
        compared: the images of held-out people that chose the epoch.
    """

    models: tuple[Model, ...]
    histories: tuple[History, ...]
    people: People
    compared: Compared


def train_recognizer(
    config: RecognizerTraining, folder: Path, *, progress: ProgressReport | None = None
) -> TrainedRecognizer:
    """Train a recognizer for each seed, or go on where an earlier run in the folder ended.

    ``seed-N`` in the folder holds each training's log, checkpoints and best weights; ``NAME.onnx`` and ``NAME.toml``,
    with several seeds ``NAME-seed-N``, are the recognizers; ``begun.json`` says what it all began with, and
    ``run.json``, once all are there, what came of it.

    Raises:
        ConfigError: the configuration, the sets and an earlier run don't fit each other.
        ContractError: the sets are aligned differently, or not at all.
        FaceSetError: a set isn't there.
        ModelError: the weights to start from can't be read.
        TrainingError: the loss went out of bounds.
    """
    people = gather(config.sets, validation=config.validation)
    compared = compared_images(people, config.validation)
    record = beginning(config, people, compared)
    card = backbones()[config.backbone.name]
    models, histories = [], []
    for seed in config.seeds:
        with closing(Faces(people, config.augmentation, side=card.side, seed=seed)) as faces:
            recognizer = make_recognizer(config.backbone, config.head, classes=people.classes, seed=seed)
            task = RecognizerTask(config, people, compared, faces, recognizer, seed=seed)
            if start := run_folder(config.backbone.start):
                check_start(start, task.settings(), paths=[one.path for one in config.sets], held_out=held_out)
            place = folder / f"seed-{seed}"
            write_beginning(record, folder)
            if config.head.rows == "means" and not (place / LAST).is_file():
                recognizer.head.begin_with(class_means(recognizer, people, faces, config.loop, progress=progress))
            history = train(task, config.loop, place, seed=seed, progress=progress)
            best = load_backbone(recognizer.backbone, place / BEST)
            name = config.name if len(config.seeds) == 1 else f"{config.name}-seed-{seed}"
            model = finish(
                config, people, compared, faces, best, history, name=name, dimensions=card.dimensions, folder=folder
            )  # fmt: skip
            models.append(model)
            histories.append(history)
    write_end(record, models, dict(zip(config.seeds, histories, strict=True)), folder)
    return TrainedRecognizer(tuple(models), tuple(histories), people, compared)
