"""Training recognizers: from face sets with identities to networks with their cards."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

from facegap.base.extras import check_installed
from facegap.engine import RunSummary
from facegap.report import (
    Figure,
    Report,
    Table,
    recognizer_training_figures,
    validation_table,
    write_recognizer_training,
)
from facegap.workflows.parts.context import Progress, RunContext
from facegap.workflows.parts.picture import Picture
from facegap.workflows.parts.result import Analysis

if TYPE_CHECKING:
    from facegap.recognize.configuration import RecognizerTraining
    from facegap.recognize.training import TrainedRecognizer

RecognizerConfig = Union["RecognizerTraining", Mapping[str, Any], Path, str]
"""A configuration, its keys and values, the path of a TOML file, or the name of a recipe."""


@dataclass(frozen=True, repr=False, eq=False)
class RecognizerTrainingResult(Analysis):
    """Recognizers that were trained, one for each seed.

    Attributes:
        trained: the networks, and how they came about.
        config: of the training.
        folder: of the run.
    """

    trained: "TrainedRecognizer"
    config: "RecognizerTraining"
    folder: Path
    runs: tuple[RunSummary, ...] = ()

    @property
    def models(self) -> tuple[Path, ...]:
        """The files of the networks."""
        return tuple(model.path for model in self.trained.models)

    @property
    def headline(self) -> str:
        return ", ".join(map(str, self.models))

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What people should know of the sets that were learned from, a line each."""
        return tuple(
            f"{source.path}: {left.unknown} images of nobody known or unreadable, and {left.few} of people "
            f"with fewer than {source.fewest_images} images, were left out"
            for source, left in zip(self.config.sets, self.trained.people.left_out, strict=True)
            if left.unknown or left.few
        )

    @cached_property
    def findings(self) -> tuple[str, ...]:
        return tuple(
            f"{model.card.name}: FNMR {history.best.numbers['fnmr']:.2%} at an FMR of {self.config.validation.fmr:g}, "
            f"EER {history.best.numbers['eer']:.2%} on held-out people"
            for model, history in zip(self.trained.models, self.trained.histories, strict=True)
        )

    def report_tables(self) -> Mapping[str, Table]:
        cards = [model.card for model in self.trained.models]
        return {"validation": validation_table(cards, self.trained.histories, fmr=self.config.validation.fmr)}

    def facts(self) -> dict[str, Any]:
        trained = self.trained
        return {
            "recognizers": [str(path) for path in self.models],
            "training_people": trained.people.classes,
            "training_images": len(trained.people.of_part(0)),
            "held_out_people": trained.people.held_out,
            "people_who_chose_the_epoch": trained.compared.people,
            "fnmr": [round(history.best.numbers["fnmr"], 4) for history in trained.histories],
            "eer": [round(history.best.numbers["eer"], 4) for history in trained.histories],
        }

    def report_figures(self) -> Mapping[str, Figure]:
        return recognizer_training_figures(self.trained.histories, seeds=self.config.seeds)

    def report(self, folder: str | Path | None = None) -> Report:
        """Write a page with the curves of the training, by default into the folder of the run."""
        return write_recognizer_training(
            [model.card for model in self.trained.models],
            self.trained.histories,
            seeds=self.config.seeds,
            fmr=self.config.validation.fmr,
            facts=_told(self.config, self.trained),
            folder=self.folder if folder is None else Path(folder),
        )


def train_recognizer(
    config: RecognizerConfig, out: str | Path, *, progress: Progress = False
) -> RecognizerTrainingResult:
    """Train a recognizer: from face sets with identities to ``NAME.onnx`` and its card.

    Held-out people of the sets choose the epoch; benchmarks never do. With several seeds there is one recognizer for
    each. A training that was interrupted goes on where it was.

    Args:
        config: the path of a TOML file, the name of a recipe, or the configuration itself, as a dictionary too.
        out: the folder of the run.
        progress: True for a bar on standard error.

    Raises:
        ModelError: what training needs isn't installed.
        ConfigError: the configuration, the sets and an earlier run don't fit each other.
        ContractError: the sets are aligned differently, or not at all.
        FaceSetError: a set isn't there.
        TrainingError: the loss went out of bounds.

    Examples:
        The smallest recipe takes minutes::

            result = fg.train_recognizer("cpu-small", "run")
            result.to_frame()
            fg.embed("lfw", model="run")
    """
    check_installed("train")
    from facegap.recognize.training import fit_recognizers as train

    wanted = _read(config)
    trained = train(wanted, Path(out), progress=RunContext.of(progress=progress).progress)
    return RecognizerTrainingResult(trained, wanted, Path(out))


def preview_recognizer(config: RecognizerConfig, *, people: int = 6, draws: int = 8, seed: int = 0) -> Picture:
    """Draw what a recognizer's training sees: images of its first set as they are, and beside them varied.

    Args:
        config: as for ``train_recognizer``.
        people: of how many an image is shown.
        draws: how often each is varied.
        seed: of the draws.

    Raises:
        ModelError: what training needs isn't installed.
        ConfigError: something in the configuration doesn't fit, or nobody of the set has enough images.
        FaceSetError: the set isn't there.

    Examples:
        Of a configuration whose sets are there::

            fg.preview_recognizer("mine.toml", people=4, draws=4).write("varied.png")
    """
    check_installed("train")
    from facegap.recognize.preview import preview_of

    wanted = _read(config)
    return Picture(wanted.name, preview_of(wanted, people=people, draws=draws, seed=seed))


def _read(config: RecognizerConfig) -> "RecognizerTraining":
    from facegap.recognize.configuration import RecognizerTraining

    if isinstance(config, RecognizerTraining):
        return config
    if isinstance(config, Mapping):
        return RecognizerTraining.from_dict(dict(config), where="the configuration")
    return RecognizerTraining.load(config)


def _told(config: "RecognizerTraining", trained: "TrainedRecognizer") -> dict[str, str | int | float]:
    """How it was trained, in words for people."""
    people, compared, loop, optimizer = trained.people, trained.compared, config.loop, config.optimizer
    minutes = sum(history.epochs[-1].seconds for history in trained.histories) / 60
    return {
        "sets": ", ".join(f"{each.info.name} ({len(each):,} images)" for each in people.sets),
        "people who train": people.classes,
        "images that train": len(people.of_part(0)),
        "people held out": people.held_out,
        "images held out": len(people.of_part(1)),
        "people who chose the epoch": compared.people,
        "images that chose it": len(compared.images),
        "images left out": sum(each.unknown + each.few + each.unchosen for each in people.left_out),
        "backbone": config.backbone.name + (f", from {config.backbone.start}" if config.backbone.start else ""),
        "margin": f"{config.head.margin}, scale {config.head.scale:g}"
        + (f", {100 * config.head.sample_rate:g} % of the classes a step" if config.head.sample_rate < 1 else ""),
        "optimizer": f"SGD, rate {optimizer.learning_rate:g}, {optimizer.schedule}, batches of {loop.batch_size}, "
        f"{loop.precision}",
        "sampling": f"each {'person' if config.sampling == 'people' else 'image'} as often",
        "seeds": ", ".join(map(str, config.seeds)),
        "minutes": round(minutes, 1),
    }
