"""What an audit would notice: the share of real people who are recognized again at its thresholds."""

from collections.abc import Mapping

import numpy as np

from facegap.base.arrays import Float64Array
from facegap.benchmark.leakage.demographics import ImagesAndCenters
from facegap.benchmark.leakage.nearest_people import Kind
from facegap.benchmark.leakage.shares import share_of_flagged
from facegap.estimates import Estimate


def leak_sensitivity(known: ImagesAndCenters, limits: Mapping[Kind, Float64Array], *, seed: int) -> Estimate | None:
    """Whether the first image of each person finds the mean of their others, or one of them.

    Args:
        known: Real people.
        limits: The thresholds between groups by each kind of comparison that is made, as of ``GroupedCalibration``.
        seed: The seed by which people are dealt into groups; intervals alone depend on it.

    Returns:
        Their share of the people with several images; None where nobody has several.
    """
    order = np.argsort(known.images.people, kind="stable")
    vectors, people = known.images.vectors[order], known.images.people[order]
    images = np.bincount(people)
    starts = np.searchsorted(people, np.arange(len(images)))
    several = images > 1
    if not several.any():
        return None
    first = vectors[starts]
    rest = np.add.reduceat(vectors, starts, axis=0, dtype=np.float64) - first
    with np.errstate(invalid="ignore", divide="ignore"):
        by_means = np.einsum("pd,pd->p", first, rest) / np.linalg.norm(rest, axis=1)
    each = np.einsum("id,id->i", vectors, first[people])
    each[starts] = -np.inf
    scores = {"person": by_means, "center": by_means, "image": np.maximum.reduceat(each, starts)}
    groups = known.centers.groups
    recognized = np.any([scores[kind] >= limit[groups, groups] for kind, limit in limits.items()], axis=0)
    return share_of_flagged(recognized[several], seed=seed)


def duplicate_sensitivity(known: ImagesAndCenters, limits: Float64Array, *, single: bool, seed: int) -> Estimate | None:
    """Whether two images of each person, or the means of two halves of their images, are as similar as one person.

    Args:
        known: Real people.
        limits: The thresholds between groups, as of ``GroupedCalibration``.
        single: Whether the people who are compared have one image each, so that two images are to be compared.
        seed: The seed by which people are dealt into groups; intervals alone depend on it.

    Returns:
        Their share of the people with several images; None where nobody has several.
    """
    order = np.argsort(known.images.people, kind="stable")
    vectors, people = known.images.vectors[order].astype(np.float64), known.images.people[order]
    images = np.bincount(people)
    place = np.arange(len(people)) - np.searchsorted(people, people)
    sides = [place == 0, place == 1] if single else [2 * place < images[people], 2 * place >= images[people]]
    sums = [np.zeros((len(images), vectors.shape[1])) for _ in sides]
    for side, total in zip(sides, sums, strict=True):
        np.add.at(total, people[side], vectors[side])
    several = images > 1
    if not several.any():
        return None
    first, second = (total[several] / np.linalg.norm(total[several], axis=1, keepdims=True) for total in sums)
    groups = known.centers.groups[several]
    recognized = np.einsum("pd,pd->p", first, second) >= limits[groups, groups]
    return share_of_flagged(recognized, seed=seed)
