"""Attributes of a face set by a network."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from dataclasses import replace as replace_fields
from functools import cached_property
from pathlib import Path
from typing import Any

from facegap.annotate import (
    Annotate,
    measure_label_frequencies,
)
from facegap.annotate.network import check_attribute_names
from facegap.compare import LabeledSet
from facegap.compare.attributes import estimate_score_shares
from facegap.engine import MAX_ERRORS, run
from facegap.estimates import Estimate
from facegap.faceset import describe_domain, domain_of
from facegap.models import DomainSheet, Model, ModelCard, find_sheet, remember_annotator
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
        domain: what kind of images the set has, such as ``photographs``.
        sheet: what is known of the network on that domain; None where nothing is.
    """

    card: ModelCard
    attributes: tuple[str, ...]
    domain: str
    sheet: DomainSheet | None

    @property
    def validated(self) -> list[str]:
        """Attributes of which the answers may be relied on: validated on such images, with an error that is known."""
        return [name for name in (self.sheet.usable if self.sheet else ()) if name in self.attributes]

    @cached_property
    def shares_by_scores(self) -> dict[str, Estimate]:
        """The share of each attribute among all images, estimated from calibrated scores, with its interval."""
        labeled = LabeledSet.load(self.faceset, self.layer)
        scores = estimate_score_shares(labeled, seed=0)
        estimates = scores.shares.interval() if scores else None
        shares = {name: estimates.at(place) for place, name in enumerate(labeled.attributes)} if estimates else {}
        return {name: share for name, share in shares.items() if share.known}

    @cached_property
    def shares(self) -> dict[str, dict[str, float]]:
        """The shares of the images with each label, 0 to 1: ``positive``, ``negative``, ``undefined``."""
        shares = measure_label_frequencies(self.faceset, self.layer, self.attributes)
        return {name: asdict(share) for name, share in shares.items()}

    def sides_never_given(self, name: str) -> tuple[str, ...]:
        """Which of ``positive`` and ``negative`` the network never says of an attribute, however sure it is."""
        answers = next(each for each in self.card.answers.attributes if each.name == name)
        thresholds = {"positive": answers.positive, "negative": answers.negative}
        return tuple(label for label, least in thresholds.items() if least is None)

    @property
    def never_answered(self) -> list[str]:
        """Attributes of which the network gives no label, since it can't be trusted with any."""
        return [name for name in self.card.answers.never_answered if name in self.attributes]

    def run_facts(self) -> dict[str, Any]:
        """What was made, without the answers."""
        made = {"layer": self.layer, "model": self.card.name, "trained_on": self.card.training_data}
        made["domain"] = self.domain
        return made | run_facts(self.runs[-1])

    def facts(self) -> dict[str, Any]:
        by_scores = {name: asdict(share) for name, share in self.shares_by_scores.items()}
        attributes = {
            name: {**shares, "by_scores": by_scores.get(name), "validated": name in self.validated}
            for name, shares in self.shares.items()
        }
        return self.run_facts() | {"attributes": attributes, "never_answered": self.never_answered}

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
    domain: str | None = None,
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
        domain: what kind of images these are, for which the network may be calibrated and validated; by default
            ``photographs`` for a real set, ``renders`` for one by facegap, ``generated`` for another synthetic one.
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
    kind = domain or domain_of(opened.faceset)
    sheet = find_sheet(annotator.sha256, kind)
    calibrated = _calibrate(annotator, sheet)
    recorded = kind if domain or (sheet and sheet.calibration) else None
    stage = Annotate.of(calibrated, opened.faceset, name=name, attributes=attributes, domain=recorded)
    _introduce(annotator.card, context, default=model is None)
    _say_what_is_known(annotator.card, kind, sheet, context)
    remember_annotator(annotator.card, annotator.sha256)
    summary = run(
        stage,
        opened.faceset,
        runner=context.runner,
        progress=context.progress,
        replace=replace,
        max_errors=max_errors,
    )
    runs = tuple(each for each in (opened.imported, summary) if each)
    return AnnotatedLayer(opened.faceset, stage.layer, runs, calibrated.card, stage.written, kind, sheet)


def _calibrate(annotator: Model, sheet: DomainSheet | None) -> Model:
    """The annotator with a card in which the numbers for a domain stand, where there are any."""
    if sheet is None or sheet.calibration is None:
        return annotator
    card = annotator.card.model_copy(update={"annotator": sheet.calibrate(annotator.card.answers)})
    return replace_fields(annotator, card=card)


def _say_what_is_known(card: ModelCard, domain: str, sheet: DomainSheet | None, context: RunContext) -> None:
    """Tell of which attributes the answers on such images may be relied on."""
    if sheet and sheet.calibration:
        names = ", ".join(attribute.name for attribute in sheet.calibration.attributes)
        context.tell(f"calibrated for {domain} on {sheet.calibration.data}: {names}")
    usable, images = sheet.usable if sheet else (), describe_domain(domain)
    many = len(card.answers.attributes)
    if not usable:
        context.tell(
            f"note: {card.name} was never validated on {images}: what it says may be wrong in either direction, and "
            "comparisons show it in gray; --validate measures it on labeled faces"
        )
    elif len(usable) < many:
        others = [name for name in card.answers.names if name not in usable]
        named = ", ".join(usable) if len(usable) < len(others) else f"all but {', '.join(others)}"
        context.tell(
            f"note: on {images} {card.name} is validated for {len(usable)} of {many} attributes ({named}); "
            "comparisons show the others in gray"
        )


def _introduce(card: ModelCard, context: RunContext, *, default: bool) -> None:
    how_to_choose = " (--model names another)" if default else ""
    context.tell(f"annotator: {card.name}{how_to_choose}, trained on {card.training_data}")
    for line in card.answers.limits:
        context.tell(f"note: {line}")
