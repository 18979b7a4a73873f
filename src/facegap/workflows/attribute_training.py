"""Training annotators: from face sets with labels to a network with its card."""

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
    attribute_training_figures,
    attribute_training_tables,
    write_attribute_training,
)
from facegap.workflows.parts.context import Progress, RunContext
from facegap.workflows.parts.result import Analysis

if TYPE_CHECKING:
    from facegap.annotate.learning import AttributeTraining, TrainedAnnotator

AttributeConfig = Union["AttributeTraining", Mapping[str, Any], Path, str]
"""A configuration, its keys and values, the path of a TOML file, or the name of a recipe."""


@dataclass(frozen=True, repr=False, eq=False)
class AttributeTrainingResult(Analysis):
    """An annotator that was trained.

    Attributes:
        trained: the network, and how it came about.
        config: of the training.
        folder: of the run.
    """

    trained: "TrainedAnnotator"
    config: "AttributeTraining"
    folder: Path
    runs: tuple[RunSummary, ...] = ()

    @property
    def model(self) -> Path:
        """The file of the network."""
        return self.trained.exported.model.path

    @property
    def headline(self) -> str:
        return str(self.model)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What people should know of the labels that were learned from, a line each."""
        contradictions = self.trained.contradictions
        if not contradictions.contradicted:
            return ()
        named = "; ".join(f"{each} ({each.images})" for each in contradictions.kinds[:3])
        return (f"{contradictions.contradicted} images have labels that contradict each other: {named}",)

    @cached_property
    def findings(self) -> tuple[str, ...]:
        facts = self.facts()
        return (
            f"balanced accuracy {facts['balanced_accuracy']:.1%} on {facts['test_images']:,} images of people who "
            f"trained nothing, without regard to reliability",
            f"of the answers {facts['coverage']:.1%} are reliable enough to be labels, {facts['right']:.1%} of which "
            "are right",
        )

    def report_tables(self) -> Mapping[str, Table]:
        finished = self.trained.exported
        return attribute_training_tables(
            finished.assessment, card=finished.model.card, methods=finished.methods, vocabulary=self.trained.vocabulary
        )

    def facts(self) -> dict[str, Any]:
        finished = self.trained.exported
        means = ("balanced_accuracy", "auroc", "calibration_error", "coverage", "right")
        return {
            "annotator": str(finished.model.path),
            "training_images": len(self.trained.examples.of_part(0)),
            "test_images": finished.assessment.images,
            **{name: round(finished.assessment.means[name].value, 4) for name in means},
        }

    def report_figures(self) -> Mapping[str, Figure]:
        return attribute_training_figures(self.trained.histories)

    def report(self, folder: str | Path | None = None) -> Report:
        """Write a page on how far the network can be trusted, by default into the folder of the run."""
        finished = self.trained.exported
        return write_attribute_training(
            finished.assessment,
            self.trained.histories,
            card=finished.model.card,
            facts=_told(self.config, self.trained),
            folder=self.folder if folder is None else Path(folder),
            methods=finished.methods,
            vocabulary=self.trained.vocabulary,
        )


def train_attributes(
    config: AttributeConfig, out: str | Path, *, progress: Progress = False
) -> AttributeTrainingResult:
    """Train an annotator: from face sets with labels to ``NAME.onnx`` and its card.

    A training that was interrupted goes on where it was.

    Args:
        config: the path of a TOML file, the name of a recipe such as mac-render, or the configuration itself, as a
            dictionary too.
        out: the folder of the run.
        progress: True for a bar on standard error.

    Raises:
        ModelError: what training needs isn't installed.
        ConfigError: the configuration, the sets and an earlier run don't fit each other.
        ContractError: the sets are aligned differently, or have embeddings of different networks.
        FaceSetError: a set or a layer isn't there.
        TrainingError: the loss went out of bounds.

    Examples:
        It needs face sets with embeddings and labels, which the configuration names, and takes minutes::

            result = fg.train_attributes("mine.toml", "run")
            fg.annotate("lfw", model=result.model)
    """
    check_installed("train")
    from facegap.annotate.learning import train_attributes as train

    wanted = _read(config)
    trained = train(wanted, Path(out), progress=RunContext.of(progress=progress).progress)
    return AttributeTrainingResult(trained, wanted, Path(out))


def _read(config: AttributeConfig) -> "AttributeTraining":
    from facegap.annotate.learning import AttributeTraining

    if isinstance(config, AttributeTraining):
        return config
    if isinstance(config, Mapping):
        return AttributeTraining.from_dict(dict(config), where="the configuration")
    return AttributeTraining.load(config)


def _told(config: "AttributeTraining", trained: "TrainedAnnotator") -> dict[str, str | int | float]:
    """How it was trained, in words for people."""
    examples, history = trained.examples, trained.histories[0]
    names = [name for name, learned in zip(examples.attributes, trained.exported.learnt, strict=True) if not learned]
    facts: dict[str, str | int | float] = {
        "sets": ", ".join(f"{each.info.name} ({len(each):,} images)" for each in examples.sets),
        "images that train": len(examples.of_part(0)),
        "images that validate": len(examples.of_part(1)),
        "images that test": len(examples.of_part(2)),
        "images without labels": sum(examples.unlabeled),
        "images of nobody known, each a person of its own": sum(examples.unknown),
        "images with contradictory labels": trained.contradictions.contradicted,
        "over": config.network.over,
        "members": config.members,
        "seed": config.seed,
        "epochs": f"{len(history.epochs)}, of which number {history.best_epoch + 1} was best",
        "minutes": round(sum(each.epochs[-1].seconds for each in trained.histories) / 60, 1),
    }
    return facts | ({"not learnt, for want of one class": ", ".join(names)} if names else {})
