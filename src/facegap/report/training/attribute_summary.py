"""The annotator in a few sentences, and what one should know before trusting it."""

import math

import numpy as np

from facegap.annotate.trust.assessment import Assessment
from facegap.base.arrays import Float64Array
from facegap.models import ModelCard
from facegap.report.numbers import estimate, percent
from facegap.report.page.section import Section, render
from facegap.report.training.attribute_tables import mean_difference

WEAK = 0.8
"""A balanced accuracy that is called poor (ours)."""
_NAMED = 8
"""So many attributes are named."""


def training_summary_section(assessment: Assessment, card: ModelCard) -> Section:
    """Headline numbers and limits."""
    body = render(
        "training/attribute_summary.html",
        findings=training_findings(assessment, card),
        card=card,
        assessment=assessment,
    )
    return Section("trained", "How far to trust it", body)


def training_findings(assessment: Assessment, card: ModelCard) -> list[str]:
    """What matters most, a sentence or two each."""
    names, means, precision = card.answers.names, assessment.means, card.answers.precision
    accuracy, right = assessment.balanced_accuracy.value, assessment.right.value
    found = [
        f"On {assessment.images:,} images of {assessment.people:,} people whom it never saw, its mean balanced "
        f"accuracy is {estimate(means['balanced_accuracy'])}, over {np.isfinite(accuracy).sum()} attributes; "
        "a guess has 0.5. " + _named(names, accuracy, WEAK, f"Under {WEAK:.2f}", f"None is under {WEAK:.2f}"),
        f"Its scores are off by {estimate(means['calibration_error'])} on average (expected calibration error); were "
        f"they perfect, chance alone would make it {_mean(assessment.calibration_floor):.3f}.",
        f"It keeps a label on {percent(means['coverage'], places=1)} of images and leaves the others undefined. Of "
        f"those kept, {percent(means['right'], places=1)} are right, where {100 * precision:g} % were asked for. "
        + _named(names, right, precision, "Less often right", "No attribute is right less often"),
    ]
    differences = {name: mean_difference(group, assessment) for name, group in assessment.groups.items()}
    known = {name: value for name, value in differences.items() if not math.isnan(value)}
    if known:
        worst = min(known, key=lambda name: known[name])
        against = f"{100 * known[worst]:+.1f}".replace("-", "−")
        people = assessment.groups[worst].people
        found.append(
            f"It is least accurate for the group {worst}, of {people:,} people: {against} points against everyone. "
            f"Groups judged: {len(known)}; the worst of many is partly so by chance."
        )
    return found


def _named(names: tuple[str, ...], values: Float64Array, least: float, some: str, none: str) -> str:
    """The attributes whose value is below the least, the worst first."""
    below = [names[at] for at in np.argsort(values) if values[at] < least]
    if not below:
        return f"{none}."
    more = f" and {len(below) - _NAMED} more" if len(below) > _NAMED else ""
    return f"{some}: {', '.join(below[:_NAMED])}{more}."


def _mean(values: Float64Array) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")
