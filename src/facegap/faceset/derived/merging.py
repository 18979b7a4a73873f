"""Several face sets as one: names that collide, and what the whole is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.base.errors import FaceSetError
from facegap.base.numbered_names import numbered
from facegap.faceset.derived.copying import Part
from facegap.faceset.faceset import IMAGES, FaceSet
from facegap.faceset.manifest import FaceSetInfo


@dataclass(frozen=True)
class MergedParts:
    """The rows of several sets, one set after another.

    Attributes:
        parts: all rows of each set.
        identities_prefixed: the names of the sets before whose identities their name stands now, since other sets have
            identities of the same name.
        ids_prefixed: likewise of image ids.
    """

    parts: tuple[Part, ...]
    identities_prefixed: tuple[str, ...]
    ids_prefixed: tuple[str, ...]


def merged_parts(sets: Sequence[FaceSet], *, shared_identities: bool = False) -> MergedParts:
    """Put sets one after another, with the name of its set before what would be taken for that of another.

    Args:
        sets: two or more.
        shared_identities: whether an identity that several sets have is the same person in all of them, as in parts of
            one set; otherwise people of different sets are never mixed.

    Raises:
        FaceSetError: there are fewer than two sets.
    """
    if len(sets) < 2:
        msg = "merging needs two face sets or more"
        raise FaceSetError(msg)
    names = numbered(each.info.name for each in sets)
    ids = _colliding([set(each.column(IMAGES, "image_id")) for each in sets])
    people = _colliding([set(each.column(IMAGES, "identity").drop_nulls()) for each in sets])
    if shared_identities:
        people = [False] * len(sets)
    parts = tuple(
        Part(each.path, np.arange(len(each)), f"{name}/" if id_collides else "", f"{name}/" if person_collides else "")
        for each, name, id_collides, person_collides in zip(sets, names, ids, people, strict=True)
    )
    return MergedParts(
        parts,
        tuple(name for name, collides in zip(names, people, strict=True) if collides),
        tuple(name for name, collides in zip(names, ids, strict=True) if collides),
    )


def merged_info(sets: Sequence[FaceSet], name: str) -> FaceSetInfo:
    """What a merged set is: of the kind that all sets are of, under the terms of all of them.

    Raises:
        FaceSetError: their images are aligned in different ways.
    """
    infos = [each.info for each in sets]
    alignments = list(dict.fromkeys(info.alignment for info in infos))
    if len(alignments) > 1:
        told = "; ".join(f"{info.name}: {info.alignment or 'not aligned'}" for info in infos)
        msg = f"the images are aligned in different ways ({told}), and no network takes both; align them all first"
        raise FaceSetError(msg)
    kinds = {info.kind for info in infos}
    licenses = list(dict.fromkeys(info.license for info in infos))
    return FaceSetInfo(
        name=name,
        kind=kinds.pop() if len(kinds) == 1 else None,
        license=licenses[0] if len(licenses) == 1 else "; ".join(f"{i.name}: {i.license or 'unknown'}" for i in infos),
        alignment=alignments[0],
        provenance={"source": f"facegap merge {' '.join(info.name for info in infos)}"},
    )


def _colliding(names: Sequence[set[str]]) -> list[bool]:
    """Whether each set has a name that another set has too."""
    return [
        any(not own.isdisjoint(names[another]) for another in range(len(names)) if another != number)
        for number, own in enumerate(names)
    ]
