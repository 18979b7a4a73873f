"""Attributes of a face set by a network."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from facegap.annotate import (
    Annotate,
    measure_label_frequencies,
)
from facegap.annotate.network import check_attribute_names
from facegap.engine import MAX_ERRORS, run
from facegap.models import ModelCard
from facegap.report import Figure, Report, annotation_figures, write_annotation
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.made import MadeLayer
from facegap.workflows.parts.result import run_facts
from facegap.workflows.parts.sets import FaceSetLike, ModelLike, open_set, resolve_model

DEFAULT_ANNOTATOR = "mac-render"


@dataclass(frozen=True, repr=False, eq=False)
class AnnotatedLayer(MadeLayer):
    """A layer of a network's answers.

    Attributes:
        card: of the network.
        attributes: that were written.
    """

    card: ModelCard
    attributes: tuple[str, ...]

    @cached_property
    def shares(self) -> dict[str, dict[str, float]]:
        """The shares of the images with each label, 0 to 1: ``positive``, ``negative``, ``undefined``."""
        shares = measure_label_frequencies(self.faceset, self.layer, self.attributes)
        return {name: asdict(share) for name, share in shares.items()}

    @property
    def never_answered(self) -> list[str]:
        """Attributes of which the network gives no label, since it can't be trusted with any."""
        return [name for name in self.card.answers.never_answered if name in self.attributes]

    def run_facts(self) -> dict[str, Any]:
        """What was made, without the answers."""
        made = {"layer": self.layer, "model": self.card.name, "trained_on": self.card.training_data}
        return made | run_facts(self.runs[-1])

    def facts(self) -> dict[str, Any]:
        return self.run_facts() | {"attributes": self.shares, "never_answered": self.never_answered}

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """The figures of the report by their names."""
        return annotation_figures(self.faceset, self.layer, card=self.card)

    def report(self, folder: str | Path) -> Report:
        """Write a page: shares of the answers, and a gallery of each attribute."""
        return write_annotation(self.faceset, self.layer, Path(folder), card=self.card)


def annotate(
    faceset: FaceSetLike,
    *,
    model: ModelLike | None = None,
    attributes: Sequence[str] | None = None,
    align: ModelLike | None = None,
    name: str | None = None,
    replace: bool = False,
    device: str = "cpu",
    workers: int | None = None,
    max_errors: float = MAX_ERRORS,
    progress: Progress = False,
    tell: Tell | None = None,
) -> AnnotatedLayer:
    """Add the layer ``attributes/NAME`` to a face set: a network's answers.

    For each attribute a label (1 positive, −1 negative, 0 undefined: not reliable enough), a score and a reliability.

    Args:
        faceset: the set, or the path of one or of any data set that can be imported.
        model: an annotator: its path, the folder of its training, or a name; by default mac-render.
        attributes: those to write; by default all that it has.
        align: a detector, its path or name, with which an import finds faces and crops them.
        name: of the layer; by default that of the network.
        replace: whether a layer of that name that was made another way is replaced.
        device: where networks run: ``cpu``, a GPU such as ``cuda:0``, or several, as in ``cuda:0,cuda:1``; an import on
            the way finds faces on the CPU.
        workers: processes that share the work; by default one a core.
        max_errors: the share of images that may fail before the run's summary says that there were too many.
        progress: True for a bar on standard error.
        tell: told which network answers, what it learned from and what its limits are.

    Raises:
        ConfigError: the network has no such attribute.
        ModelError: there is no such network.
        ContractError: the images aren't what it takes.
        FaceSetError: the layer exists and was made another way.

    Examples:
        >>> from pathlib import Path
        >>> import numpy as np
        >>> import facegap as fg
        >>> from facegap.faceset import encode_png
        >>> for person in ("ann", "bob"):
        ...     Path("photos", person).mkdir(parents=True)
        ...     _ = Path("photos", person, "1.png").write_bytes(encode_png(np.zeros((112, 112, 3), dtype=np.uint8)))
        >>> made = fg.import_faces("photos", "people", kind="synthetic", aligned="arcface-112", workers=1)
        >>> layer = fg.annotate(made.faceset, attributes=["Male", "Smiling"], workers=1)
        >>> layer.layer, layer.attributes
        ('attributes/mac-render', ('Male', 'Smiling'))
        >>> list(layer.figures)
        ['labels']
    """
    context = RunContext.of(workers=workers, device=device, progress=progress, tell=tell)
    # Found first, so that a wrong name is told before a long import.
    annotator = resolve_model(model or DEFAULT_ANNOTATOR, role="annotator")
    check_attribute_names(annotator.card, attributes or ())
    opened = open_set(faceset, context, align=align)
    stage = Annotate.of(annotator, opened.faceset, name=name, attributes=attributes)
    _introduce(annotator.card, context, default=model is None)
    summary = run(
        stage,
        opened.faceset,
        runner=context.runner,
        progress=context.progress,
        replace=replace,
        max_errors=max_errors,
    )
    runs = tuple(each for each in (opened.imported, summary) if each)
    return AnnotatedLayer(opened.faceset, stage.layer, runs, annotator.card, stage.written)


def _introduce(card: ModelCard, context: RunContext, *, default: bool) -> None:
    how_to_choose = " (--model names another)" if default else ""
    context.tell(f"annotator: {card.name}{how_to_choose}, trained on {card.training_data}")
    for line in card.answers.limits:
        context.tell(f"note: {line}")
