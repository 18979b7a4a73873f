"""How alike are faces of one person, and of two, in a real and in a synthetic set."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from facegap.compare.estimate import Estimate, jackknife
from facegap.engine import generator
from facegap.matching import (
    EmbeddedSet,
    GroupedHistograms,
    ScoreDistribution,
    count_scores,
    equal_error_rate,
    overlap,
)

GROUPS = 20
"""Groups of people that are left out in turn (ours)."""
BINS = 16_384
_SPLITS = 20

Pair = tuple[ScoreDistribution, ScoreDistribution]
"""Mated and non-mated scores of one set."""


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
        mated=_difference(ours, theirs, 0),
        non_mated=_difference(ours, theirs, 1),
    )


class _Grouped:
    """Scores of one set, of all its people and of some groups of them."""

    def __init__(self, embedded: EmbeddedSet, seed: int) -> None:
        people = np.unique(embedded.people)
        groups = min(GROUPS, max(len(people) // 2, 1))
        shuffled = generator(seed, "compare", "groups").permutation(people)
        group_of = np.empty(int(people.max()) + 1, dtype=np.int64)
        group_of[shuffled] = np.arange(len(people)) % groups
        histograms = count_scores(embedded.embeddings, embedded.people, groups=group_of[embedded.people], bins=BINS)
        chosen = np.array([generator(seed, "compare", "halves", split).permutation(groups) for split in range(_SPLITS)])
        halves = chosen < groups // 2
        self.all = _distributions(histograms, np.ones((1, groups), dtype=bool))[0]
        self.left_out = _distributions(histograms, ~np.eye(groups, dtype=bool)) if groups > 1 else []
        self.halves = list(zip(_distributions(histograms, halves), _distributions(histograms, ~halves), strict=True))


def _distributions(histograms: GroupedHistograms, chosen: npt.NDArray[np.bool_]) -> list[Pair]:
    """The scores among the people of some groups, for each choice of groups, bool (choices, groups)."""
    weights = chosen.astype(np.float64)
    pairs = np.einsum("cg,ch->cgh", weights, weights).reshape(len(chosen), -1)
    # Products of floats are by far faster than of integers, and exact: no count reaches 2⁵³.
    mated = weights @ histograms.mated.astype(np.float64)
    non_mated = pairs @ histograms.non_mated.reshape(pairs.shape[1], -1).astype(np.float64)
    return [
        (ScoreDistribution(same.astype(np.int64)), ScoreDistribution(different.astype(np.int64)))
        for same, different in zip(mated, non_mated, strict=True)
    ]


def _describe(embedded: EmbeddedSet, grouped: _Grouped) -> SetScores:
    mated, non_mated = grouped.all

    def estimate(statistic: Callable[[Pair], float], low: float, high: float) -> Estimate | None:
        value = statistic(grouped.all)
        if np.isnan(value):
            return None
        return jackknife(value, [[statistic(pair) for pair in grouped.left_out]], bounds=(low, high))

    both = bool(mated.total and non_mated.total)
    return SetScores(
        images=len(embedded.people),
        people=len(np.unique(embedded.people)),
        unknown=embedded.unknown,
        mated=mated,
        non_mated=non_mated,
        mated_mean=estimate(lambda pair: pair[0].mean, -1, 1),
        non_mated_mean=estimate(lambda pair: pair[1].mean, -1, 1),
        eer=estimate(lambda pair: equal_error_rate(*pair), 0, 1),
        overlap=estimate(lambda pair: overlap(*pair), 0, 1) if both else None,
    )


def _difference(real: _Grouped, synthetic: _Grouped, which: int) -> ScoreDifference | None:
    """Compare the mated (0) or the non-mated (1) distributions."""
    p, q = real.all[which], synthetic.all[which]
    if not p.total or not q.total:
        return None

    def compared(statistic: Callable[[ScoreDistribution, ScoreDistribution], float], low: float) -> Estimate:
        left_out = [
            [statistic(pair[which], q) for pair in real.left_out],
            [statistic(p, pair[which]) for pair in synthetic.left_out],
        ]
        return jackknife(statistic(p, q), left_out, bounds=(low, -low if low else 1))

    halves = [(a[which], b[which]) for a, b in real.halves if a[which].total and b[which].total]
    return ScoreDifference(
        mean=compared(lambda a, b: b.mean - a.mean, -2),
        mean_floor=float(np.median([abs(a.mean - b.mean) for a, b in halves])) if halves else float("nan"),
        overlap=compared(overlap, 0),
        overlap_floor=float(np.median([overlap(a, b) for a, b in halves])) if halves else float("nan"),
    )
