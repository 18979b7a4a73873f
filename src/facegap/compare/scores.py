"""How alike are faces of one person, and of two, in a real and in a synthetic set."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from facegap.base.short_repr import ShortRepr
from facegap.estimates import Estimate, LeftOutInTurn, estimate_statistic, median_floor
from facegap.matching import EmbeddedSet, ScoreDistribution, SetScores, jensen_shannon, kl_scores, overlap, wasserstein
from facegap.matching.rates.set_scores import PeopleScores, Scores, describe_scores

Statistic = Callable[[ScoreDistribution, ScoreDistribution], float]


@dataclass(frozen=True)
class ScoreDifference:
    """How a distribution of scores differs between the sets.

    Divergences are never quite zero between samples, not even of one world: they are to be read against their floors.

    Attributes:
        mean: The synthetic mean minus the real one, −2 to 2; positive where synthetic faces are more alike.
        mean_floor: The absolute difference of the means to be expected between two halves of the real set's people.
        overlap: The part that the two distributions share, 0 to 1.
        overlap_floor: The part that two halves of the real set's people share; no synthetic set can be expected to
            share more.
        wasserstein: How far scores must move on average to turn one distribution into the other, 0 to 2.
        wasserstein_floor: The same distance between two halves of the real set's people.
        jensen_shannon: The Jensen–Shannon divergence in nats, 0 to ln 2.
        jensen_shannon_floor: The same divergence between two halves of the real set's people.
        kl_real_synthetic: KL(real‖synthetic) in nats: large where the synthetic set lacks scores that the real one has.
        kl_synthetic_real: KL(synthetic‖real) in nats: large where the real set lacks scores that the synthetic one has.
        kl_floor: KL in nats between two halves of the real set's people.
    """

    mean: Estimate
    mean_floor: float
    overlap: Estimate
    overlap_floor: float
    wasserstein: Estimate
    wasserstein_floor: float
    jensen_shannon: Estimate
    jensen_shannon_floor: float
    kl_real_synthetic: Estimate
    kl_synthetic_real: Estimate
    kl_floor: float


@dataclass(frozen=True)
class ScoreComparison(ShortRepr):
    """How the scores of a real and a synthetic set differ.

    Attributes:
        mated: How mated scores differ; None where either set has no mated pair.
        non_mated: How non-mated scores differ; None where either set has no non-mated pair.
    """

    real: SetScores
    synthetic: SetScores
    mated: ScoreDifference | None
    non_mated: ScoreDifference | None


def compare_scores(*, real: EmbeddedSet, synthetic: EmbeddedSet, seed: int = 0) -> ScoreComparison:
    """Compare every image with every other in each set, and the sets with each other.

    Args:
        real: P, the data, with its embeddings.
        synthetic: Q, the model, with embeddings of the same network.
        seed: The seed of the division of people into groups.

    Returns:
        Means, error rates, overlaps and divergences, with intervals over people and the noise floor of the real set.
    """
    real_people, synthetic_people = PeopleScores(real, seed), PeopleScores(synthetic, seed)
    return ScoreComparison(
        real=describe_scores(real, real_people),
        synthetic=describe_scores(synthetic, synthetic_people),
        mated=_difference(real_people, synthetic_people, lambda scores: scores.mated),
        non_mated=_difference(real_people, synthetic_people, lambda scores: scores.non_mated),
    )


def _difference(
    real: PeopleScores, synthetic: PeopleScores, part: Callable[[Scores], ScoreDistribution]
) -> ScoreDifference | None:
    """Compare one part of the scores, the mated or the non-mated ones, of two sets."""
    p, q = part(real.all), part(synthetic.all)
    if not p.total or not q.total:
        return None
    samples = [
        LeftOutInTurn(whole, [part(scores) for scores in side.left_out]) for whole, side in ((p, real), (q, synthetic))
    ]
    halves = [(part(first), part(second)) for first, second in real.halves]
    halves = [(first, second) for first, second in halves if first.total and second.total]

    def estimate(statistic: Statistic, low: float, high: float) -> Estimate:
        return estimate_statistic(statistic, *samples, bounds=(low, high))

    def floor(statistic: Statistic) -> float:
        return median_floor(statistic(first, second) for first, second in halves)

    return ScoreDifference(
        mean=estimate(lambda a, b: b.mean - a.mean, -2, 2),
        mean_floor=floor(lambda a, b: abs(b.mean - a.mean)),
        overlap=estimate(overlap, 0, 1),
        overlap_floor=floor(overlap),
        wasserstein=estimate(wasserstein, 0, 2),
        wasserstein_floor=floor(wasserstein),
        jensen_shannon=estimate(jensen_shannon, 0, np.log(2)),
        jensen_shannon_floor=floor(jensen_shannon),
        kl_real_synthetic=estimate(lambda a, b: kl_scores(p=a, q=b), 0, np.inf),
        kl_synthetic_real=estimate(lambda a, b: kl_scores(p=b, q=a), 0, np.inf),
        kl_floor=floor(lambda a, b: kl_scores(p=a, q=b)),
    )
