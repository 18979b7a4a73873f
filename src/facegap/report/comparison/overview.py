"""The findings in a sentence or two each, and the two sets."""

import math
from collections.abc import Sequence

from facegap.compare import (
    AttributeComparison,
    AttributeDrift,
    Comparison,
    EmbeddingDrift,
    MissingCombinations,
    ScoreComparison,
    ScoreDifference,
)
from facegap.compare.gate import Check
from facegap.estimates import Estimate
from facegap.faces import MUCH_OUTSIDE
from facegap.report.comparison.divergence_sentences import divergence_finding
from facegap.report.numbers import percent
from facegap.report.page.section import Section, fill_template

_NAMED = 3


def overview_section(comparison: Comparison, *, notes: Sequence[str] = (), checks: Sequence[Check] = ()) -> Section:
    """The headline, verdicts of a gate and a table of the two sets.

    Args:
        comparison: of two sets.
        notes: what people should know of what was compared.
        checks: the conditions under which it fails, with their verdicts.
    """
    body = fill_template(
        "comparison/overview.html",
        comparison=comparison,
        findings=findings(comparison, cautions=False),
        notes=notes,
        checks=checks,
    )
    return Section("overview", "Summary", body)


def findings(comparison: Comparison, *, cautions: bool = True) -> list[str]:
    """The result as sentences, the most important first.

    Args:
        comparison: of two sets.
        cautions: whether to say what isn't known of the attributes, as a page does in a place of its own.
    """
    sentences = _border_findings(comparison)
    if comparison.attributes:
        sentences += comparison.attributes.cautions if cautions else ()
        sentences += _drift_findings(comparison, comparison.attributes)
    if comparison.embeddings:
        sentences += _embedding_findings(comparison, comparison.embeddings)
    return sentences


def _border_findings(comparison: Comparison) -> list[str]:
    """A warning where the crops of one set lie further outside of their photographs than those of the other."""
    real, synthetic = ((each.name, each.borders) for each in (comparison.real, comparison.synthetic))
    means = [borders.mean if borders else 0.0 for _, borders in (real, synthetic)]
    if abs(means[0] - means[1]) <= MUCH_OUTSIDE:
        return []
    shares = [
        f"{_percent(borders.mean)} in {name}" if borders else f"not recorded in {name}"
        for name, borders in (real, synthetic)
    ]
    return [
        "The part of an average crop that lies outside of its photograph, and was filled, differs: "
        f"{' and '.join(shares)}. Differences of hair, forehead, hats and embeddings may come from that."
    ]


def _drift_findings(comparison: Comparison, drift: AttributeDrift) -> list[str]:
    if not drift.validated:
        names = f"{comparison.real.name} and {comparison.synthetic.name}"
        return [
            f"How the attributes of {names} differ isn't known: the annotator isn't validated on the images of both. "
            "What it says is shown in gray."
        ]
    sentences = [divergence_finding(drift.joint, real=comparison.real.name, synthetic=comparison.synthetic.name)]
    if any(difference.validated for _, difference in drift.each.ranked()):
        sentences.append(_attribute_finding(comparison, drift.each))
    real, synthetic = comparison.real.name, comparison.synthetic.name
    for missing, shows, lacks in ((drift.lacking, real, synthetic), (drift.added, synthetic, real)):
        if missing.combinations:
            sentences.append(_missing(missing, shows, lacks))
    return sentences


def _missing(missing: MissingCombinations, shows: str, lacks: str) -> str:
    first = missing.combinations[0]
    count = len(missing.combinations) - 1
    more = f" {count} more combinations are missing as well." if count > 1 else " One more is missing as well."
    return (
        f"Among definite labels, {first.name} is on {percent(first.lacking, places=1)} of the images of {lacks} and on "
        f"{percent(first.shown, places=1)} of those of {shows}.{more if count else ''}"
    )


