"""How well an annotator tells each attribute, whatever it keeps of its answers."""

from collections.abc import Sequence

from facegap.annotate.trust.assessment import Assessment
from facegap.report.figure import REAL, SYNTHETIC
from facegap.report.forest import ranked_forest
from facegap.report.section import Section, render
from facegap.report.tables import Table


def annotator_accuracy(assessment: Assessment, names: Sequence[str], table: Table) -> Section:
    """A figure and the table.

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
        mark_name="a guess",
    )
    body = render("annotator_accuracy.html", figure=figure, table=table)
    return Section("accuracy", "Attribute by attribute", body, (figure,) if figure.rows else ())
