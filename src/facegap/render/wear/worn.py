"""All that a person wears, from the wear's names and its seed."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from facegap.engine.seeds import generator
from facegap.render.arrays import Floats
from facegap.render.draw.mesh import Mesh
from facegap.render.head.basis import head_basis
from facegap.render.head.shape import Head
from facegap.render.people.person import Person
from facegap.render.scenes.scene import Wear
from facegap.render.wear.clothes import clothes
from facegap.render.wear.earrings import earrings
from facegap.render.wear.headphones import headphones
from facegap.render.wear.headscarf import covered_by_scarf, headscarf
from facegap.render.wear.headwear import HEADWEAR
from facegap.render.wear.mask import OnFace, mask
from facegap.render.wear.spectacles import Lens, spectacles, sunglasses

_EYEWEAR = {"spectacles": spectacles, "sunglasses": sunglasses}
_NO_LENS: Lens = (1.0, 1.0, 1.0, 0.0)


@dataclass(frozen=True)
class Worn:
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
    hidden: npt.NDArray[np.bool_]

    def moved(self, offsets: Floats) -> tuple[Mesh, ...]:
        """``opaque`` on a face whose basis vertices moved by ``offsets``, (n, 3)."""
        return tuple(
            mesh if on_face is None else replace(mesh, positions=mesh.positions + on_face.shifts(offsets))
            for mesh, on_face in zip(self.opaque, self.on_face, strict=True)
        )


def wear_meshes(wear: Wear, head: Head, person: Person) -> Worn:  # noqa: ARG001
    """Everything that a person wears.

    Args:
        wear: what, and the seed of its colours, sizes and shapes.
        head: where.
        person: who; all taste is in the seed so far.
    """
    opaque: list[Mesh] = []
    on_face: dict[int, OnFace] = {}
    hidden = np.zeros(len(head_basis().triangles), bool)
    glass, lens = None, _NO_LENS
    if wear.clothes:
        trunk = clothes(wear.clothes, head, generator(wear.seed, "clothes"), tie=wear.necktie)
        opaque += trunk.meshes
        hidden |= trunk.hidden
    if wear.eyewear:
        eyewear = _EYEWEAR[wear.eyewear](head, generator(wear.seed, "eyewear"))
        opaque.append(eyewear.frame)
        glass, lens = eyewear.panes, eyewear.lens
    if wear.headwear == "headscarf":
        opaque.append(headscarf(head, generator(wear.seed, "headwear")))
        hidden |= covered_by_scarf()
    elif wear.headwear:
        opaque.append(HEADWEAR[wear.headwear](head, generator(wear.seed, "headwear")))
    if wear.mask:
        cloth, goes_along = mask(head, generator(wear.seed, "mask"))
        on_face[len(opaque)] = goes_along
        opaque.append(cloth)
    if wear.earrings and wear.headwear != "headscarf":
        opaque.append(earrings(head, generator(wear.seed, "earrings")))
    if wear.headphones:
        opaque.append(headphones(head, generator(wear.seed, "headphones")))
    return Worn(tuple(opaque), glass, lens, tuple(on_face.get(k) for k in range(len(opaque))), hidden)
