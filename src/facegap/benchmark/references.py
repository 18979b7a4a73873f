"""What a protocol's tasks compare: one embedding for each of its images or templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from facegap.base.arrays import BoolArray, Float32Array, Int64Array
from facegap.base.errors import BenchmarkError
from facegap.benchmark.linked_people import linked_people, people_of_templates
from facegap.benchmark.protocol import Protocol, Task
from facegap.benchmark.templates import pool
from facegap.faceset import IMAGES, FaceSet
from facegap.matching import person_numbers

PeopleFrom = Literal["names", "mated pairs", "names and mated pairs"]
"""How people are known: by name, as those whose images mated pairs connect, or, where some have names, by both."""


@dataclass(frozen=True)
class References:
    """One network's embeddings of a protocol's references.

    Attributes:
        embeddings: float32 (references, dimensions), of unit length; zeros where there is none.
        valid: bool (references,), whether there is one.
        people: int64 (references,), a number from 0 for each person.
        people_from: how they are known.
        missing: images without an embedding.
    """

    embeddings: Float32Array
    valid: BoolArray
    people: Int64Array
    people_from: PeopleFrom
    missing: int

    @classmethod
    def load(cls, protocol: Protocol, tasks: Sequence[Task], faceset: FaceSet, name: str) -> "References":
        """Read the layer ``embeddings/<name>`` of a protocol's images, and pool them where it has templates.

        Raises:
            BenchmarkError: no image has an embedding.
        """
        embeddings, valid = faceset.embeddings(name)
        missing = int((~valid).sum())
        if not valid.any():
            msg = f"{faceset.path}: no image of {protocol.name} has an embedding; see the column error of its layers"
            raise BenchmarkError(msg)
        identity = faceset.column(IMAGES, "identity")
        templates = protocol.templates()
        people = person_numbers(identity)
        if templates:
            embeddings, valid = pool(embeddings, templates, valid=valid)
            people = people_of_templates(people, templates)
        if not identity.null_count():
            return cls(embeddings, valid, people, "names", missing)
        known: PeopleFrom = "mated pairs" if identity.null_count() == len(identity) else "names and mated pairs"
        return cls(embeddings, valid, linked_people(tasks, people), known, missing)
