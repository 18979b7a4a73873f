"""How far a share that is estimated from scores is off where the people differ from those that were labeled."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from facegap.base.arrays import BoolArray, Int8Array, Int64Array
from facegap.estimates import ExclusiveScores, exponential_weights, people_units

_REPLICATES = 100
_LEAST_PEOPLE = 20
"""A group of fewer people says too little of an error (ours)."""

Families = Mapping[str, Mapping[str, BoolArray]]
"""Families of demographic groups, such as ages: the images of each group, bool (images,), by name."""


def estimated_share(scores: ExclusiveScores, *, member: int) -> float:
    """Estimate the share of a member among images, from their scores, as comparisons do."""
    units = people_units(np.arange(len(scores.values)), seed=0)
    return float(scores.shares(units, np.ones((1, units.count)))[0, member])


class ShareError(NamedTuple):
    """Standard deviations of the error of estimated shares, 0 to 1.

    Attributes:
        total: Of all that is off.
        spread: Of the part that differs between sets of one domain that are mixed of other people.
    """

    total: float
    spread: float


def share_error(
    scores: ExclusiveScores, labels: Int8Array, *, member: int, people: Int64Array, families: Families, seed: int = 0
) -> ShareError:
    """Find the standard deviation of the error of estimated shares over other mixtures of the same groups (ours).

    The estimate assumes that the faces of each class look as they did where the scores were calibrated. They don't
    quite: old men are scored otherwise than young ones. With e_g the error of group g, a set in which the G groups of a
    family have random weights (Dirichlet's distribution with all parameters 1) has an error of the variance
    Σ (e_g − ē)² / (G (G + 1)) about ē. That is summed over the families, together with the square of the error over
    all images; the parts of both that chance alone explains are taken off. Where labels leave an attribute open, as
    of faces that are White or not by who is asked, the true share may be anywhere in a range as wide as the share of
    these faces: its variance, a twelfth of the square, is added.

    Args:
        scores: The calibrated scores of the attribute, with those of its family if it has one.
        labels: int8 (images,), of the attribute: 1, −1, or 0 where undefined, which is left out.
        member: The attribute's place in its family, from 0; 0 where it is alone.
        people: int64 (images,), a number for each image's person.
        families: Demographic groups; groups of few people are left out.
        seed: The seed of the weights by which chance is measured.
    """
    usable = (labels != 0) & scores.known

    def error(chosen: BoolArray) -> tuple[float, float]:
        return _error(scores.of_images(chosen), labels[chosen] > 0, people[chosen], member=member, seed=seed)

    value, noise = error(usable)
    undecided = float(np.mean(labels == 0))
    common, variance = max(value**2 - noise, 0.0) + undecided**2 / 12, 0.0
    for groups in families.values():
        chosen = [images & usable for images in groups.values()]
        measured = [error(images) for images in chosen if len(np.unique(people[images])) >= _LEAST_PEOPLE]
        if len(measured) > 1:
            errors, noises = (np.array(values) for values in zip(*measured, strict=True))
            spread = np.sum((errors - errors.mean()) ** 2) - np.sum(noises) * (1 - 1 / len(errors))
            variance += max(spread, 0.0) / (len(errors) * (len(errors) + 1))
    return ShareError(float(np.sqrt(common + variance)), float(np.sqrt(variance)))


def _error(
    scores: ExclusiveScores, positive: BoolArray, people: Int64Array, *, member: int, seed: int
) -> tuple[float, float]:
    """Estimated minus true share, and the variance of that through the choice of people."""
    units = people_units(np.unique(people, return_inverse=True)[1], seed=seed)
    weights = exponential_weights(units.count, seed=seed, replicates=_REPLICATES)
    everyone = np.vstack([np.ones(units.count), weights])
    positives = np.bincount(units.of, positive, minlength=units.count)
    images = np.bincount(units.of, minlength=units.count)
    errors = scores.shares(units, everyone)[:, member] - (everyone @ positives) / (everyone @ images)
    return float(errors[0]), float(errors[1:].var())
