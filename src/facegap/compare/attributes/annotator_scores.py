"""How the scores that an annotator gives differ between two sets: what thresholds hide."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from facegap.base.arrays import Float64Array
from facegap.compare.attributes.score_bins import KnownScores, equal_mass_edges, floor_of_bins, kl_of_bins
from facegap.compare.attributes.score_histogram import BINS, ScoreHistogram
from facegap.compare.labels import LabeledSet
from facegap.estimates import (
    Doubt,
    Estimate,
    LeftOutInTurn,
    PeopleGroups,
    doubt_about,
    estimate_statistic,
    group_people,
    kl,
    median_floor,
    most_shown,
)

ScoreDensity = Literal["bins", "kernel"]
"""How densities of scores are found for their KL: in ten bins of equal mass, or by kernels, as the paper has it."""
SCORE_DENSITIES: tuple[ScoreDensity, ...] = get_args(ScoreDensity)

Statistic = Callable[[ScoreHistogram, ScoreHistogram], float]


@dataclass(frozen=True)
class ScoreShift:
    """How the scores of one attribute differ; divergences in nats.

    Attributes:
        real_mean: The mean of the real set's scores, 0 to 1.
        synthetic_mean: The mean of the synthetic set's scores, 0 to 1.
        without: How many images of both sets have no score of this attribute and are left out.
        kl_real_synthetic: KL(real‖synthetic) of the scores.
        kl_synthetic_real: KL(synthetic‖real) of the same.
        kl_floor: The KL between two halves of the real set's people.
        kl_real_synthetic_doubt: Why KL(real‖synthetic) isn't to be believed, as of ``doubt_about``; None where it is.
        kl_synthetic_real_doubt: The same of KL(synthetic‖real).
        kl_density: How KL was found: in ``bins`` of equal mass, where only the order of scores counts, so that
            calibrating them changes nothing, or from ``kernel`` densities of their log-odds in one dimension.
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
    kl_real_synthetic_doubt: Doubt | None
    kl_synthetic_real_doubt: Doubt | None
    kl_density: ScoreDensity
    wasserstein: Estimate
    wasserstein_floor: float
    kolmogorov_smirnov: Estimate
    kolmogorov_smirnov_floor: float


def compare_annotator_scores(
    *, real: LabeledSet, synthetic: LabeledSet, density: ScoreDensity = "bins", seed: int = 0
) -> list[ScoreShift | None]:
    """Compare the scores of each attribute, of sets with the same attributes; None where a set has none.

    Args:
        real: P, the data.
        synthetic: Q, the model.
        density: How densities are found for KL.
        seed: The seed of the division of people into groups.
    """
    if real.scores is None or synthetic.scores is None:
        return [None] * len(real.attributes)
    groups = [group_people(labeled.people, seed=seed) for labeled in (real, synthetic)]
    shifts = []
    for real_scores, synthetic_scores in zip(real.scores.T, synthetic.scores.T, strict=True):
        known = (
            KnownScores.of(real_scores, real.people, groups[0]),
            KnownScores.of(synthetic_scores, synthetic.people, groups[1]),
        )
        without = len(real_scores) + len(synthetic_scores) - sum(len(side.scores) for side in known)
        shifts.append(_compare(*known, (groups[0], groups[1]), density, without))
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


@dataclass(frozen=True)
class _ScoreDivergence:
    """KL both ways, with what a halved set and so many people come to."""

    real_synthetic: Estimate
    synthetic_real: Estimate
    floor: float
    ceilings: tuple[float, float]


def _compare(
    real: KnownScores,
    synthetic: KnownScores,
    groups: tuple[PeopleGroups, PeopleGroups],
    density: ScoreDensity,
    without: int,
) -> ScoreShift | None:
    """One attribute; None where a set has no score of it."""
    if not len(real.scores) or not len(synthetic.scores):
        return None
    counts = _by_group(real), _by_group(synthetic)
    p, q = (ScoreHistogram(each.sum(axis=0)) for each in counts)
    samples = [
        LeftOutInTurn(whole, [ScoreHistogram(kept.astype(np.float64) @ each) for kept in divided.left_out])
        for whole, each, divided in zip((p, q), counts, groups, strict=True)
    ]
    halves = [
        (ScoreHistogram(half.astype(np.float64) @ counts[0]), ScoreHistogram((~half).astype(np.float64) @ counts[0]))
        for half in groups[0].halves
    ]
    halves = [(first, second) for first, second in halves if first.total and second.total]

    def estimate(statistic: Statistic, high: float) -> Estimate:
        def of_scored(first: ScoreHistogram, second: ScoreHistogram) -> float:
            return statistic(first, second) if first.total and second.total else float("nan")

        return estimate_statistic(of_scored, *samples, bounds=(0, high))

    def floor(statistic: Statistic) -> float:
        return median_floor(statistic(first, second) for first, second in halves)

    def by_kernels() -> _ScoreDivergence:
        forth = estimate(lambda a, b: kl_densities(p=a, q=b), np.inf)
        back = estimate(lambda a, b: kl_densities(p=b, q=a), np.inf)
        most = most_shown(min(real.people, synthetic.people))
        return _ScoreDivergence(forth, back, floor(lambda a, b: kl_densities(p=a, q=b)), (most, most))

    divergences = _in_bins(real, synthetic, groups[0]) if density == "bins" else by_kernels()
    doubts = [
        doubt_about(value, floor=divergences.floor, ceiling=ceiling)
        for value, ceiling in zip(
            (divergences.real_synthetic, divergences.synthetic_real), divergences.ceilings, strict=True
        )
    ]
    return ScoreShift(
        real_mean=p.mean,
        synthetic_mean=q.mean,
        without=without,
        kl_real_synthetic=divergences.real_synthetic,
        kl_synthetic_real=divergences.synthetic_real,
        kl_floor=divergences.floor,
        kl_real_synthetic_doubt=doubts[0],
        kl_synthetic_real_doubt=doubts[1],
        kl_density=density,
        wasserstein=estimate(wasserstein_of_histograms, 1),
        wasserstein_floor=floor(wasserstein_of_histograms),
        kolmogorov_smirnov=estimate(kolmogorov_smirnov, 1),
        kolmogorov_smirnov_floor=floor(kolmogorov_smirnov),
    )


def _in_bins(real: KnownScores, synthetic: KnownScores, groups: PeopleGroups) -> _ScoreDivergence:
    edges = equal_mass_edges(real.scores, synthetic.scores)
    p, q = real.counts(edges), synthetic.counts(edges)
    forth, back = kl_of_bins(p=p, q=q), kl_of_bins(p=q, q=p)
    floor = floor_of_bins(real, groups.halves)
    return _ScoreDivergence(forth.estimate, back.estimate, floor, (forth.ceiling, back.ceiling))


def _by_group(side: KnownScores) -> Float64Array:
    """Counts of the scores in equal bins, (groups, bins)."""
    at = np.minimum((side.scores * BINS).astype(np.int64), BINS - 1)
    counts = np.bincount(side.groups * BINS + at, minlength=side.count * BINS)
    return counts.reshape(side.count, BINS).astype(np.float64)
