"""What a protocol's tasks compare: one embedding for each of its images or templates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Int64Array
from facegap.base.errors import BenchmarkError
from facegap.benchmark.matched_faces import MatchedFaces
from facegap.benchmark.protocol import Protocol, Task, Templates, Verification
from facegap.benchmark.templates import pool
from facegap.matching import join_linked, person_numbers

PeopleFrom = Literal["names", "mated pairs", "names and mated pairs"]
"""How people are known: by name, as those whose images mated pairs connect, or, where some have names, by both."""


@dataclass(frozen=True)
class References:
    """One network's embeddings of a protocol's references.

    Attributes:
        embeddings: float32 (references, dimensions), of unit length; zeros where there is none.
        valid: bool (references,), whether there is one.
        people: int64 (references,), a number from 0 for each person.
        people_from: How people are known.
        missing: The number of images without an embedding, those that a face set lacks among them.
    """

    embeddings: Float32Array
    valid: BoolArray
    people: Int64Array
    people_from: PeopleFrom
    missing: int

    @classmethod
    def load(cls, protocol: Protocol, tasks: Sequence[Task], faces: MatchedFaces, name: str) -> "References":
        """Read the layer ``embeddings/<name>`` of a protocol's images, and pool them where it has templates.

        Raises:
            BenchmarkError: no image has an embedding.
        """
        embeddings, valid = faces.embeddings(name)
        missing = int((~valid).sum())
        if not valid.any():
            msg = f"{faces.path}: no image of {protocol.name} has an embedding; see the column error of its layers"
            raise BenchmarkError(msg)
        identity = faces.identities
        templates = protocol.templates()
        people = person_numbers(identity)
        if templates:
            embeddings, valid = pool(embeddings, templates, valid=valid)
            people = people_of_templates(people, templates)
        if not identity.null_count():
            return cls(embeddings, valid, people, "names", missing)
        known: PeopleFrom = "mated pairs" if identity.null_count() == len(identity) else "names and mated pairs"
        return cls(embeddings, valid, linked_people(tasks, people), known, missing)


def linked_people(tasks: Iterable[Task], people: Int64Array) -> Int64Array:
    """People as the groups of references that names or mated pairs connect.

    Protocols that don't name everybody still say who is mated. Two images of one person whom neither connects count as
    two people, so that intervals may be too narrow.

    Args:
        tasks: The tasks of the protocol.
        people: int64 (references,), a number from 0 for each person who is named, and one of its own for each reference
            whose person isn't.

    Returns:
        int64 (references,), likewise, but one number for people whom mated pairs connect.
    """
    mated = [(task.first[task.mated], task.second[task.mated]) for task in tasks if isinstance(task, Verification)]
    if not mated:
        return people
    first, second = (np.concatenate(rows) for rows in zip(*mated, strict=True))
    return join_linked(people, first=first, second=second)


def people_of_templates(people: Int64Array, templates: Templates) -> Int64Array:
    """The person of each template: that of its images, which are all of one.

    Args:
        people: int64 (images,), a number for each person.
        templates: of them; one without any image is of a person of its own.

    Returns:
        int64 (templates.count,).
    """
    of_template = np.full(templates.count, -1, dtype=np.int64)
    of_template[templates.template] = people[templates.image]
    empty = of_template < 0
    of_template[empty] = people.max(initial=-1) + 1 + np.arange(empty.sum())
    return of_template
