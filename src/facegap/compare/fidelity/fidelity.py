"""How like the real images the synthetic ones are, by every metric that is registered, on any embedding."""

from dataclasses import dataclass

from facegap.base.short_repr import ShortRepr
from facegap.compare.fidelity.embedded_pair import NEIGHBORS, EmbeddedPair, Needs, Reach
from facegap.compare.fidelity.metric import known_metrics
from facegap.compare.fidelity.novelty import Novelty, describe_novelty
from facegap.estimates import EstimateWithFloor
from facegap.matching import EmbeddedSet
from facegap.matching.embeddings.unit_length import check_unit_length


@dataclass(frozen=True)
class Fidelity(ShortRepr):
    """How like the real images the synthetic ones are.

    Attributes:
        real_images: How many real images have an embedding.
        synthetic_images: How many images the synthetic set has with an embedding.
        real_unknown: How many real images have no identity: each counts as a person of its own.
        synthetic_unknown: How many of them have no identity.
        neighbors: The k of neighborhoods, which reach to the k-th nearest other person or image.
        reach: What neighborhoods reach to: ``people``, or ``images`` as published.
        metrics: The metrics that can be had, by ``MetricCard.name``.
        novelty: How near synthetic images come to real ones; None where a set has one image only.
        missing: A sentence for the metrics that can't be had, each with the reason.
    """

    real_images: int
    synthetic_images: int
    real_unknown: int
    synthetic_unknown: int
    neighbors: int
    reach: Reach
    metrics: dict[str, EstimateWithFloor]
    novelty: Novelty | None
    missing: tuple[str, ...]


def measure_fidelity(
    *, real: EmbeddedSet, synthetic: EmbeddedSet, neighbors: int = NEIGHBORS, reach: Reach = "people", seed: int = 0
) -> Fidelity:
    """Compare a real and a synthetic set by every metric that is registered.

    Args:
        real: P, the data. An image of which the person is unknown counts as a person of its own.
        synthetic: Q, the model, in the embeddings of the same network.
        neighbors: k of precision, recall, density and coverage.
        reach: To what neighborhoods reach: to the k-th nearest other of the ``people``, or of the ``images`` as
            published (see ``CrossNeighborhoods``).
        seed: Seed of the division of people into groups, and of the choice of real people for noise floors.

    Raises:
        ValueError: The embeddings have other dimensions, there are none, or they aren't finite and of unit length;
            ``neighbors`` is below 1, or ``reach`` is unknown.

    >>> import numpy as np
    >>> from facegap.matching import EmbeddedSet
    >>> rng = np.random.default_rng(0)
    >>> def people(spread):
    ...     faces = np.repeat(rng.normal(size=(40, 8)), 5, axis=0) * spread + rng.normal(size=(200, 8)) / 2
    ...     faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    ...     return EmbeddedSet(faces.astype(np.float32), np.repeat(np.arange(40), 5), unknown=0, missing=0)
    >>> collapsed = [1, 1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]
    >>> found = measure_fidelity(real=people(1), synthetic=people(collapsed))
    >>> found.metrics["precision"].estimate.value > 0.95, found.metrics["vendi"].estimate.value < 0
    (True, True)
    """
    for embedded in (real, synthetic):
        check_unit_length(embedded.embeddings)
    pair = EmbeddedPair(real=real, synthetic=synthetic, neighbors=neighbors, reach=reach, seed=seed)
    lacking = {metric.card.name: pair.lacking(metric.card.needs) for metric in known_metrics()}
    return Fidelity(
        real_images=len(real.embeddings),
        synthetic_images=len(synthetic.embeddings),
        real_unknown=real.unknown,
        synthetic_unknown=synthetic.unknown,
        neighbors=neighbors,
        reach=reach,
        metrics={metric.card.name: metric.measure(pair) for metric in known_metrics() if not lacking[metric.card.name]},
        novelty=None if pair.lacking(Needs(images=2)) else describe_novelty(pair),
        missing=tuple(_missing(lacking)),
    )


def _missing(lacking: dict[str, str | None]) -> list[str]:
    """A sentence for the metrics that lack the same."""
    labels: dict[str, list[str]] = {}
    for metric in known_metrics():
        why = lacking[metric.card.name]
        if why:
            labels.setdefault(why, []).append(metric.card.label)
    return [_sentence(names, why) for why, names in labels.items()]


def _sentence(labels: list[str], why: str) -> str:
    *others, last = labels
    return f"{', '.join(others)} and {last} need {why}." if others else f"{last} needs {why}."
