"""A person and a scene to a frame: every mesh in the world, the surfaces, the light, the camera."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from facegap.render.arrays import Floats, Mask, Record
from facegap.render.draw.kernels.records import LIGHTS, Kind, Look, Segment, blank
from facegap.render.draw.mesh import Mesh, Paint
from facegap.render.draw.renderer import Frame
from facegap.render.hair.beard import beard_mesh
from facegap.render.hair.shells import Rooted
from facegap.render.head.basis import Part, head_basis
from facegap.render.head.landmarks import landmarks68
from facegap.render.head.normals import VertexNormals
from facegap.render.head.shape import expression_offsets
from facegap.render.image.framing import FrameName, Framing, frame_face, lamp_view
from facegap.render.image.kit import PersonKit
from facegap.render.image.posing import Posing, follow_by_height, rotation
from facegap.render.people.person import Person
from facegap.render.scenes.scene import Scene
from facegap.render.skin.atlas import CORNER, smoothstep
from facegap.render.surroundings.backgrounds import background
from facegap.render.wear.occluder import occluder_mesh
from facegap.render.wear.worn import wear_meshes

_TUCKING = frozenset(("cap", "hat", "beanie", "headscarf"))


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
    positions: Floats
    normals: Floats


def compose(
    kit: PersonKit, scene: Scene, *, frame: FrameName, size: int, skin: int, background_size: int = 64
) -> Composed:
    """Put a person into a scene.

    Args:
        kit: the person.
        scene: the scene.
        frame: how the camera frames the face.
        size: pixels across and down.
        skin: the number of the person's texture among the batch's.
        background_size: pixels of the background's picture.
    """
    person, head, wear = kit.person, kit.head, scene.wear
    posing = Posing.of(scene.pose)
    offsets = expression_offsets(scene.expression)
    rest = head.positions + offsets
    positions = posing.points(rest, kit.follow)
    normals = _vertex_normals()(positions)
    framing = frame_face(scene.camera, positions[landmarks68()], frame=frame, size=size)

    cut_off = _shoulders_below(framing.view, positions, size)
    worn = wear_meshes(replace(wear, clothes="", necktie=False) if cut_off else wear, head, person)
    skull = _head_mesh(person, positions, normals, worn.hidden | _trunk() if cut_off else worn.hidden)
    loose = [*worn.moved(offsets), occluder_mesh(scene.occluder, head, person)]
    hair = None if wear.headwear == "headscarf" else kit.hair(scene.hair, tucked=wear.headwear in _TUCKING)
    loose += [_moved(kit.lashes, offsets), _moved(beard_mesh(person, scene.beard, head), offsets)]
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
            look=_look(kit, scene, posing, framing, lens=worn.lens, skin=skin),
            harmonics=np.array(scene.light.harmonics, np.float32),
            background=background(scene.background, size=background_size),
        ),
        framing,
        positions,
        normals,
    )


def _shoulders_below(view: Record, positions: Floats, size: int) -> bool:
    """Whether the picture ends above neck and shoulders, so that nothing worn there is seen."""
    below = positions[_shoulders()] + view["shift"]
    flat = below[:, :2] / -below[:, 2:]
    rows = flat @ view["down"][:2] + view["down"][2]
    return bool(rows.min() > size + _MARGIN)


_COLLAR = 6.0  # height in the template that no collar exceeds, decimetres
_MARGIN = 6  # pixels by which cloth may stand off the skin


@cache
def _shoulders() -> npt.NDArray[np.int64]:
    basis = head_basis()
    skin = basis.vertices_of(Part.SKIN)
    return np.asarray(skin[basis.template[skin, 1] < _COLLAR])


@cache
def _vertex_normals() -> VertexNormals:
    basis = head_basis()
    return VertexNormals(basis.triangles, basis.welded, len(basis.template))


@cache
def _trunk() -> Mask:
    """The triangles below the collar."""
    basis = head_basis()
    return np.asarray((basis.template[basis.triangles, 1] < _COLLAR).all(axis=1))


def _head_mesh(person: Person, positions: Floats, normals: Floats, hidden: Mask) -> Mesh:
    """The basis's own triangles but for the lashes (they have strips of their own) and what clothes cover."""
    basis = head_basis()
    shown = (basis.part != Part.LASHES) & ~hidden
    return Mesh(
        positions=positions,
        normals=normals,
        coordinates=_coordinates(),
        triangles=basis.triangles[shown],
        surface=basis.part[shown].astype(np.int32),
        paints=_head_paints(person),
    )


@cache
def _coordinates() -> Floats:
    basis = head_basis()
    openness = basis.openness.copy()
    for part, least in _LEAST_OPEN.items():
        inside = basis.vertices_of(part)
        openness[inside] = np.maximum(openness[inside], least)
    uv, bare = _uv_on_island()
    return np.concatenate([uv, openness[:, None], bare[:, None]], axis=1)


