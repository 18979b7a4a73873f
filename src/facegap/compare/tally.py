"""The labels of a set, counted by group of people."""

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from facegap.compare.labels import LabelledSet
from facegap.estimates import Estimates, PeopleGroups, count_people, estimate_shares, group_people
from facegap.estimates.shares import Counts


class Label(IntEnum):
    """Place of a label among the counts."""

    NEGATIVE = 0
    UNDEFINED = 1
    POSITIVE = 2


class Tally:
    """How many images have which label; all else is found from these counts, however many images there are.

    Attributes:
        groups: the groups of people.
        counts: int64 (groups, attributes, 3).
        defined: int64 (attributes,), images for which each attribute is positive or negative.
        positive_of_defined: the share of the positive among those.
    """

    def __init__(self, labelled: LabelledSet, attributes: Sequence[str], *, seed: int) -> None:
        self._people = np.full(len(attributes), count_people(labelled.people))
        self.groups = group_people(labelled.people, seed=seed)
        columns = [labelled.labels[:, labelled.attributes.index(name)] for name in attributes]
        self.counts = np.stack([_count(column, self.groups) for column in columns], axis=1)
        whole = self.counts[..., Label.POSITIVE] + self.counts[..., Label.NEGATIVE]
        people = np.array([count_people(labelled.people[column != 0]) for column in columns])
        self.defined = whole.sum(axis=0)
        self.positive_of_defined = estimate_shares(self.counts[..., Label.POSITIVE], whole=whole, people=people)

    def share(self, label: Label) -> Estimates:
        """Of all images, those with a label, for each attribute."""
        whole = self.counts.sum(axis=-1)
        return estimate_shares(self.counts[..., label], whole=whole, people=self._people)

    def outcomes(self, chosen: npt.NDArray[np.bool_] | None = None) -> Counts:
        """Positive and negative images, int64 (attributes, 2); of choices of groups, (choices, attributes, 2)."""
        pairs = self.counts[..., [Label.POSITIVE, Label.NEGATIVE]]
        return pairs.sum(axis=0) if chosen is None else np.tensordot(chosen.astype(np.int64), pairs, axes=1)


def _count(labels: npt.NDArray[np.int8], groups: PeopleGroups) -> Counts:
    """int64 (groups, 3)."""
    cells = groups.of * len(Label) + (labels + 1)
    return np.bincount(cells, minlength=groups.count * len(Label)).reshape(groups.count, len(Label))
