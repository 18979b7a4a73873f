"""A set that is audited, or that another is audited against: its embeddings, with the names of images and people."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from facegap.base.arrays import Float32Array
from facegap.base.errors import BenchmarkError
from facegap.base.short_repr import ShortRepr
from facegap.faceset import IMAGES, FaceSet
from facegap.matching import EmbeddedSet


@dataclass(frozen=True)
class NamedEmbeddings(ShortRepr):
    """Images that have an embedding, in the order of their face set.

    Attributes:
        name: What the set is called.
        embedded: The embeddings, and whose each is.
        image_ids: The id of each image.
        identities: The identity of each image; None for one without, which counts as a person of its own.
        groups: The demographic group of each image, such as ``Black`` or ``woman``; None for an image of which it isn't
            known, and in place of all where nothing is known.
    """

    name: str
    embedded: EmbeddedSet
    image_ids: Sequence[str]
    identities: Sequence[str | None]
    groups: Sequence[str | None] | None = None

    @classmethod
    def load(cls, faceset: FaceSet, embedding: str, *, name: str | None = None) -> "NamedEmbeddings":
        """Read the layer ``embeddings/<embedding>``.

        Args:
            faceset: The set.
            embedding: The name of its embeddings.
            name: What to call the set; by default what it calls itself.

        Raises:
            FaceSetError: as for ``EmbeddedSet.load``.
        """
        embedded, marks = EmbeddedSet.load_marked(faceset, embedding)
        has_embedding = pl.Series(marks)
        image_ids = faceset.column(IMAGES, "image_id").filter(has_embedding).to_list()
        identities = faceset.column(IMAGES, "identity").filter(has_embedding).to_list()
        return cls(name or faceset.info.name, embedded, image_ids, identities)

    @property
    def people(self) -> int:
        """Number of people; images without an identity count as one each."""
        return int(self.embedded.people.max()) + 1

    @property
    def single(self) -> bool:
        """Whether nobody has two images."""
        return self.people == len(self.image_ids)


def person_vectors(embedded: EmbeddedSet) -> Float32Array:
    """The mean of each person's embeddings, of unit length again: what is known of a person, seen in several images.

    Returns:
        float32 (people, dimensions), by the numbers in ``embedded.people``.

    Raises:
        BenchmarkError: the embeddings of a person cancel out.
    """
    people = embedded.people
    order = np.argsort(people, kind="stable")
    starts = np.searchsorted(people[order], np.arange(int(people.max()) + 1))
    sums = np.add.reduceat(embedded.embeddings[order], starts, axis=0, dtype=np.float64)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    if np.any(lengths < 1e-6):
        msg = (
            f"the embeddings of an identity with {int((people == np.argmin(lengths)).sum())} images cancel out: "
            "are they embeddings of faces?"
        )
        raise BenchmarkError(msg)
    return np.asarray(sums / lengths, dtype=np.float32)


def closest_images(first: EmbeddedSet, person: int, second: EmbeddedSet, other_person: int) -> tuple[int, int]:
    """The rows of the two images that are most alike, of a person of one set and a person of another, or the same."""
    rows, columns = np.flatnonzero(first.people == person), np.flatnonzero(second.people == other_person)
    scores = first.embeddings[rows] @ second.embeddings[columns].T
    row, column = np.unravel_index(int(np.argmax(scores)), scores.shape)
    return int(rows[row]), int(columns[column])


def join_sets(sets: Sequence[NamedEmbeddings]) -> EmbeddedSet:
    """The embeddings of several sets in one, with other numbers for the people of each.

    Raises:
        ValueError: the embeddings have other dimensions.
    """
    starts = np.cumsum([0, *(each.people for each in sets)])
    return EmbeddedSet(
        np.concatenate([each.embedded.embeddings for each in sets]),
        np.concatenate([each.embedded.people + start for each, start in zip(sets, starts, strict=False)]),
        sum(each.embedded.unknown for each in sets),
        sum(each.embedded.missing for each in sets),
    )
