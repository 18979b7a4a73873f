"""Intervals over people of many attributes at once, from values with each group of people left out."""

import math

import numpy as np
import scipy.special

from facegap.base.arrays import BoolArray, Float64Array, Int64Array
from facegap.estimates import (
    CONFIDENCE,
    Estimate,
    Estimates,
    PeopleGroups,
    count_people,
    estimate_shares,
    jackknife_variance,
)


def jackknife_intervals(values: Float64Array, *, floor: Float64Array | float = 0.0) -> Estimates:
    """Estimate a measure of each attribute with its 95 % interval, by the jackknife over groups of people.

    Args:
        values: float64 (1 + groups, attributes), 0 to 1: the measure of everyone first, then with each group of people
            left out.
        floor: (attributes,), by how much chance alone lifts the measure; the interval reaches down as much further
            (ours).

    Returns:
        Estimates, 0 to 1, with intervals as ``estimates.jackknife`` has them; NaN bounds where no group changes the
        measure or where there are fewer than two groups.
    """
    value, groups = values[0], len(values) - 1
    if groups < 2:
        return Estimates(value, np.full_like(value, np.nan), np.full_like(value, np.nan))
    variance = jackknife_variance(values[1:])
    half = scipy.special.stdtrit(groups - 1, (1 + CONFIDENCE) / 2) * np.sqrt(np.where(variance > 0, variance, np.nan))
    return Estimates(value, np.maximum(value - half - floor, 0.0), np.minimum(value + half, 1.0))


def mean_over_attributes(values: Float64Array, *, floor: Float64Array | None = None) -> Estimate:
    """Estimate the mean of a measure over the attributes that have a value, by the jackknife; NaN if none has one.

    If an attribute has no value without one group of people, that group is taken to change nothing for it.

    Args:
        values: float64 (1 + groups, attributes), as in ``jackknife_intervals``.
        floor: float64 (attributes,), as in ``jackknife_intervals``.
    """
    has_value = np.isfinite(values[0])
    finite = values[:, has_value]
    if not finite.size:
        return Estimate(math.nan, math.nan, math.nan)
    means = np.where(np.isfinite(finite), finite, finite[0]).mean(axis=1)
    mean_floor = 0.0 if floor is None else float(floor[has_value].mean())
    return jackknife_intervals(means[:, None], floor=mean_floor).at(0)


def attribute_share(
    part: BoolArray,
    whole: BoolArray,
    *,
    people: Int64Array,
    groups: PeopleGroups,
) -> tuple[Estimates, Float64Array]:
    """Estimate the share of the images in ``whole`` that are also in ``part``, of each attribute.

    Args:
        part: bool (images, attributes), a subset of ``whole``.
        whole: bool (images, attributes).
        people: int64 (images,), a number from 0 for each image's person.
        groups: The groups of the images' people.

    Returns:
        The shares with intervals that also hold for rare things, see ``estimates.Shares``, NaN where ``whole`` is
        empty; and their values float64 (1 + groups, attributes), everyone's and with each group left out.
    """
    rows_of_group = [np.flatnonzero(groups.of == group) for group in range(groups.count)]
    hits, images = (np.array([mask[rows].sum(axis=0) for rows in rows_of_group]) for mask in (part, whole))
    people_of_attribute = np.array([count_people(people[column]) for column in whole.T])
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.vstack([hits.sum(axis=0), hits.sum(axis=0) - hits]) / np.vstack(
            [images.sum(axis=0), images.sum(axis=0) - images]
        )
    return estimate_shares(hits, whole=images, people=people_of_attribute), values
