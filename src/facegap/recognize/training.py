"""Training a recognizer from a configuration to its file, card and numbers."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from torch import nn

from facegap.base.short_repr import ShortRepr
from facegap.engine import ProgressReport
from facegap.faceset import sha256
from facegap.models import Model, ModelCard, write_card
from facegap.recognize.backbones import backbones
from facegap.recognize.class_means import class_means
from facegap.recognize.configuration import RecognizerTraining
from facegap.recognize.people import People, gather_people
from facegap.recognize.recognizer import load_backbone, make_recognizer, run_folder
from facegap.recognize.record import beginning, write_beginning, write_end
from facegap.recognize.task import RecognizerTask
from facegap.recognize.validation import Compared, compared_images
from facegap.training import (
    BEST,
    LAST,
    TRAIN,
    History,
    TrainingImages,
    batches_of,
    check_start,
    export_onnx,
    network_input,
    train,
)

_EXAMPLES = 2


@dataclass(frozen=True)
class TrainedRecognizer(ShortRepr):
    """A finished training.

    Attributes:
        models: The file and card for each seed.
        histories: The history of the training for each seed.
        people: Who trained and who was held out.
        compared: The images of held-out people that chose the epoch.
    """

    models: tuple[Model, ...]
    histories: tuple[History, ...]
    people: People
    compared: Compared


def fit_recognizers(
    config: RecognizerTraining, folder: Path, *, progress: ProgressReport | None = None
) -> TrainedRecognizer:
    """Train a recognizer for each seed, or go on where an earlier run in the folder ended.

    ``seed-N`` in the folder holds each training's log, checkpoints and best weights; ``NAME.onnx`` and ``NAME.toml``,
    with several seeds ``NAME-seed-N``, are the recognizers; ``begun.json`` says what it all began with, and
    ``run.json``, once all are there, what came of it.

    Raises:
        ConfigError: The configuration, the sets and an earlier run don't fit each other.
        ContractError: The sets are aligned differently, or not at all.
        FaceSetError: A set isn't there.
        ModelError: The weights to start from can't be read.
        TrainingError: The loss went out of bounds.
    """
    people = gather_people(config.sets, validation=config.validation)
    compared = compared_images(people, config.validation)
    record = beginning(config, people, compared)
    card = backbones()[config.backbone.name]
    models, histories = [], []
    for seed in config.seeds:
        images = TrainingImages(
            people.sets, source=people.source, rows=people.rows, vary=config.augmentation, seed=seed, side=card.side
        )
        with closing(images):
            recognizer = make_recognizer(config.backbone, config.head, classes=people.classes, seed=seed)
            task = RecognizerTask(config, people, compared, images, recognizer, seed=seed)
            if start := run_folder(config.backbone.start):
                check_start(
                    start,
                    task.settings(),
                    paths=[source.path for source in config.sets],
                    held_out=RecognizerTask.held_out_of_set,
                )
            place = folder / f"seed-{seed}"
            write_beginning(record, folder)
            if config.head.rows == "means" and not (place / LAST).is_file():
                recognizer.head.begin_with(class_means(recognizer, people, images, config.loop, progress=progress))
            history = train(task, config.loop, place, seed=seed, progress=progress)
            best = load_backbone(recognizer.backbone, place / BEST)
            name = config.name if len(config.seeds) == 1 else f"{config.name}-seed-{seed}"
            model = _write_recognizer(
                config, people, compared, images, best, history, name=name, dimensions=card.dimensions, folder=folder
            )  # fmt: skip
            models.append(model)
            histories.append(history)
    write_end(record, models, dict(zip(config.seeds, histories, strict=True)), folder)
    return TrainedRecognizer(tuple(models), tuple(histories), people, compared)


def _write_recognizer(
    config: RecognizerTraining,
    people: People,
    compared: Compared,
    images: TrainingImages,
    backbone: nn.Module,
    history: History,
    *,
    name: str,
    dimensions: int,
    folder: Path,
) -> Model:
    """Write ``NAME.onnx`` and its card.

    Args:
        config: of the training.
        people: who trained.
        compared: the images that chose the epoch.
        images: of all people.
        backbone: with the chosen weights.
        history: of the training.
        name: of the recognizer.
        dimensions: of its embeddings.
        folder: for the files.
    """
    path = folder / f"{name}.onnx"
    example = next(images.batches(None, batches_of(people.of_part(TRAIN)[:_EXAMPLES], size=_EXAMPLES)))
    export_onnx(backbone, network_input(example["images"]), path, input_name="images", output_names=["embedding"])
    sets = ", ".join(faceset.info.name for faceset in people.sets)
    card = ModelCard(
        name=name,
        role="embedder",
        file=path.name,
        sha256=sha256(path),
        summary=config.summary or f"{config.backbone.name} with {config.head.margin}, {dimensions} dimensions",
        **config.card_terms(),
        training_data=config.training_data or sets,
        results=(_held_out_line(config, compared, history),),
        dimensions=dimensions,
        input=images.contract,
    )
    write_card(card, path)
    return Model(card, path, card.sha256 or "")


def _held_out_line(config: RecognizerTraining, compared: Compared, history: History) -> str:
    """What the held-out people who chose the epoch say of it."""
    best, fmr = history.best.numbers, config.validation.fmr
    return (
        f"{compared.people} held-out people of the training sets, who chose the epoch: FNMR {100 * best['fnmr']:.2f} % "
        f"at FMR {100 * fmr:g} %, EER {100 * best['eer']:.2f} %."
    )
