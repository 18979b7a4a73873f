"""The identities whose images agree least on an attribute, to be looked at."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray
from facegap.compare.identities.consistency import owned_by_person
from facegap.compare.identities.signs import people_signs
from facegap.compare.labels import LabeledSet


@dataclass(frozen=True)
class Inconsistent:
    """One identity whose images disagree.

    Attributes:
        person: The number of the person in the ``LabeledSet``.
        attribute: The name of the attribute on which the images disagree.
        positive: How many images are positive.
        negative: How many are negative.
        positive_rows: The places of some of the positive ones in the ``LabeledSet``.
        negative_rows: The places of some of the negative ones.
    """

    person: int
    attribute: str
    positive: int
    negative: int
    positive_rows: tuple[int, ...]
    negative_rows: tuple[int, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """The places of both kinds of images in the ``LabeledSet``."""
        return self.positive_rows + self.negative_rows


def inconsistent_people(labeled: LabeledSet, *, identities: int = 8, images: int = 3) -> list[Inconsistent]:
    """Find the most inconsistent identities over all attributes that a person owns, each with the worst of them.

    Args:
        labeled: The set, with its labels.
        identities: How many identities are given at most.
        images: How many images of each kind are given at most of each identity.
    """
    owned = [name for name in labeled.attributes if owned_by_person(name)]
    candidates = [
        identity
        for name in owned
        for identity in most_inconsistent(labeled, name, identities=identities, images=images)
    ]
    candidates.sort(
        key=lambda identity: (-min(identity.positive, identity.negative), max(identity.positive, identity.negative))
    )
    first = {identity.person: identity for identity in reversed(candidates)}
    return [identity for identity in candidates if first[identity.person] is identity][:identities]


def most_inconsistent(
    labeled: LabeledSet, attribute: str, *, identities: int = 6, images: int = 3
) -> list[Inconsistent]:
    """Find the identities with images of both kinds, the most evenly divided first.

    Evenly divided are those with the most images of the rarer kind, and of these the ones with the fewest others: a
    person who is Male on half of many images comes before one who is so on one of two.

    Args:
        labeled: The set, with its labels.
        attribute: The name of one of its attributes, such as one that ``owned_by_person``.
        identities: How many identities are given at most.
        images: How many images of each kind are given at most of each identity.
    """
    (signs,) = people_signs(labeled, (attribute,))
    rarer, commoner = np.minimum(signs.positive, signs.negative), np.maximum(signs.positive, signs.negative)
    order = np.lexsort((signs.people, commoner, -rarer))
    labels = labeled.labels[:, labeled.attributes.index(attribute)]
    inconsistent = []
    for place in order[rarer[order] > 0][:identities]:
        own = labeled.people == signs.people[place]
        rows = [_first(own & (labels == sign), images) for sign in (1, -1)]
        counts = int(signs.positive[place]), int(signs.negative[place])
        inconsistent.append(Inconsistent(int(signs.people[place]), attribute, *counts, rows[0], rows[1]))
    return inconsistent


def _first(chosen: BoolArray, count: int) -> tuple[int, ...]:
    return tuple(int(row) for row in np.flatnonzero(chosen)[:count])
