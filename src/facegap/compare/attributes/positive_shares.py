"""The shares of the positive that are compared: by calibrated scores where these are known, else by labels."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array
from facegap.compare.attributes.score_shares import ScoreShares
from facegap.compare.attributes.tally import Tally
from facegap.compare.labels import LabeledSet
from facegap.estimates import Shares, jeffreys


@dataclass(frozen=True)
class PositiveShares:
    """The shares of the positive of each attribute in one set.

    Attributes:
        shares: The shares with their doubt; NaN where they can't be measured.
        halves: float64 (2, splits, attributes), the shares in either half of some random divisions of the people.
        counts: float64 (attributes,), on how many images each share rests.
        by_scores: bool (attributes,), whether it is by scores rather than by labels.
        known: bool (attributes,), whether it can be measured.
    """

    shares: Shares
    halves: Float64Array
    counts: Float64Array
    by_scores: BoolArray
    known: BoolArray

    @property
    def means(self) -> Float64Array:
        """The posterior means of the shares under Jeffreys' prior, float64 (attributes,)."""
        positive = self.shares.value * self.counts
        return np.asarray(jeffreys(np.stack([self.counts - positive, positive], axis=-1))[:, 1])

    def half_means(self) -> Float64Array:
        """The posterior means in either half, float64 (2, splits, attributes)."""
        positive = self.halves * self.counts / 2
        return np.asarray(jeffreys(np.stack([self.counts / 2 - positive, positive], axis=-1))[..., 1])


def positive_shares(
    labeled: LabeledSet, tally: Tally, scores: ScoreShares | None, *, by_scores: BoolArray, relative: bool
) -> PositiveShares:
    """Take the shares of one set from its scores or its labels.

    Args:
        labeled: The set.
        tally: The tally of its labels.
        scores: The shares by its scores, if there are any.
        by_scores: bool (attributes,), for which attributes the scores are taken.
        relative: Whether only what of the annotator's error differs between sets of one domain is to count.
    """
    measurable = np.array([labeled.validity.measurable_by_labels(name) for name in labeled.attributes])
    labels = tally.positive_of_defined
    defined = tally.everyone.defined[0]
    with np.errstate(invalid="ignore"):
        halves = np.stack(
            [
                half[..., 2] / (half[..., 0] + half[..., 2])
                for half in (tally.sums(chosen).outcomes for chosen in (tally.halves, ~tally.halves))
            ]
        )
    if scores is None:
        known = measurable & (defined > 0)
        return PositiveShares(labels, halves, defined, np.zeros_like(known), known)
    of_scores = scores.relative if relative else scores.shares

    def take(first: Float64Array, second: Float64Array) -> Float64Array:
        return np.where(by_scores, first, second)

    shares = Shares(
        value=take(of_scores.value, labels.value),
        variance=take(of_scores.variance, labels.variance),
        people=take(of_scores.people, labels.people),
        images=take(of_scores.images, labels.images),
        freedom=take(of_scores.freedom, labels.freedom),
        error=np.where(by_scores, of_scores.error if of_scores.error is not None else 0.0, 0.0),
    )
    counts = take(of_scores.images, defined)
    known = np.where(by_scores, np.isfinite(of_scores.value), measurable & (defined > 0))
    return PositiveShares(shares, take(scores.halves, halves), counts, by_scores, known)


def scored_in_both(*scores: ScoreShares | None, attributes: int) -> BoolArray:
    """Whether all sets have a share by scores, bool (attributes,)."""
    if any(each is None for each in scores):
        return np.zeros(attributes, dtype=np.bool_)
    return np.asarray(np.all([np.isfinite(each.shares.value) for each in scores if each is not None], axis=0))
