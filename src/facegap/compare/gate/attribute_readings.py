"""What is read from the comparison of attributes: divergences, differences of shares, counts."""

import math
from typing import Literal

from facegap.compare.comparison import AttributeDrift, Comparison
from facegap.compare.gate.reading import Reading
from facegap.compare.joint import Divergence

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
    """KL of all attributes together, by one estimator or by all that have settled, in nats.

    One that is within noise tells that KL is no larger than its interval.
    """
    drift = comparison.attributes
    if drift is None:
        return Reading((), unknown=NOT_COMPARED)
    divergences: dict[str, Divergence] = {name: getattr(ways, way) for name, ways in drift.joint.estimators.items()}
    if estimator:
        name = ESTIMATORS[estimator]
        divergences = {name: divergences[name]}
    believed = {name: each for name, each in divergences.items() if each.settled and each.value.bounded}
    values = tuple(each.value for each in believed.values())
    if not believed:
        which = "it isn't" if estimator else "none of its estimators is"
        return Reading((), unknown=f"{which} to be believed with so few images")
    by = f"by {', '.join(believed)}"
    if all(each.bound for each in believed.values()):
        least = min(value.value for value in values)
        return Reading(values, by, "that is a lower bound, and the truth may be larger", (least, math.inf))
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
