"""What is read from the comparison of embeddings: metrics of fidelity, scores, separation of identities."""

from typing import Literal

from facegap.compare.comparison import Comparison
from facegap.compare.fidelity.metric import MetricCard
from facegap.compare.gate.reading import Reading
from facegap.compare.identities.variation import Variation

NOT_COMPARED = "embeddings were not compared"

Side = Literal["real", "synthetic"]
SIDES: tuple[Side, ...] = ("real", "synthetic")


def read_metric(comparison: Comparison, card: MetricCard) -> Reading:
    """A metric of fidelity, by its card."""
    drift = comparison.embeddings
    if drift is None:
        return Reading((), unknown=NOT_COMPARED)
    measured = drift.fidelity.metrics.get(card.name)
    why = next((sentence for sentence in drift.fidelity.missing if card.label in sentence), "there are too few images")
    return Reading.of(measured.estimate if measured else None, otherwise=why.rstrip("."))


def read_scores(comparison: Comparison, which: Side, number: Literal["eer", "d_prime"]) -> Reading:
    """A number of one set's mated and non-mated scores."""
    drift = comparison.embeddings
    if drift is None:
        return Reading((), unknown=NOT_COMPARED)
    scores = drift.scores.real if which == "real" else drift.scores.synthetic
    return Reading.of(getattr(scores, number), otherwise="the set has no two images of one person, or one person only")


def read_score_difference(comparison: Comparison, part: Literal["mated", "non_mated"]) -> Reading:
    """The mean score in Q minus that in P."""
    drift = comparison.embeddings
    if drift is None:
        return Reading((), unknown=NOT_COMPARED)
    difference = drift.scores.mated if part == "mated" else drift.scores.non_mated
    return Reading.of(
        difference.mean if difference else None, otherwise=f"a set has no {part.replace('_', '-')} pair of images"
    )


def read_overlapping(comparison: Comparison, which: Side) -> Reading:
    """The share of people who are no more alike with themselves than with the nearest other person."""
    variation = comparison.identities.variation
    of_set = variation and (variation.real if which == "real" else variation.synthetic)
    overlapping = of_set.overlapping if isinstance(of_set, Variation) else None
    return Reading.of(overlapping, otherwise="the set has no person with two images that are embedded")
