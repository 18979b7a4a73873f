"""The demographic groups of people: strangers of one group are more alike than strangers at large."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from facegap.base.arrays import Int64Array
from facegap.benchmark.leakage.named_embeddings import NamedEmbeddings, person_vectors
from facegap.matching import OwnedEmbeddings

UNKNOWN = -1
"""The number of the group of a person of whom it isn't known."""


@dataclass(frozen=True)
class AuditedGroup:
    """A demographic group, and how many people of it there are.

    Attributes:
        name: The name of the group.
        people: The number of people of the synthetic set.
        reference_people: The number of people of the reference that says how alike strangers are.
        own_threshold: Whether these are enough for a threshold of the group's own.
    """

    name: str
    people: int
    reference_people: int
    own_threshold: bool


def group_names(sets: Sequence[NamedEmbeddings]) -> tuple[str, ...]:
    """The groups that any image of any of the sets is in, in alphabetical order."""
    return tuple(sorted({name for each in sets for name in each.groups or () if name is not None}))


def groups_of_people(named: NamedEmbeddings, names: Sequence[str]) -> Int64Array:
    """The group of each person: that of most of the images of which it is known.

    Args:
        named: A set.
        names: The names of all groups.

    Returns:
        int64 (people,), the place of the group in ``names``; −1 where no image has one, or two groups have as many.

    Example:
        >>> from facegap.matching import EmbeddedSet
        >>> embedded = EmbeddedSet(np.eye(6, dtype=np.float32), np.array([0, 0, 0, 1, 1, 2]), unknown=0, missing=0)
        >>> groups = ["old", "young", "old", "old", "young", None]
        >>> named = NamedEmbeddings("a set", embedded, list("abcdef"), list("aaabbc"), groups)
        >>> groups_of_people(named, ["old", "young"]).tolist()
        [0, -1, -1]
    """
    if named.groups is None or not names:
        return np.full(named.people, UNKNOWN, dtype=np.int64)
    votes = np.zeros((named.people, len(names)), dtype=np.int64)
    number = {name: at for at, name in enumerate(names)}
    of = np.array([number.get(group or "", UNKNOWN) for group in named.groups], dtype=np.int64)
    np.add.at(votes, (named.embedded.people[of >= 0], of[of >= 0]), 1)
    most = votes.max(axis=1, keepdims=True)
    decided = (most[:, 0] > 0) & ((votes == most).sum(axis=1) == 1)
    return np.where(decided, votes.argmax(axis=1), UNKNOWN)


class ImagesAndCenters(NamedTuple):
    """The images of some people and the mean embedding of each person, with the numbers of their people and groups.

    Attributes:
        images: All images; their groups are those of their people, −1 where a group isn't known.
        centers: A center for each person, in the order of the people's numbers.
    """

    images: OwnedEmbeddings
    centers: OwnedEmbeddings

    @classmethod
    def of(cls, named: NamedEmbeddings, names: Sequence[str]) -> "ImagesAndCenters":
        """The images and centers of a set.

        Raises:
            BenchmarkError: the embeddings of a person cancel out.
        """
        groups, people = groups_of_people(named, names), named.embedded.people
        images = OwnedEmbeddings(named.embedded.embeddings, people, groups[people])
        return cls(images, OwnedEmbeddings(person_vectors(named.embedded), np.arange(len(groups)), groups))

    @property
    def first_images(self) -> OwnedEmbeddings:
        """The first image of each person."""
        first = np.unique(self.images.people, return_index=True)[1]
        return self.images.only(first)


def join_images_and_centers(sets: Sequence[ImagesAndCenters]) -> ImagesAndCenters:
    """The people of several sets in one, with other numbers for the people of each."""
    starts = np.cumsum([0, *(len(each.centers.people) for each in sets)])

    def join(parts: Sequence[OwnedEmbeddings]) -> OwnedEmbeddings:
        moved = [part.people + start for part, start in zip(parts, starts, strict=False)]
        vectors, groups = ([getattr(part, name) for part in parts] for name in ("vectors", "groups"))
        return OwnedEmbeddings(np.concatenate(vectors), np.concatenate(moved), np.concatenate(groups))

    return ImagesAndCenters(join([each.images for each in sets]), join([each.centers for each in sets]))