def _uv_on_island() -> tuple[Floats, Floats]:
    """Texture coordinates, and how far from the head's island each vertex is, 0 to 1: there no hair is painted.

    The trunk lies elsewhere in MakeHuman's texture; it takes the coordinates of the nearest vertex of the head.
    """
    basis = head_basis()
    outside = basis.uv[:, 0] < CORNER[0]
    inside = np.flatnonzero(~outside)
    distance, nearest = cKDTree(basis.template[inside]).query(basis.template[outside])
    uv, bare = basis.uv.copy(), np.zeros(len(basis.uv), np.float32)
    uv[outside] = basis.uv[inside[nearest]]
    bare[outside] = smoothstep(np.asarray(distance), 0.05, 0.4)
    return uv, bare


# The template's mouth is closed and its lids are low, so little light was seen to reach what they hide; it is shown
# when they are open.
_LEAST_OPEN = {Part.LEFT_EYE: 0.55, Part.RIGHT_EYE: 0.55, Part.TEETH: 0.55, Part.TONGUE: 0.4, Part.MOUTH: 0.25}


def _head_paints(person: Person) -> tuple[Paint, ...]:
    iris = Paint(Kind.EYE, Segment.EYE, person.eyes.inner, person.eyes.outer)
    paints: Mapping[Part, Paint] = {
        Part.SKIN: Paint(Kind.SKIN, Segment.SKIN),
        Part.MOUTH: Paint(Kind.MOUTH, Segment.MOUTH, (0.22, 0.05, 0.045), roughness=0.4),
        Part.LEFT_EYE: iris,
        Part.RIGHT_EYE: iris,
        Part.TEETH: Paint(Kind.TEETH, Segment.MOUTH, (0.62, 0.57, 0.47), roughness=0.3),
        Part.TONGUE: Paint(Kind.MOUTH, Segment.MOUTH, (0.42, 0.13, 0.12), roughness=0.4),
        Part.LASHES: Paint(Kind.HIDDEN, Segment.LASHES),
        Part.EYE_SOCKET: Paint(Kind.MOUTH, Segment.EYE, (0.30, 0.12, 0.10), roughness=0.5),
    }
    return tuple(paints[part] for part in Part)


def _moved(rooted: Rooted | None, offsets: Floats) -> Mesh | None:
    """A mesh that sits on the face, moved with the expression."""
    if rooted is None:
        return None
    return replace(rooted.mesh, positions=rooted.mesh.positions + offsets[rooted.vertex])


def _posed(mesh: Mesh, posing: Posing) -> Mesh:
    follow = follow_by_height(mesh.positions) if mesh.follow is None else mesh.follow
    return replace(mesh, positions=posing.points(mesh.positions, follow), normals=posing.normals(mesh.normals, follow))


def _seen(hair: Mesh, eye: Floats) -> Mesh:
    """Hair without what grows on the far side of the head; the normals are those of the head of hair."""
    towards = eye - hair.positions
    cosine = np.einsum("ij,ij->i", hair.normals, towards) / np.sqrt(np.einsum("ij,ij->i", towards, towards))
    shown = (cosine > _FAR_SIDE)[hair.triangles].any(axis=1)
    return replace(hair, triangles=hair.triangles[shown], surface=hair.surface[shown])


_FAR_SIDE = -0.4
_LASH_LINE = 0.3  # what lashes at least darken the rim of the lids


def _look(
    kit: PersonKit,
    scene: Scene,
    posing: Posing,
    framing: Framing,
    *,
    lens: tuple[float, float, float, float],
    skin: int,
) -> Record:
    person, light, make_up, beard = kit.person, scene.light, scene.make_up, scene.beard
    look = blank(Look)
    look["eye"] = framing.eye
    lamps = light.lamps[:LIGHTS]
    look["lights"] = len(lamps)
    for row, lamp in enumerate(lamps):
        look["light_direction"][row] = lamp.direction
        look["light_colour"][row] = lamp.colour
    look["ambient"] = light.ambient
    look["skin"] = skin
    look["gloss"] = np.clip(0.45 * person.skin.gloss + 0.75 * scene.shine, 0, 1)
    look["softness"] = 1.0
    look["bump"] = 1.0
    look["lipstick"] = (*make_up.lip_colour, make_up.lipstick)
    look["eye_shadow"] = (*make_up.shadow_colour, make_up.eye_shadow)
    look["blush"] = (*make_up.blush_colour, make_up.blush)
    look["liner"] = max(make_up.liner, _LASH_LINE + 0.35 * person.eyes.lashes)
    look["foundation"] = make_up.foundation
    look["flush"] = scene.flush
    look["hair"] = person.hair.root
    look["beard"] = person.beard.colour
    look["scalp"] = kit.scalp_shade(scene.hair)
    look["bearded"] = any((beard.stubble, beard.moustache, beard.goatee, beard.sideburns, beard.cheeks))
    look["stubble"] = beard.stubble
    look["moustache"] = beard.moustache
    look["goatee"] = beard.goatee
    look["sideburns"] = beard.sideburns
    look["cheek_beard"] = beard.cheeks
    gaze = rotation(yaw=scene.pose.gaze_yaw, pitch=scene.pose.gaze_pitch)[:, 2]
    follows = np.ones(1, np.float32)
    for side, centre in zip(("left", "right"), kit.head.eyes, strict=True):
        look[f"{side}_eye"] = posing.points(centre[None], follows)[0]
        look[f"{side}_gaze"] = posing.head @ gaze
    look["iris"] = 0.44 * person.eyes.size
    look["pupil"] = scene.pupil
    look["lens"] = lens
    return look
