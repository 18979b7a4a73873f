"""An annotator's numbers as tables: by attribute, by demographic group, by method of reliability."""

from collections.abc import Mapping, Sequence

import numpy as np

from facegap.annotate.trust.assessment import Assessment
from facegap.models import AnnotatorCard, AttributeCard
from facegap.report.page.tables import Cell, Table, TableColumn

_SHOWN_DROPS = 3
_NEVER = "never answered"


def accuracy_table(assessment: Assessment, names: Sequence[str], order: Sequence[str]) -> Table:
    """How well each attribute is told.

    Args:
        assessment: of the attributes ``names``.
        names: in its order.
        order: of the rows.
    """
    columns = (
        *(TableColumn(name, places=0) for name in ("Positive images", "Positive people", "Negative people")),
        *(
            TableColumn(name)
            for name in (
                "Balanced accuracy",
                "AUROC",
                "Average precision",
                "Calibration error",
                "Calibration error by chance",
            )
        ),
    )
    counts = (assessment.positive_images, assessment.positive_people, assessment.negative_people)
    measures = (
        assessment.balanced_accuracy,
        assessment.auroc,
        assessment.average_precision,
        assessment.calibration_error,
    )
    rows: list[tuple[str, tuple[Cell, ...]]] = []
    for name in order:
        at = names.index(name)
        counted = [float(count[at]) for count in counts]
        measured = [measure.at(at) for measure in measures]
        rows.append((name, (*counted, *measured, float(assessment.calibration_floor[at]))))
    return Table("Attribute", columns, tuple(rows))


def kept_table(assessment: Assessment, card: AnnotatorCard, order: Sequence[str]) -> Table:
    """How many labels of each attribute are kept, and how many of those are right.

    Args:
        assessment: in the card's order.
        card: with the thresholds.
        order: of the rows.
    """
    columns = (
        *(TableColumn(name, places=1, percent=True) for name in ("Coverage", "Correct", "Correct yes", "Correct no")),
        TableColumn("AUROC of reliability"),
        TableColumn("Reliability threshold, yes"),
        TableColumn("Reliability threshold, no"),
    )
    measures = (
        assessment.coverage,
        assessment.right,
        assessment.right_positive,
        assessment.right_negative,
        assessment.sorting,
    )
    rows: list[tuple[str, tuple[Cell, ...]]] = []
    for name in order:
        at = card.names.index(name)
        thresholds = [_NEVER if least is None else least for least in _thresholds(card.attributes[at])]
        rows.append((name, (*(measure.at(at) for measure in measures), *thresholds)))
    return Table("Attribute", columns, tuple(rows))


def group_table(assessment: Assessment, names: Sequence[str]) -> Table:
    """How good the annotator is for each demographic group.

    Args:
        assessment: of everyone, with its groups.
        names: of the attributes, in its order.
    """
    columns = (
        *(TableColumn(name, places=0) for name in ("Images", "People")),
        TableColumn("Balanced accuracy"),
        TableColumn("Difference to everyone, points", places=1),
        TableColumn("Calibration error"),
        *(TableColumn(name, places=1, percent=True) for name in ("Coverage", "Correct")),
        TableColumn("Clearly worse"),
    )
    everyone = {"everyone": assessment} | assessment.groups
    rows = tuple(
        (
            name,
            (
                float(group.images),
                float(group.people),
                group.means["balanced_accuracy"],
                None if group is assessment else 100 * mean_difference(group, assessment),
                *(group.means[measure] for measure in ("calibration_error", "coverage", "right")),
                "" if group is assessment else ", ".join(clearly_worse(group, assessment, names)[:_SHOWN_DROPS]),
            ),
        )
        for name, group in everyone.items()
    )
    return Table("Group", columns, rows)


def method_table(methods: Mapping[str, Assessment]) -> Table:
    """What each method of reliability keeps at its own thresholds, and how well it tells right from wrong answers."""
    columns = (
        *(TableColumn(name, places=1, percent=True) for name in ("Coverage", "Correct", "Correct yes", "Correct no")),
        TableColumn("AUROC of reliability"),
    )
    measures = ("coverage", "right", "right_positive", "right_negative", "sorting")
    rows = tuple(
        (name, tuple(assessment.means[measure] for measure in measures)) for name, assessment in methods.items()
    )
    return Table("Reliability", columns, rows)


def mean_difference(group: Assessment, everyone: Assessment) -> float:
    """How much higher the mean balanced accuracy is in a group, over the attributes that both have; NaN if none."""
    difference = group.balanced_accuracy.value - everyone.balanced_accuracy.value
    known = difference[np.isfinite(difference)]
    return float(known.mean()) if len(known) else float("nan")


def clearly_worse(group: Assessment, everyone: Assessment, names: Sequence[str]) -> list[str]:
    """Attributes whose balanced accuracy is lower in a group, as their intervals don't touch, the worst first."""
    drop = everyone.balanced_accuracy.value - group.balanced_accuracy.value
    clear = np.flatnonzero(group.balanced_accuracy.high < everyone.balanced_accuracy.low)
    return [f"{names[at]} ({-100 * drop[at]:.0f})".replace("-", "−") for at in clear[np.argsort(-drop[clear])]]


def _thresholds(one: AttributeCard) -> tuple[float | None, float | None]:
    return one.positive, one.negative
