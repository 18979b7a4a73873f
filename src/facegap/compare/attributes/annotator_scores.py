"""How the scores that an annotator gives differ between two sets: what thresholds hide."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float32Array, Float64Array
from facegap.compare.attributes.score_histogram import BINS, ScoreHistogram
from facegap.compare.labels import LabeledSet
from facegap.estimates import Estimate, LeftOutInTurn, PeopleGroups, estimate_statistic, group_people, kl, median_floor

Statistic = Callable[[ScoreHistogram, ScoreHistogram], float]


@dataclass(frozen=True)
class ScoreShift:
    """How the scores of one attribute differ; divergences in nats.

    Attributes:
        real_mean: The mean of the real set's scores, 0 to 1.
        synthetic_mean: The mean of the synthetic set's scores, 0 to 1.
        without: How many images of both sets have no score of this attribute and are left out.
        kl_real_synthetic: KL(real‖synthetic) of the log-odds of the scores, by kernel densities in one dimension.
        kl_synthetic_real: KL(synthetic‖real) of the same.
        kl_floor: The KL between two halves of the real set's people.
        wasserstein: How far scores must move on average to turn one distribution into the other, 0 to 1.
        wasserstein_floor: The same between two halves of the real set's people.
        kolmogorov_smirnov: The largest distance of the cumulative distributions, 0 to 1.
        kolmogorov_smirnov_floor: The same between two halves of the real set's people.
    """

    real_mean: float
    synthetic_mean: float
    without: int
    kl_real_synthetic: Estimate
    kl_synthetic_real: Estimate
    kl_floor: float
    wasserstein: Estimate
    wasserstein_floor: float
    kolmogorov_smirnov: Estimate
    kolmogorov_smirnov_floor: float


def compare_annotator_scores(*, real: LabeledSet, synthetic: LabeledSet, seed: int = 0) -> list[ScoreShift | None]:
    """Compare the scores of each attribute, of sets with the same attributes; None where a set has none.

    Args:
        real: P, the data.
        synthetic: Q, the model.
        seed: The seed of the division of people into groups.
    """
    if real.scores is None or synthetic.scores is None:
        return [None] * len(real.attributes)
    groups = (group_people(real.people, seed=seed), group_people(synthetic.people, seed=seed))
    shifts = []
    for real_scores, synthetic_scores in zip(real.scores.T, synthetic.scores.T, strict=True):
        without = int(np.isnan(real_scores).sum() + np.isnan(synthetic_scores).sum())
        shifts.append(
            _compare(_by_group(real_scores, groups[0]), _by_group(synthetic_scores, groups[1]), groups, without)
        )
    return shifts


def wasserstein_of_histograms(a: ScoreHistogram, b: ScoreHistogram) -> float:
    """How far scores must move on average to turn one distribution into the other, 0 to 1."""
    return float(np.abs(a.cumulative - b.cumulative).mean())


def kolmogorov_smirnov(a: ScoreHistogram, b: ScoreHistogram) -> float:
    """The largest distance of the cumulative distributions, 0 to 1."""
    return float(np.abs(a.cumulative - b.cumulative).max())


def kl_densities(*, p: ScoreHistogram, q: ScoreHistogram) -> float:
    """Find KL(P‖Q) in nats between the kernel densities of the log-odds of scores."""
    return float(kl(p=p.density, q=q.density))


def _compare(
    real: Float64Array, synthetic: Float64Array, groups: tuple[PeopleGroups, PeopleGroups], without: int
) -> ScoreShift | None:
    """One attribute, from counts by group, each (groups, bins); None where a set has no score of it."""
    p, q = ScoreHistogram(real.sum(axis=0)), ScoreHistogram(synthetic.sum(axis=0))
    if not p.total or not q.total:
        return None
    samples = [
        LeftOutInTurn(whole, [ScoreHistogram(kept.astype(np.float64) @ counts) for kept in divided.left_out])
        for whole, counts, divided in zip((p, q), (real, synthetic), groups, strict=True)
    ]
    halves = [
        (ScoreHistogram(half.astype(np.float64) @ real), ScoreHistogram((~half).astype(np.float64) @ real))
        for half in groups[0].halves
    ]
    halves = [(first, second) for first, second in halves if first.total and second.total]

    def estimate(statistic: Statistic, high: float) -> Estimate:
        def of_scored(first: ScoreHistogram, second: ScoreHistogram) -> float:
            return statistic(first, second) if first.total and second.total else float("nan")

        return estimate_statistic(of_scored, *samples, bounds=(0, high))

    def floor(statistic: Statistic) -> float:
        return median_floor(statistic(first, second) for first, second in halves)

    return ScoreShift(
        real_mean=p.mean,
        synthetic_mean=q.mean,
        without=without,
        kl_real_synthetic=estimate(lambda a, b: kl_densities(p=a, q=b), np.inf),
        kl_synthetic_real=estimate(lambda a, b: kl_densities(p=b, q=a), np.inf),
        kl_floor=floor(lambda a, b: kl_densities(p=a, q=b)),
        wasserstein=estimate(wasserstein_of_histograms, 1),
        wasserstein_floor=floor(wasserstein_of_histograms),
        kolmogorov_smirnov=estimate(kolmogorov_smirnov, 1),
        kolmogorov_smirnov_floor=floor(kolmogorov_smirnov),
    )


def _by_group(scores: Float32Array, groups: PeopleGroups) -> Float64Array:
    """Counts of the scores that are there, (groups, bins)."""
    known = np.isfinite(scores)
    at = np.minimum((scores[known] * BINS).astype(np.int64), BINS - 1)
    counts = np.bincount(groups.of[known] * BINS + at, minlength=groups.count * BINS)
    return counts.reshape(groups.count, BINS).astype(np.float64)
