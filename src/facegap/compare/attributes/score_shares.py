"""How frequent each attribute is in one set by its annotator's calibrated scores, with the error that these have."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from facegap.base.arrays import Float64Array
from facegap.compare.labels import LabeledSet
from facegap.engine import available_cores
from facegap.estimates import (
    ExclusiveScores,
    Shares,
    bootstrap_variance,
    count_people,
    exponential_weights,
    people_units,
    random_halves,
)

_REPLICATES = 300
"""Times that people are weighed anew (ours); a standard deviation is then known to about 4 %."""
_LEAST_FOR_HALVES = 4


@dataclass(frozen=True)
class ScoreShares:
    """Shares of the positive among all images that have a score, estimated under label shift.

    Attributes:
        shares: The shares of each attribute, with the doubt from the choice of people and the annotator's error; NaN
            where it isn't known for which share its scores are calibrated, and without an interval where the
            annotator wasn't validated.
        relative: The same with that part only of the annotator's error that differs between sets of one domain, for
            their differences.
        halves: float64 (2, splits, attributes), the shares in either half of some random divisions of the people.
    """

    shares: Shares
    relative: Shares
    halves: Float64Array


def estimate_score_shares(labeled: LabeledSet, *, seed: int) -> ScoreShares | None:
    """Estimate how frequent each attribute is from calibrated scores; None where the set has none of a known annotator.

    The estimate is that of ``ExclusiveScores``, which assumes that the faces of each class look as they did where the
    scores were calibrated. By how much that is wrong is known from validation, and goes into each interval. The classes
    are the members of a family that exclude each other; an attribute of no family, or of a family of which scores of
    some members are missing or aren't calibrated, is one of two classes, with all else as the other.

    Args:
        labeled: The set, with its scores.
        seed: The seed of the people's weights in the bootstrap, and of their division into halves.
    """
    priors, scores = labeled.validity.priors, labeled.scores
    if scores is None or not any(name in priors for name in labeled.attributes):
        return None
    units = people_units(labeled.people, seed=seed)
    weights = exponential_weights(units.count, seed=seed, replicates=_REPLICATES)
    halves = random_halves(units.count, seed=seed)[: None if units.count >= _LEAST_FOR_HALVES else 0]
    choices = np.vstack([np.ones((1, units.count)), weights, halves, ~halves])
    # The people of those who have a score of an attribute are nearly always all people.
    people, images = count_people(labeled.people), float(len(labeled.people))
    validity = labeled.validity
    errors, spreads = _errors(labeled, validity.share_errors), _errors(labeled, validity.share_spreads)
    groups = _estimated_together(labeled)

    def of_group(group: tuple[list[int], bool]) -> Float64Array:
        columns, exhaustive = group
        by_name = np.array([priors[labeled.attributes[column]] for column in columns])
        return ExclusiveScores(scores[:, columns], by_name, exhaustive).shares(units, choices)

    estimates = np.full((len(choices), len(labeled.attributes)), np.nan)
    with ThreadPoolExecutor(available_cores()) as pool:
        for (columns, _), of_members in zip(groups, pool.map(of_group, groups), strict=True):
            estimates[:, columns] = of_members
    value, replicates = estimates[0], estimates[1 : 1 + _REPLICATES]
    many = np.full(len(value), people)
    shares = Shares(
        value=value,
        variance=bootstrap_variance(replicates, units=units.count),
        people=many,
        images=np.full(len(value), images),
        freedom=np.maximum(many - 1, 1),
        error=errors,
    )
    return ScoreShares(
        shares, replace(shares, error=spreads), estimates[1 + _REPLICATES :].reshape(2, len(halves), len(value))
    )


def _estimated_together(labeled: LabeledSet) -> list[tuple[list[int], bool]]:
    """The columns of each family, and of each other attribute of a known prior, and whether they are exhaustive."""
    names, priors = labeled.attributes, labeled.validity.priors
    families = [family for family in labeled.validity.families if family.estimable(names, priors=priors)]
    members = {member for family in families for member in family.members}
    alone = [([column], False) for column, name in enumerate(names) if name in priors and name not in members]
    return [*(([names.index(name) for name in family.members], family.exhaustive) for family in families), *alone]


def _errors(labeled: LabeledSet, by_attribute: dict[str, float]) -> Float64Array:
    """The error of each attribute; NaN of what nobody has validated: an interval without it would look sure."""
    return np.array(
        [by_attribute.get(name, 0.0) if labeled.validity.trusts(name) else np.nan for name in labeled.attributes]
    )
