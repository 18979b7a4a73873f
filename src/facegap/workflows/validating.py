"""How right an annotator is on a kind of images, and a calibration for it, from labeled faces."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facegap.annotate.domains import MeasuredDomain, calibrate_domain, run_on_labeled, validate_domain
from facegap.base.worker import Worker
from facegap.engine import RunSummary
from facegap.faceset import domain_of
from facegap.models import DomainSheet, ValidatedAttribute, find_sheet, write_sheet
from facegap.report.page.attribute_groups import vocabulary_of
from facegap.workflows.annotating import DEFAULT_ANNOTATOR
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.result import Result
from facegap.workflows.parts.sets import FaceSetLike, ModelLike, open_set, resolve_model

_FIGURES = ("auroc", "balanced_accuracy", "right_positive", "right_negative", "coverage", "share_error")


@dataclass(frozen=True, repr=False, eq=False)
class ValidatedAnnotator(Result):
    """What was measured of an annotator on labeled faces.

    Attributes:
        sheet: what is known of it on their domain now.
        path: where that was written.
        measured: the figures with their intervals.
        unusable: labeled images without a face that it could take.
        runs: the import that was needed, if any.
    """

    sheet: DomainSheet
    path: Path
    measured: MeasuredDomain
    unusable: int
    runs: tuple[RunSummary, ...]

    @property
    def attributes(self) -> tuple[ValidatedAttribute, ...]:
        """The figures of each attribute that the labels decide."""
        return self.measured.validation.attributes

    @property
    def headline(self) -> str:
        usable = len(self.sheet.usable)
        measured = len(self.attributes)
        return f"{self.sheet.network} on {self.sheet.domain}: {usable} of {measured} attributes can be relied on"

    def table(self) -> dict[str, list[float | None]]:
        """The figures of each attribute, 0 to 1: AUROC, balanced accuracy, right labels, coverage, error of shares."""
        return {each.name: [getattr(each, name) for name in _FIGURES] for each in self.attributes}

    def facts(self) -> dict[str, Any]:
        validation = self.measured.validation
        return {
            "network": self.sheet.network,
            "domain": self.sheet.domain,
            "sheet": str(self.path),
            "data": validation.data,
            "images": validation.images,
            "people": validation.people,
            "images_without_a_face": self.unusable,
            "calibrated": [each.name for each in self.sheet.calibration.attributes] if self.sheet.calibration else [],
            "cross_validated": validation.cross_validated,
            "relied_on": list(self.sheet.usable),
            "attributes": {each.name: each.model_dump(mode="json") for each in self.attributes},
        }

    def _lines(self) -> list[str]:
        return [f"relied on: {', '.join(self.sheet.usable) or 'none'}", f"written to {self.path}"]


def validate_annotator(
    labeled: FaceSetLike,
    *,
    labels: str,
    model: ModelLike | None = None,
    calibrate: bool = False,
    domain: str | None = None,
    groups: str | None = None,
    data: str | None = None,
    align: ModelLike | None = None,
    out: str | Path | None = None,
    seed: int = 0,
    device: str = "cpu",
    progress: Progress = False,
    tell: Tell | None = None,
) -> ValidatedAnnotator:
    """Measure how right an annotator is on labeled faces, and keep that as what is known of it on their domain.

    From then on ``annotate`` uses a calibration for sets of that domain, and ``compare`` relies on what was validated
    there, with the error that was measured. Validations on several labeled sets add up: an attribute is relied on if
    each of them allows it, with the largest of their errors. A new calibration starts anew.

    Args:
        labeled: a face set with labels, or the path of a data set whose import has them.
        labels: the layer of labels, by the annotator's names, such as ``truth`` or one that ``import_labels`` wrote.
        model: an annotator; by default mac-render.
        calibrate: also fit temperatures, biases, weights and thresholds to these faces, for each attribute with 20
            people of either class. The figures are then those of people whom the calibration they are judged by didn't
            see.
        domain: the name of the domain; by default what kind of set it is: ``photographs``, ``renders``, ``generated``.
        groups: another layer whose attributes are demographic groups; by default those among ``labels``.
        data: what these faces are, in words, for those who rely on it; by default the name of the set.
        align: a detector with which an import finds faces and crops them.
        out: where the sheet is written; by default where ``annotate`` and ``compare`` look for it on this machine.
        seed: of folds and of what is drawn for intervals.
        device: where the network runs.
        progress: True for a bar of an import.
        tell: told what people should know.

    Raises:
        FaceSetError: there is no such layer, or no label of an attribute that the annotator has.
        ConfigError: too few labels to calibrate by.
    """
    context = RunContext.of(device=device, progress=progress, tell=tell)
    annotator = resolve_model(model or DEFAULT_ANNOTATOR, role="annotator")
    opened = open_set(labeled, context, align=align)
    faceset = opened.faceset
    kind = domain or domain_of(faceset)
    words = data or faceset.info.name
    context.tell(f"{annotator.card.name} answers for the labeled faces of {faceset.info.name}")
    outputs = run_on_labeled(annotator, faceset, labels=labels, groups=groups, worker=Worker(device=device))
    vocabulary = vocabulary_of(tuple(outputs.group_labels), None if groups else annotator.card)
    new = DomainSheet(domain=kind, network=annotator.card.name, sha256=annotator.sha256)
    card = annotator.card.answers
    if calibrate:
        context.tell(f"calibrating on {len(outputs)} faces of {outputs.person_count} people")
        measured = calibrate_domain(card, outputs, data=words, vocabulary=vocabulary, seed=seed)
        known = new.model_copy(update={"calibration": measured.calibration})
    else:
        known = find_sheet(annotator.sha256, kind) or new
        calibrated = known.calibrate(card)
        measured = validate_domain(calibrated, outputs, data=words, vocabulary=vocabulary, seed=seed)
    sheet = known.with_validation(measured.validation)
    path = write_sheet(sheet, Path(out) if out else None)
    runs = (opened.imported,) if opened.imported else ()
    return ValidatedAnnotator(sheet, path, measured, outputs.unusable, runs)
