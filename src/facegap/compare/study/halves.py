"""Two halves of the people of one set, compared as if they were two sets: what no difference looks like."""

from dataclasses import replace

import numpy as np

from facegap.base.arrays import BoolArray, Int64Array
from facegap.compare.identities import SetPeople
from facegap.compare.labels import LabeledSet
from facegap.compare.study.crossing import MatrixCell, cross_sets
from facegap.engine import generator
from facegap.matching import EmbeddedSet

LEAST_PEOPLE = 8
"""Fewer people than these aren't divided (ours): of three in each half hardly anything can be told."""


def cross_halves(people: SetPeople, *, name: str, attributes: tuple[str, ...], seed: int = 0) -> MatrixCell | None:
    """Divide the people of a set in two at random, once, and compare the halves as two sets are compared.

    The halves have half as many people as the set, so that chance is larger between them than between whole sets.

    Args:
        people: The people of the set, with their labels and embeddings.
        name: The name of the set.
        attributes: The names of the attributes to compare by.
        seed: The seed of the division, and of all else that is drawn at random.

    Returns:
        The first half as P, the second as Q, both called as the set; None where it has fewer than ``LEAST_PEOPLE``
        people.
    """
    first, second = people, people
    if people.labeled:
        chosen = _first_half(people.labeled.people, seed)
        if chosen is None:
            return None
        first = replace(first, labeled=_labels_of(people.labeled, chosen))
        second = replace(second, labeled=_labels_of(people.labeled, ~chosen))
    if people.embedded:
        chosen = _first_half(people.embedded.people, seed)
        if chosen is None:
            return None
        first = replace(first, embedded=_embeddings_of(people.embedded, chosen))
        second = replace(second, embedded=_embeddings_of(people.embedded, ~chosen))
    cells, _ = cross_sets(first, second, names=(name, name), attributes=attributes, seed=seed)
    return cells[0]


def _first_half(people: Int64Array, seed: int) -> BoolArray | None:
    """Whether each image is of somebody in the first half; None where there are too few people."""
    everyone, numbers = np.unique(people, return_inverse=True)
    if len(everyone) < LEAST_PEOPLE:
        return None
    order = generator(seed, "study", "halves").permutation(len(everyone))
    return np.asarray((order < len(everyone) // 2)[numbers])


def _labels_of(labeled: LabeledSet, chosen: BoolArray) -> LabeledSet:
    return replace(
        labeled,
        labels=labeled.labels[chosen],
        people=labeled.people[chosen],
        rows=labeled.rows[chosen],
        scores=None if labeled.scores is None else labeled.scores[chosen],
    )


def _embeddings_of(embedded: EmbeddedSet, chosen: BoolArray) -> EmbeddedSet:
    return replace(embedded, embeddings=embedded.embeddings[chosen], people=embedded.people[chosen])
