"""What was compared, and the finding in a sentence or two."""

from facegap.compare import Comparison, ScoreDifference
from facegap.report.section import Section, render


def overview(comparison: Comparison) -> Section:
    """The headline and a table of the two sets."""
    body = render("overview.html", comparison=comparison, findings=findings(comparison))
    return Section("overview", "What was compared", body)


def findings(comparison: Comparison) -> list[str]:
    """The result as sentences, the most telling first."""
    scores = comparison.scores
    sentences = []
    if scores.non_mated:
        sentences.append(_sentence("different people", scores.non_mated))
    if scores.mated:
        sentences.append(_sentence("the same person", scores.mated))
    for name, described in (
        (comparison.real.name, scores.real),
        (comparison.synthetic.name, scores.synthetic),
    ):
        if described.eer:
            sentences.append(f"In {name}, people are told apart with an equal error rate of {described.eer.value:.2%}.")
        else:
            sentences.append(f"{name} has no two images known to be of one person, so its error rate is not known.")
    return sentences


def _sentence(who: str, difference: ScoreDifference) -> str:
    mean = difference.mean
    if mean.low <= 0 <= mean.high:
        return (
            f"Faces of {who} are about as alike in both sets: their mean score differs by {mean.value:+.3f}, "
            f"and zero lies in the interval [{mean.low:+.3f}, {mean.high:+.3f}]."
        )
    more = "more" if mean.value > 0 else "less"
    times = abs(mean.value) / difference.mean_floor if difference.mean_floor > 0 else float("nan")
    floor = f", {times:.0f} times the difference between two halves of the real set" if times >= 1.5 else ""
    return (
        f"Synthetic faces of {who} are {more} alike than real ones: their mean score is {mean.value:+.3f} away{floor}."
    )
