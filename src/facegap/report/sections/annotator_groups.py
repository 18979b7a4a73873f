"""For whom an annotator is better or worse: its numbers by demographic group."""

from facegap.annotate.trust.assessment import Assessment
from facegap.estimates import Estimate
from facegap.report.figure import REAL, SYNTHETIC
from facegap.report.forest import Forest, Points
from facegap.report.section import Section, render
from facegap.report.tables import Table

_MEASURES = (("balanced_accuracy", "balanced accuracy", REAL), ("right", "kept labels that are right", SYNTHETIC))


def annotator_groups(assessment: Assessment, table: Table) -> Section:
    """A figure and the table of the groups against everyone."""
    groups = {"everyone": assessment} | assessment.groups
    mean = assessment.means["balanced_accuracy"]
    figure = Forest(
        name="groups",
        alt="Mean balanced accuracy of each demographic group, and the share of its kept labels that are right",
        x_label="mean over the attributes, with 95 % interval over people",
        rows=tuple(groups),
        points=tuple(
            Points(label, color, tuple(_mean(group, measure) for group in groups.values()))
            for measure, label, color in _MEASURES
        ),
        mark=mean.value,
        mark_name="balanced accuracy, everyone",
    )
    known = mean.value == mean.value
    body = render("annotator_groups.html", figure=figure if known else None, table=table)
    return Section("groups", "For whom it is better or worse", body, (figure,) if known else ())


def _mean(group: Assessment, measure: str) -> Estimate:
    return group.means[measure]
