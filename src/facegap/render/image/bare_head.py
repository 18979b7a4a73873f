"""The basis's own triangles as a mesh: skin, eyes, inner mouth; and which of them a picture can show."""

from collections.abc import Mapping
from functools import cache

import numpy as np
from scipy.spatial import cKDTree

from facegap.base.arrays import BoolArray, FloatingArray, Int64Array
from facegap.render.description.person import Person
from facegap.render.draw.kernels.records import Record
from facegap.render.draw.mesh import Mesh, Paint
from facegap.render.draw.surfaces import Kind, Segment
from facegap.render.head.basis import HeadPart, head_basis
from facegap.render.head.landmarks import lips_apart
from facegap.render.skin.atlas import CORNER, smoothstep


def ends_above_shoulders(view: Record, positions: FloatingArray, size: int) -> bool:
    """Whether the picture ends above neck and shoulders, so that nothing worn there is seen."""
    below = positions[_shoulders()] + view["shift"]
    flat = below[:, :2] / -below[:, 2:]
    rows = flat @ view["down"][:2] + view["down"][2]
    return bool(rows.min() > size + _MARGIN)


_COLLAR = 5.8  # height in the template that hardly any collar exceeds, decimeters
_MARGIN = 4  # pixels by which cloth may stand off the skin


@cache
def _shoulders() -> Int64Array:
    basis = head_basis()
    skin = basis.vertices_of(HeadPart.SKIN)
    return np.asarray(skin[basis.template[skin, 1] < _COLLAR])


@cache
def trunk() -> BoolArray:
    """The triangles below the collar."""
    basis = head_basis()
    return np.asarray((basis.template[basis.triangles, 1] < _COLLAR).all(axis=1))


def head_mesh(person: Person, positions: FloatingArray, normals: FloatingArray, *, hidden: BoolArray) -> Mesh:
    """The basis's own triangles but for those that can't be seen, and the lashes (they have strips of their own)."""
    basis = head_basis()
    shown = _outside() & ~hidden
    if lips_apart(positions) > _SHUT:
        shown |= _in_mouth()
    return Mesh(
        positions=positions,
        normals=normals,
        coordinates=_coordinates(),
        triangles=basis.triangles[shown],
        surface=basis.part[shown].astype(np.int32),
        paints=_head_paints(person),
    )


_SHUT = 0.012  # decimeters between lips that let nothing be seen
_SOCKET_RIM = 1.25  # how far in front, in the template, what of an eye's socket is seen beside the eyeball lies


@cache
def _outside() -> BoolArray:
    """The triangles of skin and eyeballs, and of the sockets their rims."""
    basis = head_basis()
    rim = (basis.part == HeadPart.EYE_SOCKET) & (basis.template[basis.triangles, 2].max(axis=1) > _SOCKET_RIM)
    return np.asarray(np.isin(basis.part, (HeadPart.SKIN, HeadPart.LEFT_EYE, HeadPart.RIGHT_EYE)) | rim)


@cache
def _in_mouth() -> BoolArray:
    """The triangles of the inner mouth, teeth and tongue."""
    return np.isin(head_basis().part, (HeadPart.MOUTH, HeadPart.TEETH, HeadPart.TONGUE))


@cache
def _coordinates() -> FloatingArray:
    basis = head_basis()
    openness = basis.openness.copy()
    for part, least in _LEAST_OPEN.items():
        inside = basis.vertices_of(part)
        openness[inside] = np.maximum(openness[inside], least)
    uv, bare = _uv_on_island()
    return np.concatenate([uv, openness[:, None], bare[:, None]], axis=1)


def _uv_on_island() -> tuple[FloatingArray, FloatingArray]:
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
_LEAST_OPEN = {
    HeadPart.LEFT_EYE: 0.55,
    HeadPart.RIGHT_EYE: 0.55,
    HeadPart.TEETH: 0.55,
    HeadPart.TONGUE: 0.4,
    HeadPart.MOUTH: 0.25,
}


def _head_paints(person: Person) -> tuple[Paint, ...]:
    iris = Paint(Kind.EYE, Segment.EYE, person.eyes.inner, person.eyes.outer)
    paints: Mapping[HeadPart, Paint] = {
        HeadPart.SKIN: Paint(Kind.SKIN, Segment.SKIN),
        HeadPart.MOUTH: Paint(Kind.MOUTH, Segment.MOUTH, (0.22, 0.05, 0.045), roughness=0.4),
        HeadPart.LEFT_EYE: iris,
        HeadPart.RIGHT_EYE: iris,
        HeadPart.TEETH: Paint(Kind.TEETH, Segment.MOUTH, (0.62, 0.57, 0.47), roughness=0.3),
        HeadPart.TONGUE: Paint(Kind.MOUTH, Segment.MOUTH, (0.42, 0.13, 0.12), roughness=0.4),
        HeadPart.LASHES: Paint(Kind.HIDDEN, Segment.LASHES),
        HeadPart.EYE_SOCKET: Paint(Kind.MOUTH, Segment.EYE, (0.30, 0.12, 0.10), roughness=0.5),
    }
    return tuple(paints[part] for part in HeadPart)
