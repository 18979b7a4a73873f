"""Measures of one attribute's scores, for everyone and with each group of people left out, as the jackknife needs."""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array
from facegap.engine import available_cores
from facegap.estimates import PeopleGroups

BINS = 15
"""Bins of about equally many images (as many as Guo et al., 2017; of equal mass as Nguyen and O'Connor, 2015)."""


class RankAreas(NamedTuple):
    """Areas under curves, each float64 (1 + groups,), 0 to 1: of everyone, then without each group of people.

    Attributes:
        auroc: The probability that a positive image has a higher score than a negative one.
        average_precision: The area under precision and recall.
    """

    auroc: Float64Array
    average_precision: Float64Array


def rank_areas(
    scores: Float32Array,
    positive: BoolArray,
    *,
    groups: Int64Array,
    count: int,
) -> RankAreas:
    """Compute AUROC and average precision of everyone, and with each group of people left out.

    AUROC is the probability that a positive image has a higher score than a negative one, where a tie counts half.
    Average precision is Σ (R_k − R_{k−1}) P_k over recall and precision at each score from the highest, without
    interpolation.

    Args:
        scores: float32 (images,); higher is more positive.
        positive: bool (images,), the truth.
        groups: int64 (images,), the group of each image's person, from 0.
        count: The number of groups.

    Returns:
        The areas; NaN where there are no images of one of the classes.
    """
    # Here, since compiled code takes long to import.
    from facegap.annotate.trust.rank_kernel import add_areas

    order = np.argsort(-scores, kind="stable")
    ordered_pairs, precision, positives, negatives = np.zeros((4, 1 + count))
    add_areas(scores[order], positive[order], groups[order], ordered_pairs, precision, positives, negatives)
    with np.errstate(invalid="ignore", divide="ignore"):
        return RankAreas(
            ordered_pairs / (positives * negatives), np.where(negatives > 0, precision / positives, np.nan)
        )


def sorting_areas(
    reliability: Float32Array, *, right: BoolArray, counts: BoolArray, groups: PeopleGroups
) -> Float64Array:
    """Compute the AUROC of right against wrong predictions by their reliability, of each attribute.

    Args:
        reliability: float32 (images, attributes); higher is more reliable.
        right: bool (images, attributes), whether the prediction is right.
        counts: bool (images, attributes), which predictions count.
        groups: The groups of the images' people.

    Returns:
        float64 (1 + groups, attributes), 0 to 1: of everyone, then without each group of people.
    """

    def area(attribute: int) -> Float64Array:
        rows = np.flatnonzero(counts[:, attribute])
        return rank_areas(
            reliability[rows, attribute], right[rows, attribute], groups=groups.of[rows], count=groups.count
        ).auroc

    with ThreadPoolExecutor(available_cores()) as pool:
        return np.array(list(pool.map(area, range(reliability.shape[1])))).reshape(-1, 1 + groups.count).T


def calibration_error(
    scores: Float32Array,
    positive: BoolArray,
    *,
    groups: Int64Array,
    count: int,
) -> tuple[Float64Array, float]:
    """Compute the expected calibration error, with each group of people left out, and its floor.

    The error is Σ_b n_b / n · |mean score − share of positives| over bins of about equally many images; equal scores
    share a bin. Chance makes the error of perfect scores larger than zero, the more the fewer images there are: by
    Σ_b n_b / n · √(2 / π · Σ s (1 − s)) / n_b, if images were independent. This floor (ours) is given beside the error
    and is not subtracted from it.

    Args:
        scores: float32 (images,), the probability of a positive label, 0 to 1.
        positive: bool (images,), the truth.
        groups: int64 (images,), the group of each image's person, from 0.
        count: The number of groups.

    Returns:
        The errors, float64 (1 + count,), 0 to 1, everyone's first, NaN if there is no image; and the floor.
    """
    if not len(scores):
        return np.full(1 + count, np.nan), float("nan")
    bins = np.searchsorted(np.sort(scores), scores) * BINS // len(scores)
    cells = groups * BINS + bins
    predicted = scores.astype(np.float64)

    def sums(values: Float64Array) -> Float64Array:
        by_group = np.bincount(cells, values, minlength=count * BINS).reshape(count, BINS)
        return np.vstack([by_group.sum(axis=0), by_group.sum(axis=0) - by_group])

    images = sums(np.ones(len(scores))).sum(axis=1)
    with np.errstate(invalid="ignore"):
        errors = np.abs(sums(predicted - positive)).sum(axis=1) / images
    floor = np.sqrt(2 / np.pi * sums(predicted * (1 - predicted))[0]).sum() / len(scores)
    return np.where(images > 0, errors, np.nan), float(floor)
