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


def intervals(values: Float64Array, *, lifted: Float64Array | float = 0.0) -> Estimates:
    """Estimates, from 0 to 1, of each attribute by the jackknife over groups of people, as ``estimates.jackknife``.

    Args:
        values: float64 (1 + groups, attributes), everyone's first, then with each group of people left out.
        lifted: (attributes,), by how much chance may lift the value; the interval reaches down as much further (ours).
    """
    value, groups = values[0], len(values) - 1
    if groups < 2:
        return Estimates(value, np.full_like(value, np.nan), np.full_like(value, np.nan))
    variance = jackknife_variance(values[1:])
    half = scipy.special.stdtrit(groups - 1, (1 + CONFIDENCE) / 2) * np.sqrt(np.where(variance > 0, variance, np.nan))
    return Estimates(value, np.maximum(value - half - lifted, 0.0), np.minimum(value + half, 1.0))


def mean_interval(values: Float64Array, *, lifted: Float64Array | None = None) -> Estimate:
    """The mean over the attributes that have a value, by the jackknife; NaN where none has.

    Where an attribute has none without one group of people, that group is taken to change nothing for it.

    Args:
        values: as of ``intervals``.
        lifted: likewise.
    """
    has_value = np.isfinite(values[0])
    known = values[:, has_value]
    if not known.size:
        return Estimate(math.nan, math.nan, math.nan)
    means = np.where(np.isfinite(known), known, known[0]).mean(axis=1)
    mean_lift = 0.0 if lifted is None else float(lifted[has_value].mean())
    return intervals(means[:, None], lifted=mean_lift).at(0)


def share_of(
    part: BoolArray,
    whole: BoolArray,
    *,
    people: Int64Array,
    groups: PeopleGroups,
) -> tuple[Estimates, Float64Array]:
    """The share of the images of ``whole`` that are in ``part`` too, of each attribute.

    Args:
        part: bool (images, attributes), within ``whole``.
        whole: bool (images, attributes).
        people: int64 (images,), a number from 0 for each image's person.
        groups: of the images' people.

    Returns:
        Shares with intervals that hold for rare things too, see ``estimates.Shares``, NaN of nothing; and their values
        float64 (1 + groups, attributes), everyone's and with each group left out.
    """
    of_group = [np.flatnonzero(groups.of == group) for group in range(groups.count)]
    hits, images = (np.array([kind[at].sum(axis=0) for at in of_group]) for kind in (part, whole))
    persons = np.array([count_people(people[column]) for column in whole.T])
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.vstack([hits.sum(axis=0), hits.sum(axis=0) - hits]) / np.vstack(
            [images.sum(axis=0), images.sum(axis=0) - images]
        )
    return estimate_shares(hits, whole=images, people=persons), values
