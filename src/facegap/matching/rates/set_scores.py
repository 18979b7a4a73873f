"""The scores of one set: all its comparisons, and what they are with some of its people left out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from facegap.base.arrays import BoolArray, Int64Array
from facegap.base.short_repr import ShortRepr
from facegap.estimates import Estimate, group_people, jackknife
from facegap.matching.embeddings.embedded_set import EmbeddedSet
from facegap.matching.pairs.histograms import Device, GroupedHistograms, count_scores
from facegap.matching.rates.distribution_distances import d_prime, fisher_ratio, overlap
from facegap.matching.rates.distributions import ScoreDistribution, equal_error_rate, false_non_match_rate

BINS = 16_384
FMR_LEVELS = (0.01, 0.001)
LEAST_FALSE_MATCHES = 10
"""A level of FMR that stands for fewer non-mated comparisons than these is not resolved (ours)."""


class Scores(NamedTuple):
    """All comparisons among some people."""

    mated: ScoreDistribution
    non_mated: ScoreDistribution


@dataclass(frozen=True)
class FnmrAt:
    """What a threshold costs.

    Attributes:
        fmr: The false match rate at which the threshold is set, 0 to 1.
        fnmr: The false non-match rate there; None where the set has no mated pair or too few non-mated ones.
    """

    fmr: float
    fnmr: Estimate | None


@dataclass(frozen=True)
class SetScores(ShortRepr):
    """The scores of one set, cosines from −1 to 1.

    Attributes:
        images: The number of images that were compared.
        people: The number of their identities; images without one count as a person each.
        unknown: The number of images without an identity.
        mated: The scores of all pairs of different images of one identity.
        non_mated: The scores of all pairs of images of different identities.
        mated_mean: The mean mated score; None where the set has no mated pair, as all below.
        non_mated_mean: The mean non-mated score; None where the set has one person only, as all below.
        eer: The equal error rate, 0 to 1; the lower, the better people are told apart.
        d_prime: The distance of the two means in standard deviations; None, too, where no score differs from another.
        fisher: The Fisher ratio, d′² / 2.
        overlap: What the mated and the non-mated distribution have in common, 0 apart to 1 the same.
        fnmr: The false non-match rates at the levels ``FMR_LEVELS``.
    """

    images: int
    people: int
    unknown: int
    mated: ScoreDistribution
    non_mated: ScoreDistribution
    mated_mean: Estimate | None
    non_mated_mean: Estimate | None
    eer: Estimate | None
    d_prime: Estimate | None
    fisher: Estimate | None
    overlap: Estimate | None
    fnmr: tuple[FnmrAt, ...]


class PeopleScores:
    """Scores of one set, of all its people and of some groups of them.

    Attributes:
        histograms: The scores by groups of people.
        all: The scores of all people.
        left_out: The scores with each group of people left out in turn; empty where there is one group only.
        halves: The scores of random halves of the people, in pairs.
    """

    def __init__(
        self,
        embedded: EmbeddedSet,
        seed: int,
        *,
        sources: Int64Array | None = None,
        device: Device = "cpu",
    ) -> None:
        """Compare every image with every other.

        Args:
            embedded: The set.
            seed: The seed by which people are dealt into groups; intervals alone depend on it.
            sources: int64 (images,), a number for each source; images of one source aren't compared. By default each is
                of its own.
            device: Where to compare.
        """
        groups = group_people(embedded.people, seed=seed)
        self.histograms = count_scores(
            embedded.embeddings, embedded.people, groups=groups.of, sources=sources, bins=BINS, device=device
        )
        everyone = np.ones((1, groups.count), dtype=bool)
        chosen = np.concatenate([everyone, groups.left_out, groups.halves, ~groups.halves])
        self.all, *rest = _distributions(self.histograms, chosen)
        self.left_out, halves = rest[: len(groups.left_out)], rest[len(groups.left_out) :]
        self.halves = list(zip(halves[: len(groups.halves)], halves[len(groups.halves) :], strict=True))


def _distributions(histograms: GroupedHistograms, chosen: BoolArray) -> list[Scores]:
    """The scores among the people of some groups, for each choice of groups, bool (choices, groups)."""
    weights = chosen.astype(np.float64)
    pairs = np.einsum("cg,ch->cgh", weights, weights).reshape(len(chosen), chosen.shape[1] ** 2)
    # Products of floats are by far faster than of integers, and exact: no count reaches 2⁵³.
    within = np.arange(histograms.groups)  # people are whole in a group, and so are their mated pairs
    mated = weights @ histograms.mated[within, within].astype(np.float64)
    non_mated = pairs @ histograms.non_mated.reshape(pairs.shape[1], -1).astype(np.float64)
    return [
        Scores(ScoreDistribution(same.astype(np.int64)), ScoreDistribution(different.astype(np.int64)))
        for same, different in zip(mated, non_mated, strict=True)
    ]


def describe_scores(embedded: EmbeddedSet, grouped: PeopleScores) -> SetScores:
    """The numbers of one set, with intervals from leaving groups of people out."""

    def estimate(statistic: Callable[[Scores], float], low: float, high: float) -> Estimate | None:
        value = statistic(grouped.all)
        if np.isnan(value):
            return None
        return jackknife(value, [[statistic(scores) for scores in grouped.left_out]], bounds=(low, high))

    def fnmr(level: float) -> Estimate | None:
        resolved = non_mated.total * level >= LEAST_FALSE_MATCHES
        return estimate(lambda scores: false_non_match_rate(*scores, fmr=level), 0, 1) if resolved else None

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
        d_prime=estimate(lambda scores: d_prime(*scores), 0, np.inf),
        fisher=estimate(lambda scores: fisher_ratio(*scores), 0, np.inf),
        overlap=estimate(lambda scores: overlap(*scores), 0, 1) if mated.total and non_mated.total else None,
        fnmr=tuple(FnmrAt(level, fnmr(level)) for level in FMR_LEVELS),
    )
