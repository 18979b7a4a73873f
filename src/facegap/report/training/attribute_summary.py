"""The annotator in a few sentences, and what one should know before trusting it."""

import math

import numpy as np

from facegap.annotate.trust.assessment import Assessment
from facegap.base.arrays import Float64Array
from facegap.models import ModelCard
from facegap.report.numbers import estimate, percent
from facegap.report.page.section import Section, fill_template
from facegap.report.training.attribute_tables import mean_difference

WEAK = 0.8
"""A balanced accuracy that is called poor (ours)."""
_NAMED = 8
"""So many attributes are named."""


def training_summary_section(assessment: Assessment, card: ModelCard) -> Section:
    """Headline numbers and limits."""
    body = fill_template(
        "training/attribute_summary.html",
        findings=training_findings(assessment, card),
        card=card,
        assessment=assessment,
    )
    return Section("summary", "Summary", body)


def training_findings(assessment: Assessment, card: ModelCard) -> list[str]:
    """What matters most, a sentence or two each."""
    names, means, precision = card.answers.names, assessment.means, card.answers.precision
    accuracy, right = assessment.balanced_accuracy.value, assessment.right.value
    sentences = [
        f"Mean balanced accuracy {estimate(means['balanced_accuracy'])} over {np.isfinite(accuracy).sum()} attributes, "
        f"on {assessment.images:,} images of {assessment.people:,} people who were not in its training; guessing gives "
        "0.5. " + _named(names, accuracy, WEAK, f"Below {WEAK:.2f}", f"None is below {WEAK:.2f}"),
        f"Mean expected calibration error of its scores: {estimate(means['calibration_error'])}. Perfect scores would "
        f"have {_mean(assessment.calibration_floor):.3f} by chance.",
        f"It gives a label to {percent(means['coverage'], places=1)} of images and leaves the others undefined. "
        f"{percent(means['right'], places=1)} of these labels are correct; the target is {100 * precision:g} %. "
        + _named(names, right, precision, "Below the target", "No attribute is below the target"),
    ]
    differences = {name: mean_difference(group, assessment) for name, group in assessment.groups.items()}
    known = {name: value for name, value in differences.items() if not math.isnan(value)}
    if known:
        worst = min(known, key=lambda name: known[name])
        against = f"{100 * known[worst]:+.1f}".replace("-", "−")
        people = assessment.groups[worst].people
        sentences.append(
            f"It is least accurate for the group {worst} ({people:,} people): {against} points compared with everyone. "
            f"{len(known)} groups were compared, so part of this may be chance."
        )
    return sentences


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
