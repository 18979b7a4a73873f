"""What is read from the comparison of attributes: divergences, differences of shares, counts."""

import math
from typing import Literal

from facegap.compare.comparison import AttributeDrift, Comparison
from facegap.compare.gate.reading import Reading
from facegap.compare.joint.agreement import believed_range

Way = Literal["p_q", "q_p"]

ESTIMATORS = {
    "tree": "Chow–Liu tree",
    "kernel": "Kernel density",
    "neighbors": "Nearest neighbors",
    "classifier": "Classifier",
}
"""Estimators of the joint divergence, as a condition and as a result calls them."""

NOT_COMPARED = "attributes were not compared"


def read_joint(comparison: Comparison, estimator: str | None = None, *, way: Way) -> Reading:
    """KL of all attributes together in nats, by one estimator or by all that are to be believed.

    Where none is, those that are within noise tell that it is no larger than their intervals. A lower bound that is
    above all values leaves open that it is larger.
    """
    drift = comparison.attributes
    if drift is None:
        return Reading((), unknown=NOT_COMPARED)
    ways = {name: getattr(each, way) for name, each in drift.joint.estimators.items()}
    floors = {name: each.floor for name, each in drift.joint.estimators.items()}
    asked = {ESTIMATORS[estimator]: ways[ESTIMATORS[estimator]]} if estimator else ways
    together = believed_range(asked, floors)
    chosen = {name: each for name, each in asked.items() if each.believable}
    noise = "" if chosen else ", within noise"
    chosen = chosen or {name: each for name, each in asked.items() if each.settled and each.value.bounded}
    values, by = tuple(each.value for each in chosen.values()), f"by {', '.join(chosen)}{noise}"
    if not values:
        doubts = ", ".join(f"{name}: {doubt}" for name, doubt in together.doubts.items())
        needed = together.images_needed
        more = f"; about {needed} images of each set would do" if needed else ""
        possible = (-math.inf if together.at_least is None else together.at_least, math.inf)
        return Reading((), unknown=f"none is to be believed ({doubts}){more}", possible=possible)
    largest = max(value.value for value in values)
    if all(each.bound for each in chosen.values()):
        return Reading(values, by, "that is a lower bound, and the truth may be larger", (largest, math.inf))
    if together.at_least is not None and together.at_least > largest:
        bound = f"a lower bound says that it is at least {together.at_least:.4g} nats"
        return Reading(values, by, bound, (together.at_least, math.inf))
    return Reading(values, by)


def read_difference(comparison: Comparison, attribute: str) -> Reading:
    """The share of an attribute in Q minus that in P, in percentage points."""
    drift = comparison.attributes
    if drift is None:
        return Reading((), unknown=NOT_COMPARED)
    compared = {each.name: each for each in drift.each.compared}
    if attribute not in compared:
        return Reading((), unknown=_not_common(drift, attribute))
    difference = compared[attribute].difference
    return Reading.of(
        difference.positive if difference else None,
        otherwise="it is defined for no image of one of the sets",
        scale=100,
    )


def read_share(comparison: Comparison, attribute: str, *, which: Literal["real", "synthetic"]) -> Reading:
    """The share of an attribute among the images of a set for which it is defined, 0 to 1."""
    drift = comparison.attributes
    if drift is None:
        return Reading((), unknown=NOT_COMPARED)
    compared = {each.name: each for each in drift.each.compared}
    if attribute not in compared:
        return Reading((), unknown=_not_common(drift, attribute))
    shares = compared[attribute].real if which == "real" else compared[attribute].synthetic
    return Reading.of(shares.positive_of_defined, otherwise="it is defined for no image of the set")


def count_clear(comparison: Comparison) -> Reading:
    """How many attributes differ clearly."""
    drift = comparison.attributes
    if drift is None:
        return Reading((), unknown=NOT_COMPARED)
    return Reading.count(sum(difference.clear for _, difference in drift.each.ranked()))


def count_missing(comparison: Comparison, *, which: Literal["lacking", "added"]) -> Reading:
    """How many combinations of attributes one set shows and the other lacks."""
    drift = comparison.attributes
    if drift is None:
        return Reading((), unknown=NOT_COMPARED)
    return Reading.count(drift.lacking.count if which == "lacking" else drift.added.count)


def _not_common(drift: AttributeDrift, attribute: str) -> str:
    only = [
        which
        for which, names in (("first", drift.each.only_real), ("second", drift.each.only_synthetic))
        if attribute in names
    ]
    return f"only the {only[0]} set has the attribute {attribute!r}" if only else f"no set has {attribute!r}"