def _attribute_finding(comparison: Comparison, attributes: AttributeComparison) -> str:
    """How many attributes differ, and which do most: those only whose difference is no chance, if there are any."""
    ranked = attributes.ranked()
    ranked = [pair for pair in ranked if pair[1].validated]
    clear = [pair for pair in ranked if pair[1].clear]
    named = [
        f"{attribute.name} ({_share(real)} of images in {comparison.real.name}, {_share(synthetic)} in "
        f"{comparison.synthetic.name})"
        for attribute, _ in (clear or ranked)[:_NAMED]
        if (real := attribute.real.share) and (synthetic := attribute.synthetic.share)
    ]
    listed = ", ".join(named[:-1]) + (" and " if named[:-1] else "") + named[-1]
    if clear:
        return f"{len(clear)} of {len(ranked)} attributes that can be measured differ clearly, most of all {listed}."
    if any(difference.positive.bounded for _, difference in ranked):
        return f"None of {len(ranked)} attributes differs clearly. The largest differences may be chance: {listed}."
    return (
        f"There are too few people to say which of {len(ranked)} attributes differ. The largest differences: {listed}."
    )


def _embedding_findings(comparison: Comparison, drift: EmbeddingDrift) -> list[str]:
    sentences = _score_findings(comparison, drift.scores)
    measured, real, synthetic = drift.fidelity.metrics, comparison.real.name, comparison.synthetic.name
    if "precision" in measured and "recall" in measured:
        precision, recall = measured["precision"], measured["recall"]
        others = (
            f" Other people of {real} in place of {synthetic} reach {_percent(precision.floor)} and "
            f"{_percent(recall.floor)}."
            if math.isfinite(precision.floor)
            else ""
        )
        sentences.append(
            f"Precision {_percent(precision.estimate.value)} (images of {synthetic} that lie among those of {real}), "
            f"recall {_percent(recall.estimate.value)} (images of {real} that lie among those of {synthetic}).{others}"
        )
    return sentences


def _score_findings(comparison: Comparison, scores: ScoreComparison) -> list[str]:
    real, synthetic = scores.real, scores.synthetic
    sentences = []
    names = (comparison.real.name, comparison.synthetic.name)
    if scores.non_mated:
        means = (real.non_mated.mean, synthetic.non_mated.mean)
        unknown = [name for name, described in zip(names, (real, synthetic), strict=True) if described.unknown]
        assumed = f" (images without identity in {' and '.join(unknown)} taken for different people)" if unknown else ""
        sentences.append(_similarity(f"different people{assumed}", scores.non_mated, names, means))
    if scores.mated:
        means = (real.mated.mean, synthetic.mated.mean)
        sentences.append(_similarity("the same person", scores.mated, names, means))
    for name, described in ((comparison.real.name, real), (comparison.synthetic.name, synthetic)):
        if described.eer:
            few = (
                ""
                if described.eer.value
                else f": no error among {described.mated.total:,} mated comparisons, too few to say how rare they are"
            )
            sentences.append(f"The equal error rate within {name} is {percent(described.eer)}{few}.")
        elif described.mated.total:
            sentences.append(f"{name} has only one person, so its error rate is not known.")
        else:
            sentences.append(f"{name} has no two images known to be of one person, so its error rate is not known.")
    return sentences


def _similarity(who: str, difference: ScoreDifference, names: tuple[str, str], means: tuple[float, float]) -> str:
    (real, synthetic), (of_real, of_synthetic) = names, means
    start = f"Faces of {who} have a mean similarity of {of_synthetic:.3f} in {synthetic} and {of_real:.3f} in {real}"
    if difference.mean.low <= 0 <= difference.mean.high:
        return f"{start}: no clear difference."
    way = "higher" if difference.mean.value > 0 else "lower"
    times = abs(difference.mean.value) / difference.mean_floor if difference.mean_floor > 0 else float("nan")
    floor = f" The difference is {times:.0f} times that between two halves of {real}." if times >= 1.5 else ""
    return f"{start}: {way} in {synthetic}.{floor}"


def _share(share: Estimate) -> str:
    """A share with its interval, where it has one."""
    interval = f" [{100 * share.low:.0f}, {100 * share.high:.0f}]" if share.bounded else ""
    return f"{_percent(share.value)}{interval}"


def _percent(share: float, places: int = 0) -> str:
    return f"{100 * share:.{places}f} %"
