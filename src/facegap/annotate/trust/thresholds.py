"""From which reliability a label is kept, so that a stated share of the kept labels is right."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int8Array, Int64Array
from facegap.estimates import Shares

PRECISION = 0.9
"""The share of kept labels that is to be right, unless it is said otherwise."""
TOLERANCE = 0.02
"""By how much the share of right labels may fall short of the precision on new people (ours)."""
_FAILURE_PROBABILITY = 0.05
"""The probability that any side of any attribute falls short of that (ours)."""
_MOST_TRIED = 256
"""Thresholds that are tried for a side of an attribute, at equal steps of how many labels are kept."""


@dataclass(frozen=True)
class Thresholds:
    """The lowest reliability at which each side of an attribute is labeled.

    Attributes:
        positive: float64 (attributes,), 0 to 1, for scores of at least 0.5; NaN if no positive label is ever kept.
        negative: float64 (attributes,), 0 to 1, for scores below 0.5; NaN if no negative label is ever kept.
    """

    positive: Float64Array
    negative: Float64Array


def choose_thresholds(
    scores: Float32Array,
    reliability: Float32Array,
    labels: Int8Array,
    *,
    people: Int64Array,
    precision: float = PRECISION,
) -> Thresholds:
    """Choose the lowest thresholds at which the kept labels are right often enough, on new people too.

    A side of an attribute is labeled from the lowest reliability at which, among validation images with a decided true
    label, the share of right labels is at least ``precision`` and the lower bound of that share is at least
    ``precision`` − 0.02. The bound is one-sided and holds for all sides of all attributes at once with 95 %
    (Bonferroni). It is over whole people: that of Clopper and Pearson for as many independent images as leave the same
    uncertainty, see ``estimates.Shares`` (ours). So a side without any wrong label needs 60 people to be labeled at all
    if there are 47 attributes, and 29 if there is one. At most 256 thresholds are tried. The promise is for people
    drawn as these were: where an attribute is rarer, the precision of its positive labels is lower.

    A hundred people whose predictions are all right, and one side that is never right:

    >>> scores = np.array([[0.9]] * 100 + [[0.2]] * 100, dtype=np.float32)
    >>> truth = np.ones((200, 1), dtype=np.int8)
    >>> thresholds = choose_thresholds(scores, np.abs(2 * scores - 1), truth, people=np.arange(200))
    >>> thresholds.positive.tolist(), thresholds.negative.tolist()
    ([0.0], [nan])

    Args:
        scores: float32 (images, attributes), of people that neither the network nor its calibration was fitted to, or
            of whom only few numbers were fitted.
        reliability: float32 (images, attributes), the reliability of each prediction.
        labels: int8 (images, attributes), the true labels: 1, −1, or 0 where undefined, which is left out.
        people: int64 (images,), a number for each image's person.
        precision: The share of kept labels that is to be right, above 0.02 and at most 1.

    Raises:
        ValueError: The shapes don't fit each other, or the precision is out of range.
    """
    if not scores.shape == reliability.shape == labels.shape or people.shape != scores.shape[:1]:
        msg = (
            f"the shapes don't fit each other: scores {scores.shape}, reliability {reliability.shape}, labels "
            f"{labels.shape}, people {people.shape}"
        )
        raise ValueError(msg)
    if not TOLERANCE < precision <= 1:
        msg = f"precision is to be above {TOLERANCE} and at most 1, not {precision}"
        raise ValueError(msg)
    thresholds = np.full((2, scores.shape[1]), np.nan)
    tail = _FAILURE_PROBABILITY / thresholds.size
    for attribute in range(scores.shape[1]):
        score, certainty, truth = scores[:, attribute], reliability[:, attribute], labels[:, attribute]
        for side, (label, predicted) in enumerate(((1, score >= 0.5), (-1, score < 0.5))):
            rows = np.flatnonzero(predicted & (truth != 0) & ~np.isnan(certainty))
            thresholds[side, attribute] = _threshold(
                certainty[rows], truth[rows] == label, people[rows], precision=precision, tail=tail
            )
    return Thresholds(thresholds[0], thresholds[1])


def labels_at(scores: Float32Array, reliability: Float32Array, thresholds: Thresholds) -> Int8Array:
    """Return the labels that are kept at some thresholds.

    >>> thresholds = Thresholds(positive=np.array([0.5]), negative=np.array([np.nan]))
    >>> scores = np.array([[0.9], [0.6], [0.1]], dtype=np.float32)
    >>> labels_at(scores, np.abs(2 * scores - 1), thresholds)[:, 0].tolist()
    [1, 0, 0]

    Args:
        scores: float32 (images, attributes); at least 0.5 predicts positive.
        reliability: float32 (images, attributes); a NaN is never kept.
        thresholds: The thresholds of as many attributes.

    Returns:
        int8 (images, attributes): 1 positive, −1 negative, 0 undefined.
    """
    # Of float32, so that a threshold that is the reliability of an image keeps that image.
    positive = (scores >= 0.5) & (reliability >= thresholds.positive.astype(np.float32))
    negative = (scores < 0.5) & (reliability >= thresholds.negative.astype(np.float32))
    return positive.astype(np.int8) - negative.astype(np.int8)


def _threshold(
    reliability: Float32Array, right: BoolArray, people: Int64Array, *, precision: float, tail: float
) -> float:
    """The lowest threshold of a side; 0 if all of its labels are kept, NaN if none is."""
    if not len(reliability):
        return float("nan")
    order = np.argsort(-reliability, kind="stable")
    reliability = reliability[order]
    kept = _running_shares(right[order], people[order])
    last_of_equals = np.append(reliability[1:] != reliability[:-1], True)
    candidates = np.flatnonzero(last_of_equals & (kept.value >= precision))
    if len(candidates) > _MOST_TRIED:
        candidates = candidates[np.linspace(0, len(candidates) - 1, _MOST_TRIED).astype(np.int64)]
    fields = ("value", "variance", "people", "images", "freedom")
    bound = Shares(*(getattr(kept, name)[candidates] for name in fields)).interval(tail).low
    passed = candidates[bound >= precision - TOLERANCE]
    if not len(passed):
        return float("nan")
    return 0.0 if passed[-1] == len(reliability) - 1 else float(reliability[passed[-1]])


def _running_shares(right: BoolArray, people: Int64Array) -> Shares:
    """The share that is right of the first image, the first two and so on, with its variance over people.

    A share r = Σ R / Σ K of people with K images, R of them right, has the variance Σ (R − r K)² / (Σ K)², P / (P − 1)
    times, of P people (Cochran, "Sampling Techniques", 1977); its three sums of squares grow with each image.
    """
    images = np.arange(1, len(right) + 1, dtype=np.float64)
    by_person = np.argsort(people, kind="stable")
    hit = right.astype(np.float64)
    total = np.cumsum(hit[by_person]) - hit[by_person]
    is_first = np.append(True, np.diff(people[by_person]) != 0)
    first = np.maximum.accumulate(np.where(is_first, np.arange(len(right)), 0))
    images_before, right_before = np.empty(len(right)), np.empty(len(right))
    images_before[by_person] = np.arange(len(right)) - first
    right_before[by_person] = total - total[first]
    squares = np.cumsum(2 * images_before + 1)
    right_squares = np.cumsum(hit * (2 * right_before + 1))
    products = np.cumsum(right_before + hit * images_before + hit)
    share = np.cumsum(hit) / images
    count = np.cumsum(images_before == 0).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.maximum(right_squares - 2 * share * products + share**2 * squares, 0)
        variance = spread / images**2 * count / (count - 1)
    return Shares(share, variance, images**2 / squares, images, count - 1)
