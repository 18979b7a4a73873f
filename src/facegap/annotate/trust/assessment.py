"""How good an annotator is, attribute by attribute, on people whom it never saw."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from facegap.annotate.trust.calibration_error import calibration_error
from facegap.annotate.trust.intervals import intervals, mean_interval, share_of
from facegap.annotate.trust.ranking import rank_areas
from facegap.annotate.trust.sorting import sorting_areas
from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int8Array, Int64Array
from facegap.engine import available_cores
from facegap.estimates import Estimate, Estimates, PeopleGroups, group_people, subtract


@dataclass(frozen=True)
class Assessment:
    """What an annotator's answers are worth. Intervals are of 95 %, over people; NaN where there is none.

    An image counts for an attribute where its true label is decided and it has a score; for ``coverage`` also where it
    has none, since it is then not answered. Estimates are of arrays float64 (attributes,), 0 to 1.

    Attributes:
        images: of all.
        people: of all.
        positive_images: int64 (attributes,), with a positive true label.
        negative_images: int64 (attributes,), with a negative one.
        positive_people: int64 (attributes,), on the former.
        negative_people: int64 (attributes,), on the latter.
        sensitivity: share of the positive images whose score is at least the attribute's share; NaN of none.
        specificity: share of the negative images whose score is under it.
        balanced_accuracy: the mean of the two; 0.5 is a guess.
        auroc: chance that a positive image has the higher score than a negative one.
        average_precision: area under precision and recall; a guess has the share of positives.
        calibration_error: expected calibration error, 15 bins of equal mass; lower is better. Chance lifts it, by up to
            the floor, so that its interval reaches down by that much further.
        calibration_floor: float64 (attributes,), what it would be by chance were the scores perfect.
        coverage: share of the decided images that keep a label.
        right: share of the kept labels that are right.
        right_positive: the same of kept positive labels.
        right_negative: the same of kept negative labels.
        sorting: chance that a right answer (positive at a score of 0.5) has the higher reliability than a wrong one.
        means: the mean over the attributes that have a value, by the name of each measure above from
            ``sensitivity`` on.
        groups: the same of each demographic group; its own ``groups`` are empty.
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
    given: Int8Array,
    truth: Int8Array,
    people: Int64Array,
    shares: Float64Array,
    groups: dict[str, BoolArray] | None = None,
    seed: int = 0,
) -> Assessment:
    """Judge an annotator by true labels of people whom neither it nor its thresholds were fitted to.

    Intervals of shares are exact ones over people (``estimates.Shares``); that of balanced accuracy is made of those
    of its two shares, taken as independent (Zou and Donner, 2008); areas and the calibration error have the jackknife's
    over groups of people, NaN where no person changes them, as where they are perfect.

    Args:
        scores: float32 (images, attributes), chances of a positive label; NaN where the annotator gave none.
        reliability: float32 (images, attributes), of the answer; NaN where there is none.
        given: int8 (images, attributes), the labels that it keeps: 1, −1, or 0 for undefined.
        truth: int8 (images, attributes), 1, −1, or 0 where the truth is undefined, which doesn't count.
        people: int64 (images,), a number from 0 for each image's person.
        shares: float64 (attributes,), from which score an image counts as positive for balanced accuracy.
        groups: bool (images,) by name, demographic groups that are judged on their own too; none may be empty.
        seed: of the groups of people for intervals.

    Raises:
        ValueError: no image, or shapes that don't fit.
    """
    if not len(people):
        msg = "there is no image to assess, or none in one of the groups"
        raise ValueError(msg)
    if not scores.shape == reliability.shape == given.shape == truth.shape == (len(people), len(shares)):
        msg = f"shapes don't fit: {[a.shape for a in (scores, reliability, given, truth, people, shares)]}"
        raise ValueError(msg)
    people = np.unique(people, return_inverse=True)[1]
    divided = group_people(people, seed=seed)
    decided, there = truth != 0, ~np.isnan(scores)
    positive, negative = (truth == 1) & there, (truth == -1) & there
    kept, right = decided & (given != 0), given == truth

    def share(part: BoolArray, whole: BoolArray) -> tuple[Estimates, Float64Array]:
        return share_of(part & whole, whole, people=people, groups=divided)

    auroc, average_precision, errors, floor = _areas(scores, positive, decided & there, divided)
    sorting = sorting_areas(
        reliability, right=(scores >= 0.5) == (truth == 1), counts=decided & ~np.isnan(reliability), groups=divided
    )
    found = {
        "sensitivity": share(scores >= shares, positive),
        "specificity": share(scores < shares, negative),
        "auroc": (intervals(auroc), auroc),
        "average_precision": (intervals(average_precision), average_precision),
        "calibration_error": (intervals(errors, lifted=floor), errors),
        "coverage": share(kept, decided),
        "right": share(right, kept),
        "right_positive": share(right, kept & (given == 1)),
        "right_negative": share(right, kept & (given == -1)),
        "sorting": (intervals(sorting), sorting),
    }
    found["balanced_accuracy"] = _balanced(found["sensitivity"], found["specificity"])
    means = {name: mean_interval(values) for name, (_, values) in found.items()}
    means["calibration_error"] = mean_interval(errors, lifted=floor)
    return Assessment(
        images=len(people),
        people=int(people.max()) + 1,
        positive_images=positive.sum(axis=0),
        negative_images=negative.sum(axis=0),
        positive_people=_people_on(positive, people),
        negative_people=_people_on(negative, people),
        calibration_floor=floor,
        means=means,
        groups={
            name: assess(
                scores[mask],
                reliability[mask],
                given=given[mask],
                truth=truth[mask],
                people=people[mask],
                shares=shares,
                seed=seed,
            )
            for name, mask in (groups or {}).items()
        },
        **{name: estimates for name, (estimates, _) in found.items()},
    )


def _areas(
    scores: Float32Array, positive: BoolArray, counts: BoolArray, groups: PeopleGroups
) -> tuple[Float64Array, Float64Array, Float64Array, Float64Array]:
    """AUROC, average precision and calibration error, each (1 + groups, attributes), and the error's floor."""

    def one(attribute: int) -> tuple[Float64Array, Float64Array, Float64Array, float]:
        at = np.flatnonzero(counts[:, attribute])
        score, label, of = scores[at, attribute], positive[at, attribute], groups.of[at]
        areas = rank_areas(score, label, groups=of, count=groups.count)
        return *areas, *calibration_error(score, label, groups=of, count=groups.count)

    with ThreadPoolExecutor(available_cores()) as pool:
        auroc, average, errors, floors = zip(*pool.map(one, range(scores.shape[1])), strict=True)
    return np.array(auroc).T, np.array(average).T, np.array(errors).T, np.array(floors)


def _balanced(
    sensitivity: tuple[Estimates, Float64Array], specificity: tuple[Estimates, Float64Array]
) -> tuple[Estimates, Float64Array]:
    """Half of sensitivity less the false positive rate, plus a half."""
    value, low, high = specificity[0]
    difference = subtract(Estimates(1 - value, 1 - high, 1 - low), sensitivity[0])
    return Estimates(*((bound + 1) / 2 for bound in difference)), (sensitivity[1] + specificity[1]) / 2


def _people_on(images: BoolArray, people: Int64Array) -> Int64Array:
    return np.array([len(np.unique(people[column])) for column in images.T])
