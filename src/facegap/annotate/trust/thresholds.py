"""From which reliability an answer is kept, so that a stated share of the kept ones is right."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int8Array, Int64Array
from facegap.estimates import Shares

PRECISION = 0.9
TOLERANCE = 0.02
"""By how much the share that is right may fall short of the precision on new people (ours)."""
_DOUBT = 0.05
"""Chance that any side of any attribute falls short of that (ours)."""
_TRIED = 256
"""Thresholds that are tried for a side of an attribute, at equal steps of how many answers are kept."""


@dataclass(frozen=True)
class Thresholds:
    """The least reliability with which each side of an attribute is answered.

    Attributes:
        positive: float64 (attributes,), 0 to 1, where the score is at least 0.5; NaN where that is never answered.
        negative: likewise where the score is under 0.5.
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
    """The lowest thresholds at which the kept answers are right as often as is asked, on new people too.

    A side of an attribute is answered from the lowest reliability at which, among validation images with a decided
    label, the share that is right is at least ``precision`` and the lower bound of that share is at least ``precision``
    less 0.02. The bound is one-sided, and holds for all sides of all attributes at once with 95 % (Bonferroni); it is
    over whole people: the exact one of Clopper and Pearson for as many independent images as leave the same doubt, see
    ``estimates.Shares`` (ours). So a side on which no answer is wrong needs 60 people to be answered at all where there
    are 47 attributes, and 29 where there is one. At most 256 thresholds are tried. The promise is for people drawn as
    these were: where a label is rarer its precision is lower.

    Args:
        scores: float32 (images, attributes), of people that neither the network nor its calibration is fitted to, or
            only few numbers of it.
        reliability: float32 (images, attributes), of the answer.
        labels: int8 (images, attributes), the truth: 1, −1, or 0 where undefined, which is left out.
        people: int64 (images,), a number for each image's person.
        precision: share of kept answers that is to be right, above 0.02, up to 1.

    Raises:
        ValueError: shapes that don't fit, a precision outside of that.
    """
    if not scores.shape == reliability.shape == labels.shape or people.shape != scores.shape[:1]:
        msg = f"shapes don't fit: {scores.shape}, {reliability.shape}, {labels.shape}; people {people.shape}"
        raise ValueError(msg)
    if not TOLERANCE < precision <= 1:
        msg = f"precision is to be above {TOLERANCE} and at most 1, not {precision}"
        raise ValueError(msg)
    found = np.full((2, scores.shape[1]), np.nan)
    tail = _DOUBT / found.size
    for attribute in range(scores.shape[1]):
        score, sure, label = scores[:, attribute], reliability[:, attribute], labels[:, attribute]
        for side, (answer, answered) in enumerate(((1, score >= 0.5), (-1, score < 0.5))):
            at = np.flatnonzero(answered & (label != 0) & ~np.isnan(sure))
            found[side, attribute] = _threshold(
                sure[at], label[at] == answer, people[at], precision=precision, tail=tail
            )
    return Thresholds(found[0], found[1])


def labels_at(scores: Float32Array, reliability: Float32Array, thresholds: Thresholds) -> Int8Array:
    """The labels that are kept: int8 (images, attributes), 1 positive, −1 negative, 0 undefined.

    Args:
        scores: float32 (images, attributes); positive is at least 0.5.
        reliability: float32 (images, attributes); NaN is never kept.
        thresholds: of as many attributes.
    """
    # Of float32, so that a threshold that is the reliability of an image keeps that image.
    positive = (scores >= 0.5) & (reliability >= thresholds.positive.astype(np.float32))
    negative = (scores < 0.5) & (reliability >= thresholds.negative.astype(np.float32))
    return positive.astype(np.int8) - negative.astype(np.int8)


def _threshold(sure: Float32Array, right: BoolArray, people: Int64Array, *, precision: float, tail: float) -> float:
    """The lowest threshold of a side; 0 where all of its answers are kept, NaN where none is."""
    if not len(sure):
        return float("nan")
    order = np.argsort(-sure, kind="stable")
    sure = sure[order]
    kept = _running(right[order], people[order])
    last_of_equals = np.append(sure[1:] != sure[:-1], True)
    good = np.flatnonzero(last_of_equals & (kept.value >= precision))
    if len(good) > _TRIED:
        good = good[np.linspace(0, len(good) - 1, _TRIED).astype(np.int64)]
    bound = _take(kept, good).interval(tail).low
    passed = good[bound >= precision - TOLERANCE]
    if not len(passed):
        return float("nan")
    return 0.0 if passed[-1] == len(sure) - 1 else float(sure[passed[-1]])


def _running(right: BoolArray, people: Int64Array) -> Shares:
    """The share that is right of the first image, the first two and so on, with its variance over people.

    A share r = Σ R / Σ K of people with K images, R of them right, has the variance Σ (R − r K)² / (Σ K)², P / (P − 1)
    times, of P people (Cochran, "Sampling Techniques", 1977); its three sums of squares grow with each image.
    """
    images = np.arange(1, len(right) + 1, dtype=np.float64)
    by_person = np.argsort(people, kind="stable")
    hit = right.astype(np.float64)
    total = np.cumsum(hit[by_person]) - hit[by_person]
    begins = np.append(True, np.diff(people[by_person]) != 0)
    begin = np.maximum.accumulate(np.where(begins, np.arange(len(right)), 0))
    before, right_before = np.empty(len(right)), np.empty(len(right))
    before[by_person] = np.arange(len(right)) - begin
    right_before[by_person] = total - total[begin]
    squares = np.cumsum(2 * before + 1)
    right_squares = np.cumsum(hit * (2 * right_before + 1))
    products = np.cumsum(right_before + hit * before + hit)
    share = np.cumsum(hit) / images
    count = np.cumsum(before == 0).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.maximum(right_squares - 2 * share * products + share**2 * squares, 0)
        variance = spread / images**2 * count / (count - 1)
    return Shares(share, variance, images**2 / squares, images, count - 1)


def _take(shares: Shares, at: Int64Array) -> Shares:
    return Shares(*(getattr(shares, name)[at] for name in ("value", "variance", "people", "images", "freedom")))
