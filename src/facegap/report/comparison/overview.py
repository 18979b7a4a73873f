"""What was compared, and the findings in a sentence or two each."""

import math

from facegap.compare import (
    AttributeComparison,
    AttributeDrift,
    Comparison,
    EmbeddingDrift,
    MissingCombinations,
    ScoreComparison,
    ScoreDifference,
)
from facegap.report.comparison.divergence import explains
from facegap.report.page.section import Section, render

_NAMED = 3


def overview_section(comparison: Comparison) -> Section:
    """The headline and a table of the two sets."""
    body = render("comparison/overview.html", comparison=comparison, findings=findings(comparison))
    return Section("overview", "What was compared", body)


def findings(comparison: Comparison) -> list[str]:
    """The result as sentences, the most telling first."""
    sentences = []
    if comparison.attributes:
        sentences += _drift_findings(comparison, comparison.attributes)
    if comparison.embeddings:
        sentences += _embedding_findings(comparison, comparison.embeddings)
    return sentences


def _drift_findings(comparison: Comparison, drift: AttributeDrift) -> list[str]:
    sentences = [explains(drift.joint, real=comparison.real.name, synthetic=comparison.synthetic.name)]
    if drift.each.ranked():
        sentences.append(_attribute_finding(comparison, drift.each))
    real, synthetic = comparison.real.name, comparison.synthetic.name
    for found, shows, lacks in ((drift.lacking, real, synthetic), (drift.added, synthetic, real)):
        if found.combinations:
            sentences.append(_missing(found, shows, lacks))
    return sentences


def _missing(found: MissingCombinations, shows: str, lacks: str) -> str:
    first = found.combinations[0]
    more = f", and {len(found.combinations) - 1} other combinations" if len(found.combinations) > 1 else ""
    return (
        f"{shows} shows what {lacks} hardly or never does: {first.name} ({first.shown.value:.1%} of images against "
        f"{first.lacking.value:.1%}){more}."
    )


def _attribute_finding(comparison: Comparison, attributes: AttributeComparison) -> str:
    """How many attributes differ, and which do most: those only whose difference is no chance, if there are any."""
    ranked = attributes.ranked()
    clear = [pair for pair in ranked if pair[1].clear]
    named = [
        f"{attribute.name} ({real.value:.0%} of images in {comparison.real.name}, {synthetic.value:.0%} in "
        f"{comparison.synthetic.name})"
        for attribute, _ in (clear or ranked)[:_NAMED]
        if (real := attribute.real.positive_of_defined) and (synthetic := attribute.synthetic.positive_of_defined)
    ]
    listed = ", ".join(named[:-1]) + (" and " if named[:-1] else "") + named[-1]
    if clear:
        return f"{len(clear)} of {len(ranked)} attributes differ clearly between the sets, most of all {listed}."
    if any(difference.positive.bounded for _, difference in ranked):
        return f"None of {len(ranked)} attributes differs clearly between the sets; furthest apart are {listed}."
    return f"There are too few people to say which of {len(ranked)} attributes differ; furthest apart are {listed}."


def _embedding_findings(comparison: Comparison, drift: EmbeddingDrift) -> list[str]:
    sentences = _score_findings(comparison, drift.scores)
    measured, real, synthetic = drift.fidelity.metrics, comparison.real.name, comparison.synthetic.name
    if "precision" in measured and "recall" in measured:
        precision, recall = measured["precision"], measured["recall"]
        others = (
            f"; with other people of {real} in their place it would be {precision.floor:.0%} and {recall.floor:.0%}"
            if math.isfinite(precision.floor)
            else ""
        )
        sentences.append(
            f"{precision.estimate.value:.0%} of {synthetic} lies where faces of {real} do (precision), and "
            f"{recall.estimate.value:.0%} of {real} where faces of {synthetic} do (recall){others}."
        )
    return sentences


def _score_findings(comparison: Comparison, scores: ScoreComparison) -> list[str]:
    real, synthetic = scores.real, scores.synthetic
    sentences = []
    names = (comparison.real.name, comparison.synthetic.name)
    if scores.non_mated:
        means = (real.non_mated.mean, synthetic.non_mated.mean)
        sentences.append(_sentence("different people", scores.non_mated, names, means))
    if scores.mated:
        means = (real.mated.mean, synthetic.mated.mean)
        sentences.append(_sentence("the same person", scores.mated, names, means))
    for name, described in ((comparison.real.name, real), (comparison.synthetic.name, synthetic)):
        if described.eer:
            sentences.append(f"In {name}, people are told apart with an equal error rate of {described.eer.value:.2%}.")
        elif described.mated.total:
            sentences.append(f"{name} has one person only, so its error rate is not known.")
        else:
            sentences.append(f"{name} has no two images known to be of one person, so its error rate is not known.")
    return sentences


def _sentence(who: str, difference: ScoreDifference, names: tuple[str, str], means: tuple[float, float]) -> str:
    (real, synthetic), (of_real, of_synthetic) = names, means
    against = f"their mean score is {of_synthetic:.3f} against {of_real:.3f}"
    if difference.mean.low <= 0 <= difference.mean.high:
        return f"Faces of {who} are about as alike in {synthetic} as in {real}: {against}, and the interval holds zero."
    more = "more" if difference.mean.value > 0 else "less"
    times = abs(difference.mean.value) / difference.mean_floor if difference.mean_floor > 0 else float("nan")
    floor = f", {times:.0f} times the difference between two halves of {real}" if times >= 1.5 else ""
    return f"Faces of {who} are {more} alike in {synthetic} than in {real}: {against}{floor}."
