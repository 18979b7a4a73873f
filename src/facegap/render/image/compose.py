"""A person and a scene to a frame: every mesh in the world, the surfaces, the light, the camera."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.accessories.headwear import HEADWEAR
from facegap.render.accessories.occluder import occluder_mesh
from facegap.render.description.scene import Scene
from facegap.render.draw.mesh import Mesh, VertexNormals
from facegap.render.draw.renderer import Frame
from facegap.render.hair.beard import beard_mesh
from facegap.render.hair.shells import Rooted
from facegap.render.head.basis import head_basis
from facegap.render.head.landmarks import landmarks68
from facegap.render.head.shape import expression_offsets
from facegap.render.image.bare_head import ends_above_shoulders, head_mesh, trunk
from facegap.render.image.framing import FrameName, Framing, frame_face, lamp_view
from facegap.render.image.look_record import look_record
from facegap.render.image.person_assets import PersonAssets
from facegap.render.image.posing import Posing, follow_by_height
from facegap.render.surroundings.backgrounds import background


@dataclass(frozen=True)
class Composed:
    """A frame, and what its truth is computed from.

    Attributes:
        frame: for the renderer.
        framing: the camera.
        positions: of the basis's vertices in the world, (n, 3).
        normals: likewise, unit.
    """

    frame: Frame
    framing: Framing
    positions: FloatingArray
    normals: FloatingArray


def compose(
    assets: PersonAssets, scene: Scene, *, frame: FrameName, size: int, skin: int, background_size: int = 64
) -> Composed:
    """Put a person into a scene.

    Args:
        assets: The person, ready to be put into scenes.
        scene: What differs between images of the person.
        frame: How the camera frames the face.
        size: Pixels across and down.
        skin: The number of the person's texture among the batch's.
        background_size: Pixels of the background's picture.
    """
    person, head, wear = assets.person, assets.head, scene.accessories
    posing = Posing.of(scene.pose)
    offsets = expression_offsets(scene.expression)
    rest = head.positions + offsets
    positions = posing.points(rest, assets.follow)
    normals = _vertex_normals()(positions)
    framing = frame_face(scene.camera, positions[landmarks68()], frame=frame, size=size)

    cut_off = ends_above_shoulders(framing.view, positions, size)
    worn = assets.wardrobe.worn(replace(wear, clothes="", necktie=False) if cut_off else wear)
    skull = head_mesh(person, positions, normals, hidden=worn.hidden | trunk() if cut_off else worn.hidden)
    loose = [*worn.moved(offsets), occluder_mesh(scene.occluder, head, person)]
    hides_hair = bool(wear.headwear) and HEADWEAR[wear.headwear].hides_hair
    hair = None if hides_hair else assets.hair(scene.hair, tucked=bool(wear.headwear))
    loose += [_moved(assets.lashes, offsets), _moved(beard_mesh(person, scene.beard, head), offsets)]
    opaque = [skull, *(_posed(mesh, posing) for mesh in loose if mesh is not None)]
    if hair is not None:
        opaque.append(_seen(_posed(hair, posing), framing.eye))
    glass = _posed(worn.glass, posing) if worn.glass else None

    target = positions[landmarks68()][27:48].mean(axis=0)
    return Composed(
        Frame(
            opaque=tuple(opaque),
            glass=(glass,) if glass else (),
            view=framing.view,
            lamps=[lamp_view(lamp, target) for lamp in scene.light.lamps],
            look=look_record(assets, scene, posing, framing, lens=worn.lens, skin=skin),
            harmonics=np.array(scene.light.harmonics, np.float32),
            background=background(scene.background, size=background_size),
        ),
        framing,
        positions,
        normals,
    )


@cache
def _vertex_normals() -> VertexNormals:
    basis = head_basis()
    return VertexNormals(basis.triangles, basis.welded, len(basis.template))


def _moved(rooted: Rooted | None, offsets: FloatingArray) -> Mesh | None:
    """A mesh that sits on the face, moved with the expression."""
    if rooted is None:
        return None
    return replace(rooted.mesh, positions=rooted.mesh.positions + offsets[rooted.vertex])


def _posed(mesh: Mesh, posing: Posing) -> Mesh:
    follow = follow_by_height(mesh.positions) if mesh.follow is None else mesh.follow
    return replace(mesh, positions=posing.points(mesh.positions, follow), normals=posing.normals(mesh.normals, follow))


def _seen(hair: Mesh, eye: FloatingArray) -> Mesh:
    """Hair without what grows on the far side of the head; the normals are those of the head of hair."""
    towards = eye - hair.positions
    cosine = np.einsum("ij,ij->i", hair.normals, towards) / np.sqrt(np.einsum("ij,ij->i", towards, towards))
    shown = (cosine > _FAR_SIDE)[hair.triangles].any(axis=1)
    return replace(hair, triangles=hair.triangles[shown], surface=hair.surface[shown])


_FAR_SIDE = -0.4
