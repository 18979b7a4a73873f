"""How good an annotator is, attribute by attribute, on people whom it never saw."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from facegap.annotate.trust.attribute_intervals import attribute_share, jackknife_intervals, mean_over_attributes
from facegap.annotate.trust.measures import calibration_error, rank_areas, sorting_areas
from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int8Array, Int64Array
from facegap.base.short_repr import ShortRepr
from facegap.engine import available_cores
from facegap.estimates import Estimate, Estimates, PeopleGroups, group_people, subtract


@dataclass(frozen=True)
class Assessment(ShortRepr):
    """How good an annotator's predictions are. Intervals are of 95 % over people, and NaN where there is none.

    An image counts for an attribute if its true label is decided and it has a score; for ``coverage`` it also counts if
    it has no score, because it then keeps no label. All estimates are of arrays float64 (attributes,), 0 to 1.

    Attributes:
        images: The number of images.
        people: The number of people.
        positive_images: int64 (attributes,), the number of images with a positive true label.
        negative_images: int64 (attributes,), the number of images with a negative true label.
        positive_people: int64 (attributes,), the number of people on the images with a positive true label.
        negative_people: int64 (attributes,), the number of people on the images with a negative true label.
        sensitivity: The share of the positive images whose score is at least the attribute's base rate.
        specificity: The share of the negative images whose score is below it.
        balanced_accuracy: The mean of sensitivity and specificity; guessing has 0.5.
        auroc: The probability that a positive image has a higher score than a negative one; guessing has 0.5.
        average_precision: The area under precision and recall; guessing has the share of positives.
        calibration_error: The expected calibration error over 15 bins of equal mass; lower is better. Chance lifts it
            by up to the floor, so that its interval reaches down by that much further.
        calibration_floor: float64 (attributes,), the calibration error that chance alone would make of perfect scores.
        coverage: The share of the decided images that keep a label.
        right: The share of the kept labels that are right.
        right_positive: The share of the kept positive labels that are right.
        right_negative: The share of the kept negative labels that are right.
        sorting: The probability that a right prediction (positive from a score of 0.5) has a higher reliability than a
            wrong one.
        means: The mean over the attributes that have a value, by the name of each measure from ``sensitivity`` on.
        groups: The same of each demographic group by its name; their own ``groups`` are empty.
    """

    images: int
    people: int
    positive_images: Int64Array
    negative_images: Int64Array
    positive_people: Int64Array
    negative_people: Int64Array
    sensitivity: Estimates
    specificity: Estimates
    balanced_accuracy: Estimates
    auroc: Estimates
    average_precision: Estimates
    calibration_error: Estimates
    calibration_floor: Float64Array
    coverage: Estimates
    right: Estimates
    right_positive: Estimates
    right_negative: Estimates
    sorting: Estimates
    means: dict[str, Estimate]
    groups: dict[str, "Assessment"] = field(default_factory=dict)


def assess(
    scores: Float32Array,
    reliability: Float32Array,
    *,
    labels: Int8Array,
    truth: Int8Array,
    people: Int64Array,
    base_rates: Float64Array,
    groups: dict[str, BoolArray] | None = None,
    seed: int = 0,
) -> Assessment:
    """Assess an annotator by the true labels of people whom neither it nor its thresholds were fitted to.

    Intervals of shares are exact ones over people (``estimates.Shares``). That of balanced accuracy combines those of
    its two shares, taken as independent (Zou and Donner, 2008). Areas and the calibration error have intervals by the
    jackknife over groups of people; these are NaN where no person changes the value, as where it is perfect.

    >>> scores = np.array([[0.9], [0.8], [0.3], [0.1]], dtype=np.float32)
    >>> truth = np.array([[1], [1], [-1], [-1]], dtype=np.int8)
    >>> result = assess(
    ...     scores, np.abs(2 * scores - 1), labels=truth, truth=truth, people=np.arange(4), base_rates=np.array([0.5])
    ... )
    >>> float(result.auroc.value[0]), float(result.balanced_accuracy.value[0]), float(result.coverage.value[0])
    (1.0, 1.0, 1.0)

    Args:
        scores: float32 (images, attributes), the predicted probability of a positive label; NaN if there is none.
        reliability: float32 (images, attributes), the reliability of the prediction; NaN if there is none.
        labels: int8 (images, attributes), the labels that the annotator keeps: 1, −1, or 0 for undefined.
        truth: int8 (images, attributes), the true labels: 1, −1, or 0 where the truth is undefined, which doesn't
            count.
        people: int64 (images,), a number for each image's person.
        base_rates: float64 (attributes,), the score from which an image counts as positive for balanced accuracy:
            usually the share of positives.
        groups: bool (images,) by name, demographic groups that are also assessed separately; none may be empty.
        seed: The seed by which people are put into groups for intervals.

    Raises:
        ValueError: There is no image, or the shapes don't fit each other.
    """
    if not len(people):
        msg = "there is no image to assess, or none in one of the groups"
        raise ValueError(msg)
    if not scores.shape == reliability.shape == labels.shape == truth.shape == (len(people), len(base_rates)):
        shapes = [array.shape for array in (scores, reliability, labels, truth, people, base_rates)]
        msg = f"the shapes don't fit each other: {shapes}"
        raise ValueError(msg)
    people = np.unique(people, return_inverse=True)[1]
    people_groups = group_people(people, seed=seed)
    decided, scored = truth != 0, ~np.isnan(scores)
    positive, negative = (truth == 1) & scored, (truth == -1) & scored
    kept, right = decided & (labels != 0), labels == truth

    def share(part: BoolArray, whole: BoolArray) -> tuple[Estimates, Float64Array]:
        return attribute_share(part & whole, whole, people=people, groups=people_groups)

    auroc, average_precision, errors, floor = _areas(scores, positive, decided & scored, people_groups)
    sorting = sorting_areas(
        reliability,
        right=(scores >= 0.5) == (truth == 1),
        counts=decided & ~np.isnan(reliability),
        groups=people_groups,
    )
    measures = {
        "sensitivity": share(scores >= base_rates, positive),
        "specificity": share(scores < base_rates, negative),
        "auroc": (jackknife_intervals(auroc), auroc),
        "average_precision": (jackknife_intervals(average_precision), average_precision),
        "calibration_error": (jackknife_intervals(errors, floor=floor), errors),
        "coverage": share(kept, decided),
        "right": share(right, kept),
        "right_positive": share(right, kept & (labels == 1)),
        "right_negative": share(right, kept & (labels == -1)),
        "sorting": (jackknife_intervals(sorting), sorting),
    }
    measures["balanced_accuracy"] = _balanced(measures["sensitivity"], measures["specificity"])
    means = {name: mean_over_attributes(values) for name, (_, values) in measures.items()}
    means["calibration_error"] = mean_over_attributes(errors, floor=floor)
    return Assessment(
        images=len(people),
        people=int(people.max()) + 1,
        positive_images=positive.sum(axis=0),
        negative_images=negative.sum(axis=0),
        positive_people=_count_people(positive, people),
        negative_people=_count_people(negative, people),
        calibration_floor=floor,
        means=means,
        groups={
            name: assess(
                scores[mask],
                reliability[mask],
                labels=labels[mask],
                truth=truth[mask],
                people=people[mask],
                base_rates=base_rates,
                seed=seed,
            )
            for name, mask in (groups or {}).items()
        },
        **{name: estimates for name, (estimates, _) in measures.items()},
    )


def _areas(
    scores: Float32Array, positive: BoolArray, counts: BoolArray, groups: PeopleGroups
) -> tuple[Float64Array, Float64Array, Float64Array, Float64Array]:
    """AUROC, average precision and calibration error, each (1 + groups, attributes), and the error's floor."""

    def of_attribute(attribute: int) -> tuple[Float64Array, Float64Array, Float64Array, float]:
        rows = np.flatnonzero(counts[:, attribute])
        score, label, group = scores[rows, attribute], positive[rows, attribute], groups.of[rows]
        areas = rank_areas(score, label, groups=group, count=groups.count)
        return *areas, *calibration_error(score, label, groups=group, count=groups.count)

    with ThreadPoolExecutor(available_cores()) as pool:
        auroc, average, errors, floors = zip(*pool.map(of_attribute, range(scores.shape[1])), strict=True)
    return np.array(auroc).T, np.array(average).T, np.array(errors).T, np.array(floors)


def _balanced(
    sensitivity: tuple[Estimates, Float64Array], specificity: tuple[Estimates, Float64Array]
) -> tuple[Estimates, Float64Array]:
    """Half of the difference between sensitivity and false positive rate, plus a half."""
    value, low, high = specificity[0]
    difference = subtract(Estimates(1 - value, 1 - high, 1 - low), sensitivity[0])
    return Estimates(*((bound + 1) / 2 for bound in difference)), (sensitivity[1] + specificity[1]) / 2


def _count_people(images: BoolArray, people: Int64Array) -> Int64Array:
    return np.array([len(np.unique(people[column])) for column in images.T])
