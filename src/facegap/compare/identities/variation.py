"""Variation within identities and separation between them, in two sets."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float64Array
from facegap.base.short_repr import ShortRepr
from facegap.compare.identities.spread import IdentitySpread, spread_of
from facegap.estimates import (
    Estimate,
    Estimates,
    LeftOutInTurn,
    estimate_statistic,
    floor_of_means,
    group_people,
    share_of_people,
    subtract,
)
from facegap.matching import EmbeddedSet, ScoreDistribution

_BINS = 200


@dataclass(frozen=True)
class Variation(ShortRepr):
    """The identities of one set; scores are cosines, −1 to 1, and each identity weighs the same.

    Attributes:
        identities: How many identities the nearest was looked for among; as many in both sets, drawn at random from the
            larger, those with several images first.
        several: How many of them have at least two images.
        within: The mean over these of the mean score of an identity's pairs; high means little variation.
        within_scores: The distribution of these mean scores over the identities.
        nearest: The mean over all identities of the score of an identity's mean direction with the nearest other's;
            high means that people aren't distinct.
        nearest_scores: The distribution of these scores over the identities.
        margin: By how much the mean score of an identity's pairs is above that of its images with those of the nearest
            other identity, the mean over those with several images.
        overlapping: The share of the identities with several images for which the margin isn't positive, 0 to 1.
    """

    identities: int
    several: int
    within: Estimate
    within_scores: ScoreDistribution
    nearest: Estimate
    nearest_scores: ScoreDistribution
    margin: Estimate
    overlapping: Estimate


@dataclass(frozen=True)
class VariationDifference:
    """Synthetic minus real, with what is to be expected between two halves of the real set's people.

    Attributes:
        within: The difference of ``Variation.within``, positive where the images of one synthetic person are more
            alike.
        within_floor: The absolute difference to be expected between the halves; NaN where people are too few, as the
            two floors below.
        nearest: The difference of ``Variation.nearest``, positive where synthetic people are less distinct.
        nearest_floor: The absolute difference to be expected between the halves.
        margin: The difference of ``Variation.margin``, negative where synthetic people are harder to tell apart.
        margin_floor: The absolute difference to be expected between the halves.
        overlapping: The difference of the shares ``Variation.overlapping``, −1 to 1.
    """

    within: Estimate
    within_floor: float
    nearest: Estimate
    nearest_floor: float
    margin: Estimate
    margin_floor: float
    overlapping: Estimate


@dataclass(frozen=True)
class VariationComparison(ShortRepr):
    """How alike the images of one identity are in both sets, and how near the nearest other identity is.

    Attributes:
        real: The variation in the real set; None where it has no identity with two images, or no other identity.
        synthetic: The variation in the synthetic set; None where it has no identity with two images, or no other
            identity.
        difference: The synthetic set's variation minus the real one's; None where either is None.
    """

    real: Variation | None
    synthetic: Variation | None
    difference: VariationDifference | None


def compare_variation(*, real: EmbeddedSet, synthetic: EmbeddedSet, seed: int = 0) -> VariationComparison:
    """Measure and compare how alike the images of one identity are, and how near the nearest other identity is.

    Intervals are by the jackknife over groups of people, with the nearest others taken as they are.

    Args:
        real: P, the data.
        synthetic: Q, the model.
        seed: The seed of the choice of identities from the larger set, and of the division of people into groups.
    """
    people = min(len(np.unique(embedded.people)) for embedded in (real, synthetic))
    # A set of few, such as one image, is no reason to measure the other by as few.
    least = people if people > 1 else None
    p, q = (spread_of(embedded, people=least, seed=seed) for embedded in (real, synthetic))
    p_spread, q_spread = (spread if spread and spread.several.any() else None for spread in (p, q))
    difference = _difference(p_spread, q_spread, seed) if p_spread and q_spread else None
    return VariationComparison(
        real=_describe(p_spread, seed) if p_spread else None,
        synthetic=_describe(q_spread, seed) if q_spread else None,
        difference=difference,
    )


def _describe(spread: IdentitySpread, seed: int) -> Variation:
    within = spread.within[spread.several]
    return Variation(
        identities=len(spread.people),
        several=len(within),
        within=_estimate(_within, [spread], seed, (-1, 1)),
        within_scores=ScoreDistribution.of(within, bins=_BINS),
        nearest=_estimate(_nearest, [spread], seed, (-1, 1)),
        nearest_scores=ScoreDistribution.of(spread.nearest, bins=_BINS),
        margin=_estimate(_margin, [spread], seed, (-2, 2)),
        overlapping=share_of_people(spread.overlapping),
    )


def _difference(real: IdentitySpread, synthetic: IdentitySpread, seed: int) -> VariationDifference:
    both = [real, synthetic]
    shares = [Estimates.of([share_of_people(spread.overlapping)]) for spread in both]
    return VariationDifference(
        within=_estimate(_within, both, seed, (-2, 2)),
        within_floor=floor_of_means(_within(real), seed=seed),
        nearest=_estimate(_nearest, both, seed, (-2, 2)),
        nearest_floor=floor_of_means(_nearest(real), seed=seed),
        margin=_estimate(_margin, both, seed, (-4, 4)),
        margin_floor=floor_of_means(_margin(real), seed=seed),
        overlapping=subtract(shares[0], shares[1]).at(0),
    )


def _within(spread: IdentitySpread) -> Float64Array:
    return spread.within[spread.several]


def _nearest(spread: IdentitySpread) -> Float64Array:
    return spread.nearest


def _margin(spread: IdentitySpread) -> Float64Array:
    return spread.within[spread.several] - spread.across[spread.several]


def _estimate(
    part: Callable[[IdentitySpread], Float64Array],
    spreads: list[IdentitySpread],
    seed: int,
    bounds: tuple[float, float],
) -> Estimate:
    """The mean of one set over its identities, or the difference of the means of two."""
    samples = [_means(part(spread), seed) for spread in spreads]
    if len(samples) == 1:
        return estimate_statistic(lambda mean: mean, *samples, bounds=bounds)
    return estimate_statistic(lambda real, synthetic: synthetic - real, *samples, bounds=bounds)


def _means(of_each: Float64Array, seed: int) -> LeftOutInTurn[float]:
    """The mean over people, and with each group of people left out."""
    groups = group_people(np.arange(len(of_each)), seed=seed)
    kept = groups.left_out
    left_out = (kept @ np.bincount(groups.of, of_each)) / (kept @ np.bincount(groups.of))
    return LeftOutInTurn(float(of_each.mean()), left_out.tolist())
