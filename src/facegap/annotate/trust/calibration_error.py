"""Whether scores are the chances that they claim to be."""

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array

BINS = 15
"""Bins of about as many images each (as many as Guo and others, 2017; of equal mass as Nguyen and O'Connor, 2015)."""


def calibration_error(
    scores: Float32Array,
    positive: BoolArray,
    *,
    groups: Int64Array,
    count: int,
) -> tuple[Float64Array, float]:
    """The expected calibration error of everyone and with each group of people left out, and what chance alone makes.

    Σ_b n_b / n · |mean score − share of positives| over bins of about equally many images; equal scores share a bin.
    Chance makes the error of perfect scores more than zero, the more the fewer images there are: by
    Σ_b n_b / n · √(2 / π · Σ s (1 − s)) / n_b, were images independent. That floor (ours) is given beside the error
    and is not taken off it.

    Args:
        scores: (images,), chances of a positive label, 0 to 1.
        positive: bool (images,), the truth.
        groups: int64 (images,), the group of each image's person, from 0.
        count: groups.

    Returns:
        The errors, float64 (1 + count,), 0 to 1, everyone's first, NaN of no images; and the floor.
    """
    if not len(scores):
        return np.full(1 + count, np.nan), float("nan")
    bins = np.searchsorted(np.sort(scores), scores) * BINS // len(scores)
    cells = groups * BINS + bins
    claimed = scores.astype(np.float64)

    def sums(values: Float64Array) -> Float64Array:
        by_group = np.bincount(cells, values, minlength=count * BINS).reshape(count, BINS)
        return np.vstack([by_group.sum(axis=0), by_group.sum(axis=0) - by_group])

    images = sums(np.ones(len(scores))).sum(axis=1)
    with np.errstate(invalid="ignore"):
        errors = np.abs(sums(claimed - positive)).sum(axis=1) / images
    floor = np.sqrt(2 / np.pi * sums(claimed * (1 - claimed))[0]).sum() / len(scores)
    return np.where(images > 0, errors, np.nan), float(floor)
