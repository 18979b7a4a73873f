"""All that a person wears, from the wear's names and its seed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import numpy as np

from facegap.base.arrays import BoolArray, FloatingArray
from facegap.base.seeds import generator
from facegap.render.accessories.clothes import clothes
from facegap.render.accessories.ears import earrings, headphones
from facegap.render.accessories.headwear import HEADWEAR
from facegap.render.accessories.mask import OnFace, mask
from facegap.render.accessories.spectacles import Lens, spectacles, sunglasses
from facegap.render.description.person import Person
from facegap.render.description.scene import Accessories
from facegap.render.draw.mesh import Mesh
from facegap.render.head.basis import head_basis
from facegap.render.head.shape import Head

_EYEWEAR = {"spectacles": spectacles, "sunglasses": sunglasses}
_NO_LENS: Lens = (1.0, 1.0, 1.0, 0.0)


@dataclass(frozen=True)
class WornMeshes:
    """What is worn, at rest.

    Attributes:
        opaque: everything but panes.
        glass: panes, or None.
        lens: what the panes do: transmitted linear RGB and mirror strength, for ``Look.lens``.
        on_face: of each of ``opaque``, how it goes along when the face moves; None: it doesn't.
        hidden: which of the basis's triangles needn't be drawn because cloth covers them, (triangles of the basis,).
    """

    opaque: tuple[Mesh, ...]
    glass: Mesh | None
    lens: Lens
    on_face: tuple[OnFace | None, ...]
    hidden: BoolArray

    def moved(self, offsets: FloatingArray) -> tuple[Mesh, ...]:
        """``opaque`` on a face whose basis vertices moved by ``offsets``, (n, 3)."""
        return tuple(
            mesh if on_face is None else replace(mesh, positions=mesh.positions + on_face.shifts(offsets))
            for mesh, on_face in zip(self.opaque, self.on_face, strict=True)
        )


Made = TypeVar("Made")


class Wardrobe:
    """What a person owns: a few things of each kind, which they wear again and again.

    Args:
        head: The person's head at rest.
        person: The owner; their seed decides what they own.
    """

    def __init__(self, head: Head, person: Person) -> None:
        self._head = head
        self._seed = person.seed
        self._made: dict[tuple[str, str, int], Any] = {}

    def worn(self, wear: Accessories) -> WornMeshes:
        """Everything that is worn in a scene; of each kind, the scene's seed picks one."""
        opaque: list[Mesh] = []
        on_face: dict[int, OnFace] = {}
        hidden = np.zeros(len(head_basis().triangles), bool)
        glass, lens = None, _NO_LENS
        if wear.clothes:
            make = partial(clothes, wear.clothes, tie=wear.necktie)
            trunk = self._owned("clothes", f"{wear.clothes} {wear.necktie}", wear.seed, make)
            opaque += trunk.meshes
            hidden |= trunk.hidden
        if wear.eyewear:
            eyewear = self._owned("eyewear", wear.eyewear, wear.seed, _EYEWEAR[wear.eyewear])
            opaque.append(eyewear.frame)
            glass, lens = eyewear.panes, eyewear.lens
        if wear.headwear:
            headwear = HEADWEAR[wear.headwear]
            opaque.append(self._owned("headwear", wear.headwear, wear.seed, headwear.make))
            if headwear.hidden:
                hidden |= headwear.hidden()
        if wear.mask:
            cloth, goes_along = self._owned("mask", "", wear.seed, mask)
            on_face[len(opaque)] = goes_along
            opaque.append(cloth)
        if wear.earrings and not (wear.headwear and HEADWEAR[wear.headwear].hides_ears):
            opaque.append(self._owned("earrings", "", wear.seed, earrings))
        if wear.headphones:
            opaque.append(self._owned("headphones", "", wear.seed, headphones))
        return WornMeshes(tuple(opaque), glass, lens, tuple(on_face.get(k) for k in range(len(opaque))), hidden)

    def _owned(self, kind: str, name: str, seed: int, make: Callable[[Head, np.random.Generator], Made]) -> Made:
        """One of the person's things of a kind, made when it is first worn."""
        which = seed % _OWNED[kind]
        key = (kind, name, which)
        if key not in self._made:
            self._made[key] = make(self._head, generator(self._seed, *key))
        thing: Made = self._made[key]
        return thing


# How many different things of a kind a person has (ours).
_OWNED = {"clothes": 5, "eyewear": 2, "headwear": 3, "mask": 2, "earrings": 3, "headphones": 1}
