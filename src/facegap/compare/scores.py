"""How alike are faces of one person, and of two, in a real and in a synthetic set."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from facegap.estimates import Estimate, group_people, jackknife
from facegap.matching import (
    EmbeddedSet,
    GroupedHistograms,
    ScoreDistribution,
    count_scores,
    equal_error_rate,
    overlap,
)

BINS = 16_384

Statistic = Callable[[ScoreDistribution, ScoreDistribution], float]


class _Scores(NamedTuple):
    """All comparisons among some people."""

    mated: ScoreDistribution
    non_mated: ScoreDistribution


@dataclass(frozen=True)
class SetScores:
    """The scores of one set, cosines from −1 to 1.

    Attributes:
        images: images compared.
        people: their identities; images without one count as a person each.
        unknown: images without an identity.
        mated: all pairs of different images of one identity.
        non_mated: all pairs of different identities.
        mated_mean: None where the set has no mated pair, as the three below.
        non_mated_mean: None where the set has one person only.
        eer: equal error rate, 0 to 1; lower is better told apart.
        overlap: of the mated and the non-mated distribution, 0 apart to 1 the same.
    """

    images: int
    people: int
    unknown: int
    mated: ScoreDistribution
    non_mated: ScoreDistribution
    mated_mean: Estimate | None
    non_mated_mean: Estimate | None
    eer: Estimate | None
    overlap: Estimate | None


@dataclass(frozen=True)
class ScoreDifference:
    """How a distribution of scores differs between the sets.

    Attributes:
        mean: synthetic minus real; positive where synthetic faces are more alike.
        mean_floor: the absolute difference of the means to be expected between two halves of the real set's people.
        overlap: what the two distributions share, 0 to 1.
        overlap_floor: what two halves of the real set's people share; no synthetic set can be expected to share more.
    """

    mean: Estimate
    mean_floor: float
    overlap: Estimate
    overlap_floor: float


@dataclass(frozen=True)
class ScoreComparison:
    """Scores of a real and a synthetic set.

    Attributes:
        mated: None where either set has no mated pair.
        non_mated: None where either set has no non-mated pair.
    """

    real: SetScores
    synthetic: SetScores
    mated: ScoreDifference | None
    non_mated: ScoreDifference | None


def compare_scores(*, real: EmbeddedSet, synthetic: EmbeddedSet, seed: int = 0) -> ScoreComparison:
    """Compare every image with every other in each set, and the sets with each other.

    Args:
        real: P, the data.
        synthetic: Q, the model.
        seed: of the division of people into groups.

    Returns:
        Means, overlaps and equal error rates, with intervals over people and the noise floor of the real set.
    """
    ours, theirs = _Grouped(real, seed), _Grouped(synthetic, seed)
    return ScoreComparison(
        real=_describe(real, ours),
        synthetic=_describe(synthetic, theirs),
        mated=_difference(ours, theirs, lambda scores: scores.mated),
        non_mated=_difference(ours, theirs, lambda scores: scores.non_mated),
    )


class _Grouped:
    """Scores of one set, of all its people and of some groups of them."""

    def __init__(self, embedded: EmbeddedSet, seed: int) -> None:
        groups = group_people(embedded.people, seed=seed)
        histograms = count_scores(embedded.embeddings, embedded.people, groups=groups.of, bins=BINS)
        everyone = np.ones((1, groups.count), dtype=bool)
        self.all = _distributions(histograms, everyone)[0]
        self.left_out = _distributions(histograms, groups.left_out)
        one, other = _distributions(histograms, groups.halves), _distributions(histograms, ~groups.halves)
        self.halves = list(zip(one, other, strict=True))


def _distributions(histograms: GroupedHistograms, chosen: npt.NDArray[np.bool_]) -> list[_Scores]:
    """The scores among the people of some groups, for each choice of groups, bool (choices, groups)."""
    weights = chosen.astype(np.float64)
    pairs = np.einsum("cg,ch->cgh", weights, weights).reshape(len(chosen), chosen.shape[1] ** 2)
    # Products of floats are by far faster than of integers, and exact: no count reaches 2⁵³.
    mated = weights @ histograms.mated.astype(np.float64)
    non_mated = pairs @ histograms.non_mated.reshape(pairs.shape[1], -1).astype(np.float64)
    return [
        _Scores(ScoreDistribution(same.astype(np.int64)), ScoreDistribution(different.astype(np.int64)))
        for same, different in zip(mated, non_mated, strict=True)
    ]


def _describe(embedded: EmbeddedSet, grouped: _Grouped) -> SetScores:
    def estimate(statistic: Callable[[_Scores], float], low: float, high: float) -> Estimate | None:
        value = statistic(grouped.all)
        if np.isnan(value):
            return None
        return jackknife(value, [[statistic(scores) for scores in grouped.left_out]], bounds=(low, high))

    mated, non_mated = grouped.all
    return SetScores(
        images=len(embedded.people),
        people=len(np.unique(embedded.people)),
        unknown=embedded.unknown,
        mated=mated,
        non_mated=non_mated,
        mated_mean=estimate(lambda scores: scores.mated.mean, -1, 1),
        non_mated_mean=estimate(lambda scores: scores.non_mated.mean, -1, 1),
        eer=estimate(lambda scores: equal_error_rate(*scores), 0, 1),
        overlap=estimate(lambda scores: overlap(*scores), 0, 1) if mated.total and non_mated.total else None,
    )


def _difference(
    real: _Grouped, synthetic: _Grouped, part: Callable[[_Scores], ScoreDistribution]
) -> ScoreDifference | None:
    """Compare one part of the scores, the mated or the non-mated ones, of two sets."""
    p, q = part(real.all), part(synthetic.all)
    if not p.total or not q.total:
        return None
    halves = [(part(one), part(other)) for one, other in real.halves]
    halves = [(one, other) for one, other in halves if one.total and other.total]

    def estimate(statistic: Statistic, low: float, high: float) -> Estimate:
        left_out = [
            [statistic(part(scores), q) for scores in real.left_out],
            [statistic(p, part(scores)) for scores in synthetic.left_out],
        ]
        return jackknife(statistic(p, q), left_out, bounds=(low, high))

    def floor(statistic: Statistic) -> float:
        return float(np.median([statistic(one, other) for one, other in halves])) if halves else float("nan")

    return ScoreDifference(
        mean=estimate(lambda a, b: b.mean - a.mean, -2, 2),
        mean_floor=floor(lambda a, b: abs(b.mean - a.mean)),
        overlap=estimate(overlap, 0, 1),
        overlap_floor=floor(overlap),
    )
