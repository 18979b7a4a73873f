"""How many of an annotator's labels are kept, how many of those are right, and what its reliability is worth."""

from facegap.annotate.trust.assessment import Assessment
from facegap.models import AnnotatorCard
from facegap.report.figure import REAL, SYNTHETIC
from facegap.report.forest import ranked_forest
from facegap.report.section import Section, render
from facegap.report.tables import Table


def annotator_labels(
    assessment: Assessment, card: AnnotatorCard, table: Table, *, methods: Table | None = None
) -> Section:
    """A figure and the tables.

    Args:
        assessment: in the card's order.
        card: of the annotator.
        table: of the attributes.
        methods: of reliability, compared.
    """
    figure = ranked_forest(
        (
            ("kept labels that are right", REAL, assessment.right),
            ("labels that are kept", SYNTHETIC, assessment.coverage),
        ),
        card.names,
        name="kept",
        alt="How many labels of each attribute are kept and how many of those are right, the least right first",
        x_label="share of labels, with 95 % interval over people",
        mark=card.precision,
        mark_name=f"asked for: {100 * card.precision:g} %",
    )
    body = render("annotator_labels.html", figure=figure, table=table, methods=methods, card=card)
    return Section("kept", "What is kept as a label", body, (figure,) if figure.rows else ())
