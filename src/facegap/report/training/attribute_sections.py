"""An annotator's numbers: attribute by attribute, of the labels that it keeps, and by demographic group."""

from collections.abc import Sequence

from facegap.annotate.trust.assessment import Assessment
from facegap.estimates import Estimate
from facegap.models import AnnotatorCard
from facegap.report.figures.figure import REAL, SYNTHETIC
from facegap.report.figures.rows.forest import Forest, ranked_forest
from facegap.report.figures.rows.share_rows import ShareRows
from facegap.report.page.section import Section, fill_template
from facegap.report.page.tables import Table

_MEASURES = (
    ("balanced_accuracy", "balanced accuracy", REAL),
    ("right", "labels that are correct (precision)", SYNTHETIC),
)


def accuracy_section(assessment: Assessment, names: Sequence[str], table: Table) -> Section:
    """How well each attribute is told, whatever is kept of the answers: a figure and the table.

    Args:
        assessment: of the attributes ``names``.
        names: in its order.
        table: of the attributes.
    """
    figure = ranked_forest(
        (("balanced accuracy", REAL, assessment.balanced_accuracy), ("AUROC", SYNTHETIC, assessment.auroc)),
        names,
        name="accuracy",
        alt="Balanced accuracy and AUROC of each attribute, the least accurate first",
        x_label="with 95 % interval over people",
        mark=0.5,
        mark_name="guessing",
    )
    body = fill_template("training/accuracy.html", figure=figure, table=table)
    return Section("accuracy", "Accuracy of each attribute", body, (figure,) if figure.rows else ())


def kept_labels_section(
    assessment: Assessment, card: AnnotatorCard, table: Table, *, methods: Table | None = None
) -> Section:
    """How many labels are kept, how many of those are right, and what reliability is worth: a figure and the tables.

    Args:
        assessment: in the card's order.
        card: of the annotator.
        table: of the attributes.
        methods: of reliability, compared.
    """
    figure = ranked_forest(
        (
            ("labels that are correct (precision)", REAL, assessment.right),
            ("images that get a label (coverage)", SYNTHETIC, assessment.coverage),
        ),
        card.names,
        name="kept",
        alt="Share of images that get a label and share of correct labels, by attribute, the lowest precision first",
        x_label="share, with 95 % interval over people",
        mark=card.precision,
        mark_name=f"target precision: {100 * card.precision:g} %",
    )
    body = fill_template("training/kept_labels.html", figure=figure, table=table, methods=methods, card=card)
    return Section("kept", "Labels: coverage and precision", body, (figure,) if figure.rows else ())


def groups_section(assessment: Assessment, table: Table) -> Section:
    """A figure and the table of the groups against everyone."""
    groups = {"everyone": assessment} | assessment.groups
    mean = assessment.means["balanced_accuracy"]
    figure = Forest(
        name="groups",
        alt="Mean balanced accuracy of each demographic group, and the share of its labels that are correct",
        x_label="mean over the attributes, with 95 % interval over people",
        rows=tuple(groups),
        points=tuple(
            ShareRows(label, color, tuple(_mean(group, measure) for group in groups.values()))
            for measure, label, color in _MEASURES
        ),
        mark=mean.value,
        mark_name="balanced accuracy, everyone",
    )
    body = fill_template("training/groups.html", figure=figure if mean.known else None, table=table)
    return Section("groups", "Accuracy by demographic group", body, (figure,) if mean.known else ())


def _mean(group: Assessment, measure: str) -> Estimate:
    return group.means[measure]
