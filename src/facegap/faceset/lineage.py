"""Where a face set comes from: the sets that it was made from, how each was made, and under what terms."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from facegap.base.errors import FaceSetError
from facegap.faceset.faceset import IMAGES, FaceSet
from facegap.faceset.manifest import Kind, LayerInfo, NetworkUse, ParentInfo, ParentLayer

ParentState = Literal["unchanged", "changed", "absent"]


@dataclass(frozen=True)
class Parent:
    """A face set that another is to be made from.

    Attributes:
        path: The folder that holds the set.
        layers: The layers that are read.
    """

    path: Path
    layers: tuple[str, ...] = (IMAGES,)


@dataclass(frozen=True)
class Lineage:
    """A face set and, in the same way, the sets that it was made from.

    Attributes:
        name: The name of the set.
        kind: Whether it is real or synthetic; None where nobody said.
        license: The terms of its images; None where nobody said.
        source: Where its images came from, in words.
        networks: The networks that had a part in its layers; of a parent, in the layers that were read.
        state: Whether a parent is where it was and holds what it held; None for the set itself.
        parents: The sets that it was made from.
    """

    name: str
    kind: Kind | None
    license: str | None
    source: str | None
    networks: tuple[NetworkUse, ...]
    state: ParentState | None
    parents: tuple["Lineage", ...]


def lineage_of(faceset: FaceSet) -> Lineage:
    """The lineage of a face set, up to the sets that were made from no other."""
    info = faceset.info
    layers = [faceset.layer(name) for name in faceset.layers()]
    return Lineage(
        name=info.name,
        kind=info.kind,
        license=info.license,
        source=info.provenance.get("source"),
        networks=_distinct(network for layer in layers for network in networks_of(layer)),
        state=None,
        parents=tuple(_parent_lineage(record, faceset.path) for record in info.parents),
    )


def parent_record(parent: Parent, child: Path) -> ParentInfo:
    """What the set in the folder ``child`` keeps of a set that it is made from.

    Raises:
        FaceSetError: the parent is no face set, or lacks a layer.
    """
    faceset = FaceSet.open(parent.path)
    layers = {name: faceset.layer(name) for name in parent.layers}
    return ParentInfo(
        name=faceset.info.name,
        path=os.path.relpath(parent.path.resolve(), child.resolve()),
        kind=faceset.info.kind,
        license=faceset.info.license,
        source=faceset.info.provenance.get("source"),
        layers={
            name: ParentLayer(content=layer.content, settings=layer.settings, networks=networks_of(layer))
            for name, layer in layers.items()
        },
        parents=faceset.info.parents,
    )


def changed_layers(record: ParentInfo, child: Path) -> list[str] | None:
    """The layers of a parent that no longer hold what was read from them; None where the parent isn't there."""
    try:
        parent = FaceSet.open(child / record.path)
    except FaceSetError:
        return None
    present = parent.layers()
    return [
        name
        for name, layer in record.layers.items()
        if name not in present or parent.layer(name).content != layer.content
    ]


def absent_parents(faceset: FaceSet) -> list[str]:
    """The parents of a set that are no longer where they were, a sentence each."""
    return [
        f"{faceset.info.name} was made from {record.name}, which is no longer in {_place(record, faceset.path)}, so "
        "that nobody can tell whether it still holds the same"
        for record in faceset.info.parents
        if changed_layers(record, faceset.path) is None
    ]


def networks_of(layer: LayerInfo) -> tuple[NetworkUse, ...]:
    """The networks that had a part in a layer; of one that is older than that key, as its settings name them."""
    if layer.networks:
        return layer.networks
    named = [(layer.settings.get(key), layer.settings.get(f"{key}_sha256")) for key in ("model", "detector")]
    return tuple(NetworkUse(name=name, sha256=digest) for name, digest in named if name and digest)


def _parent_lineage(record: ParentInfo, child: Path) -> Lineage:
    changed = changed_layers(record, child)
    folder = child / record.path
    return Lineage(
        name=record.name,
        kind=record.kind,
        license=record.license,
        source=record.source,
        networks=_distinct(network for layer in record.layers.values() for network in layer.networks),
        state="absent" if changed is None else "changed" if changed else "unchanged",
        parents=tuple(_parent_lineage(grandparent, folder) for grandparent in record.parents),
    )


def _distinct(networks: Iterator[NetworkUse]) -> tuple[NetworkUse, ...]:
    return tuple(dict.fromkeys(networks))


def _place(record: ParentInfo, child: Path) -> Path:
    return Path(os.path.normpath(child.resolve() / record.path))
