"""What is read from the comparison of attributes: divergences, differences of shares, counts."""

import math
from dataclasses import replace
from typing import Literal

from facegap.compare.attributes import AttributeShares, ComparedAttribute
from facegap.compare.comparison import AttributeDrift, Comparison
from facegap.compare.gate.reading import Reading
from facegap.compare.joint.agreement import believed_range, rough_images

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
    above all values leaves open that it is larger. Of an annotator that isn't validated nothing is known.
    """
    drift = comparison.attributes
    if drift is None:
        return Reading((), unknown=NOT_COMPARED)
    if not drift.validated:
        return Reading((), unknown=_none_validated(drift))
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
        more = f"; {rough_images(needed)} images of each set would do" if needed else ""
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
    """The share of an attribute in Q minus that in P, in percentage points; unknown where it isn't validated."""
    drift = comparison.attributes
    if drift is None:
        return Reading((), unknown=NOT_COMPARED)
    compared = _compared(drift, attribute)
    if compared is None:
        return Reading((), unknown=_not_common(drift, attribute))
    sides = {comparison.real.name: compared.real, comparison.synthetic.name: compared.synthetic}
    unknown = _not_measured(drift, attribute, sides)
    if unknown:
        return Reading((), unknown=unknown)
    difference = compared.difference
    reading = Reading.of(
        difference.positive if difference else None,
        otherwise="it is defined for no image of one of the sets",
        scale=100,
    )
    return _by_scores(reading, by_scores=difference is not None and difference.by_scores)


def read_share(comparison: Comparison, attribute: str, *, which: Literal["real", "synthetic"]) -> Reading:
    """The share of an attribute in a set, 0 to 1: by calibrated scores, else by labels; unknown where not validated."""
    drift = comparison.attributes
    if drift is None:
        return Reading((), unknown=NOT_COMPARED)
    compared = _compared(drift, attribute)
    if compared is None:
        return Reading((), unknown=_not_common(drift, attribute))
    shares: AttributeShares = getattr(compared, which)
    unknown = _not_measured(drift, attribute, {getattr(comparison, which).name: shares})
    if unknown:
        return Reading((), unknown=unknown)
    reading = Reading.of(shares.share, otherwise="it is defined for no image of the set")
    return _by_scores(reading, by_scores=shares.by_scores is not None)


def count_clear(comparison: Comparison) -> Reading:
    """How many attributes differ clearly, of those that are validated; unknown where none is."""
    drift = comparison.attributes
    if drift is None:
        return Reading((), unknown=NOT_COMPARED)
    validated = [each for each in drift.each.compared if each.real.validated and each.synthetic.validated]
    if not validated:
        return Reading((), unknown=f"{_annotator(drift)} is validated for none of these attributes on both sets")
    reading = Reading.count(sum(difference.clear for _, difference in drift.each.ranked()))
    total = len(drift.each.compared)
    return reading if len(validated) == total else replace(reading, by=f"of {len(validated)} validated of {total}")


def count_missing(comparison: Comparison, *, which: Literal["lacking", "added"]) -> Reading:
    """How many combinations of attributes one set shows and the other lacks; unknown where these aren't validated."""
    drift = comparison.attributes
    if drift is None:
        return Reading((), unknown=NOT_COMPARED)
    if not drift.validated:
        return Reading((), unknown=_none_validated(drift))
    return Reading.count(drift.lacking.count if which == "lacking" else drift.added.count)


def _compared(drift: AttributeDrift, attribute: str) -> ComparedAttribute | None:
    return next((each for each in drift.each.compared if each.name == attribute), None)


def _not_measured(drift: AttributeDrift, attribute: str, sides: dict[str, AttributeShares]) -> str | None:
    """Why a number of an attribute isn't known although both sets have it; None where it may be.

    Args:
        drift: The comparison of the attributes.
        attribute: The name of the attribute.
        sides: Its shares in the sets that the number is about, by the name of the set.
    """
    annotator = _annotator(drift)
    doubtful = [name for name, shares in sides.items() if not shares.validated]
    if doubtful:
        return f"{annotator} isn't validated for {attribute} on images such as those of {' and '.join(doubtful)}"
    silent = [name for name, shares in sides.items() if shares.share is None and shares.defined]
    if silent:
        return (
            f"it is not measurable: {annotator} never gives {attribute} a positive, or never a negative label, and "
            f"there are no calibrated scores of it for {' and '.join(silent)}"
        )
    return None


def _none_validated(drift: AttributeDrift) -> str:
    """That nothing is known of attributes together, with what is to be said of the sets."""
    start = f"{_annotator(drift)} isn't validated for as many as two of these attributes on both sets"
    return f"{start}: {' '.join(drift.cautions).rstrip('.')}" if drift.cautions else start


def _annotator(drift: AttributeDrift) -> str:
    return drift.each.real.layer.removeprefix("attributes/")


def _by_scores(reading: Reading, *, by_scores: bool) -> Reading:
    return replace(reading, by="by calibrated scores") if by_scores and reading.values else reading


def _not_common(drift: AttributeDrift, attribute: str) -> str:
    only = [
        which
        for which, names in (("first", drift.each.only_real), ("second", drift.each.only_synthetic))
        if attribute in names
    ]
    return f"only the {only[0]} set has the attribute {attribute!r}" if only else f"no set has {attribute!r}"
