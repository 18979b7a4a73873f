"""What is held in front of a face: a hand, a phone, a cup, a microphone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np

from facegap.base.arrays import FloatingArray, Int64Array
from facegap.base.seeds import generator
from facegap.render.accessories.hands import POSES, grip, hand, hand_color
from facegap.render.accessories.solids import Solid, ball, facing_out, grid_surface, moved, piece, tube
from facegap.render.colors import RGB
from facegap.render.description.person import Person
from facegap.render.description.scene import Occluder
from facegap.render.draw.mesh import Mesh, Paint, joined
from facegap.render.draw.surfaces import Kind, Segment
from facegap.render.head.basis import HeadPart, head_basis
from facegap.render.head.shape import Head
from facegap.render.tables.palettes import CLOTH, DARK, PALE, VIVID, drawn_color

_GAP = (0.02, 0.2)  # decimeters between the skin and what is nearest to it


def occluder_mesh(occluder: Occluder, head: Head, person: Person) -> Mesh | None:
    """The occluder at its place before the face; None where there is none.

    Args:
        occluder: What is held, where, and how it is turned.
        head: The head whose face it is held before.
        person: The person whose hand holds it.
    """
    if not occluder.kind:
        return None
    rng = generator(occluder.seed, "occluder")
    mesh = _KINDS[occluder.kind](rng, person, occluder.place)
    return _placed(mesh, occluder, head, gap=float(rng.uniform(*_GAP)))


def _paint(
    first: RGB, *, roughness: float = 0.6, second: RGB | None = None, pattern: int = 0, scale: float = 1.0
) -> Paint:
    return Paint(Kind.PLAIN, Segment.OCCLUDER, first, second or first, pattern, scale, roughness=roughness)


def _hand(rng: np.random.Generator, person: Person, place: tuple[float, float]) -> Mesh:
    x, y = place
    names = (
        ("fist", "thinking") if y < -0.6 else ("flat", "resting", "thinking") if abs(x) > 0.4 else ("flat", "resting")
    )
    pose = POSES[names[rng.integers(len(names))]]
    left = x > 0 if abs(x) > 0.15 else rng.random() < 0.5
    size = (1.0 if person.male else 0.9) * float(rng.uniform(0.93, 1.06))
    solid = hand(pose, left=left)
    # The arm comes from below and outside, and the palm lies on the cheek's slope.
    lean = (1.0 if left else -1.0) * float(rng.uniform(5.0, 35.0) if abs(x) > 0.4 else rng.uniform(25.0, 80.0))
    solid = moved(solid, size * _about_z(lean), np.zeros(3, np.float32))
    solid = moved(solid, _about_y(48.0 * float(np.clip(x, -1, 1))), np.zeros(3, np.float32))
    return piece(solid, _paint(hand_color(person), roughness=0.55))


def _holding(things: list[Mesh], person: Person, *, radius: float, width: float, down: float, left: bool) -> Mesh:
    """Things with the fingers that hold them."""
    fingers = grip(radius=radius, width=width)
    shifted = moved(fingers, np.eye(3, dtype=np.float32), np.array([0.0, -down, 0.0], np.float32))
    if not left:
        mirror = np.array([-1.0, 1.0, 1.0], np.float32)
        flipped = shifted.triangles[:, ::-1].copy()
        shifted = replace(shifted, positions=shifted.positions * mirror, triangles=flipped)
    return joined([*things, piece(shifted, _paint(hand_color(person), roughness=0.55))])


def _phone(rng: np.random.Generator, person: Person, place: tuple[float, float]) -> Mesh:
    body = ball(0.0, 1.0, rows=7, columns=12)
    slab = np.sign(body.positions) * np.abs(body.positions) ** 0.3 * np.array([0.37, 0.75, 0.045], np.float32)
    case = drawn_color(rng, ((0.6, DARK), (0.2, PALE), (0.2, VIVID)))
    camera = ball((0.22, 0.55, 0.05), (0.09, 0.1, 0.02), rows=4, columns=8)
    things = [
        piece(facing_out(Solid(slab.astype(np.float32), body.triangles, body.uv)), _paint(case, roughness=0.3)),
        piece(camera, _paint((0.01, 0.01, 0.012), roughness=0.2)),
    ]
    return _holding(things, person, radius=0.06, width=0.37, down=0.3, left=_left(rng, place))


def _cup(rng: np.random.Generator, person: Person, place: tuple[float, float]) -> Mesh:
    paper = rng.random() < 0.5
    heights = np.array([-0.5, -0.48, 0.0, 0.5, 0.5, 0.4])
    widths = np.array([0.01, 0.28, 0.34, 0.4, 0.37, 0.05]) if paper else np.array([0.01, 0.36, 0.4, 0.4, 0.36, 0.05])
    angle = np.arange(18) * (2 * np.pi / 18)
    rings = np.stack(
        np.broadcast_arrays(widths[:, None] * np.sin(angle), heights[:, None], widths[:, None] * np.cos(angle)), 2
    )
    base = drawn_color(rng, ((0.65, PALE), (0.2, DARK), (0.15, VIVID)))
    pattern = 1 if rng.random() < 0.35 else 0
    things = [
        piece(
            grid_surface(rings, closed=True),
            _paint(base, roughness=0.4, second=drawn_color(rng, CLOTH), pattern=pattern, scale=5.0),
        )
    ]
    left = _left(rng, place)
    if not paper:
        turn = np.linspace(-1.4, 1.4, 7)
        side = -1.0 if left else 1.0
        handle = np.stack([side * (0.36 + 0.24 * np.cos(turn)), 0.3 * np.sin(turn), 0 * turn], axis=1)
        things.append(piece(tube(handle, 0.05), _paint(base, roughness=0.4)))
    return _holding(things, person, radius=0.4, width=0.4, down=0.05, left=left)


def _microphone(rng: np.random.Generator, person: Person, place: tuple[float, float]) -> Mesh:
    gray = float(rng.uniform(0.02, 0.3))
    grille = _paint(
        (gray, gray, gray), second=(0.5 * gray, 0.5 * gray, 0.5 * gray), pattern=2, scale=22.0, roughness=0.4
    )
    path = np.array([[0, -0.16, 0.0], [0, -0.3, 0.04], [0, -1.5, 0.45]])
    body = tube(path, np.array([0.17, 0.16, 0.11]), sides=10, front=(0.0, 0.3, 1.0))
    things = [
        piece(ball(0.0, (0.25, 0.26, 0.25), rows=8, columns=12), grille),
        piece(body, _paint(drawn_color(rng, ((1.0, DARK),)), roughness=0.35)),
    ]
    return _holding(things, person, radius=0.34, width=0.16, down=0.85, left=_left(rng, place))


_KINDS: dict[str, Callable[[np.random.Generator, Person, tuple[float, float]], Mesh]] = {
    "hand": _hand,
    "phone": _phone,
    "cup": _cup,
    "microphone": _microphone,
}


def _left(rng: np.random.Generator, place: tuple[float, float]) -> bool:
    return bool(place[0] > 0 if abs(place[0]) > 0.15 else rng.random() < 0.5)


def _about_z(degrees: float) -> FloatingArray:
    a = np.radians(degrees)
    return np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]], np.float32)


def _about_y(degrees: float) -> FloatingArray:
    a = np.radians(degrees)
    return np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]], np.float32)


def _placed(mesh: Mesh, occluder: Occluder, head: Head, *, gap: float) -> Mesh:
    """Turn a mesh, shift it to its place, and bring it as near to the face as it gets without touching."""
    landmarks = head.landmarks
    low, high = landmarks[8, 1], landmarks[17:27, 1].mean()
    half = (landmarks[16, 0] - landmarks[0, 0]) / 2
    x, y = occluder.place[0] * half, low + (occluder.place[1] + 1) / 2 * (high - low)
    turn = _about_z(occluder.angle)
    points = mesh.positions @ turn.T + np.array([x, y, 0.0], np.float32)
    face = relief(head).at(points)
    over = face > 0.0
    soft = occluder.kind == "hand"
    points[:, 2] += (np.quantile((face - points[:, 2])[over], 0.85 if soft else 0.99) if over.any() else 1.3) + gap
    if soft:
        points[:, 2] += pressed(points, np.where(over, face + 0.5 * gap - points[:, 2], 0.0))
    return Mesh(
        positions=points.astype(np.float32),
        normals=(mesh.normals @ turn.T).astype(np.float32),
        coordinates=mesh.coordinates,
        triangles=mesh.triangles,
        surface=mesh.surface,
        paints=mesh.paints,
        follow=mesh.follow,
    )


_CELL = 0.1  # decimeters
_LEFT, _BOTTOM = -1.6, 5.2
_COLUMNS, _ROWS = 33, 34
NOTHING = -9.0  # the depth where there is no face


@dataclass(frozen=True)
class Relief:
    """A map over x and y.

    Attributes:
        depth: (rows, columns) float32, decimeters, upwards and to the person's left.
    """

    depth: FloatingArray

    def at(self, points: FloatingArray) -> FloatingArray:
        """The map at points (n, 3), between cells, (n,)."""
        column, row = ((points[:, :2] - (_LEFT, _BOTTOM)) / _CELL - 0.5).astype(np.float32).T
        depths = cv2.remap(self.depth, column[None], row[None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(depths[0])


def relief(head: Head) -> Relief:
    """How far to the front a face reaches."""
    return _nearest(head.positions[_front()], head.positions[_front(), 2], empty=NOTHING)


def pressed(points: FloatingArray, into: FloatingArray) -> FloatingArray:
    """How far soft points (n, 3) give way that are ``into`` (n,) the face, with what is before and behind them."""
    push = _nearest(points, np.maximum(into, 0.0), empty=0.0)
    return Relief(np.asarray(cv2.blur(push.depth, (3, 3)), np.float32)).at(points)


def _nearest(points: FloatingArray, values: FloatingArray, *, empty: float) -> Relief:
    """The greatest of the values in each cell and the cells around it."""
    column, row = ((points[:, :2] - (_LEFT, _BOTTOM)) / _CELL).astype(int).T
    inside = (column >= 0) & (row >= 0) & (column < _COLUMNS) & (row < _ROWS)
    cells = np.full((_ROWS, _COLUMNS), empty, np.float32)
    np.maximum.at(cells, (row[inside], column[inside]), values[inside])
    return Relief(np.asarray(cv2.dilate(cells, np.ones((3, 3), np.uint8)), np.float32))


@cache
def _front() -> Int64Array:
    """Vertices of the skin that something before the face could touch."""
    basis = head_basis()
    skin = basis.vertices_of(HeadPart.SKIN)
    height, depth = basis.template[skin, 1], basis.template[skin, 2]
    return np.asarray(skin[(height > _BOTTOM) & (height < 8.5) & (depth > 0.3)])
