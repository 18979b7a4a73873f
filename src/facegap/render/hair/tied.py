"""Hair that is tied: drawn over the head to a point, and what hangs or sits there."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.description.person import Person
from facegap.render.draw.mesh import Mesh
from facegap.render.hair.cards import card_mesh, hair_tints
from facegap.render.hair.growth import azimuth, step
from facegap.render.hair.roots import Roots
from facegap.render.hair.strands import DOWN, Strands, normal_of
from facegap.render.hair.surface import HeadSurface
from facegap.render.tables.hair_styles import HairCards, HairStyle


@dataclass(frozen=True)
class Tie:
    """Where hair is gather_at_tie and what becomes of it.

    Attributes:
        at: the point on the person's left, or in the middle where x is 0; template coordinates, decimeters.
        both: whether the other side has one too.
        high: whether it is in the way of a hat.
        tail: length of what hangs down from there.
        ball: radius of a bun.
        plaits: path of a plait from there, (k, 3), decimeters; empty where there is none.
        above: only hair that grows above this height is gather_at_tie.
        via: a point round which hair of the other side goes, for it mustn't cross the face.
    """

    at: tuple[float, float, float]
    both: bool = False
    high: bool = False
    tail: float = 0.0
    ball: float = 0.0
    plaits: tuple[tuple[float, float, float], ...] = ()
    above: float = 0.0
    via: tuple[float, float, float] | None = None


_SIDE_PLAIT = (
    (0.5, 6.75, -0.1),
    (0.68, 6.5, 0.2),
    (0.72, 6.2, 0.6),
    (0.66, 5.8, 0.9),
    (0.62, 5.3, 1.1),
    (0.6, 4.8, 1.2),
)
_TWO_PLAITS = (
    (0.7, 6.85, 0.25),
    (0.8, 6.55, 0.4),
    (0.8, 6.2, 0.65),
    (0.74, 5.8, 0.9),
    (0.7, 5.3, 1.1),
    (0.68, 4.8, 1.2),
)

TIES: Mapping[str, Tie] = MappingProxyType(
    {
        "ponytail": Tie((0.0, 8.02, -0.3), tail=2.0, high=True),
        "bun": Tie((0.0, 7.75, -0.4), ball=0.34),
        "knot": Tie((0.0, 8.5, 0.1), ball=0.3, high=True),
        "half": Tie((0.0, 8.0, -0.35), tail=1.0, above=7.72),
        "braid": Tie(_SIDE_PLAIT[0], plaits=_SIDE_PLAIT, via=(0.0, 8.2, -0.4)),
        "braids": Tie(_TWO_PLAITS[0], both=True, plaits=_TWO_PLAITS),
    }
)

_TAIL = HairCards(count=70, points=9, width=0.15, strands=9.0)
_BALL = HairCards(count=56, points=7, width=0.13, strands=8.0)
_PLAIT = HairCards(count=3, points=30, width=0.15, strands=7.0, roll=1.0, solid=True)
_TWISTS = 4.5  # of a plait, each twice a crossing


def gather_at_tie(
    person: Person, style: HairStyle, roots: Roots, strands: Strands, surface: HeadSurface, random: np.random.Generator
) -> tuple[Strands, list[Mesh]]:
    """Draw strands to where they are tied.

    Returns:
        The strands, and meshes of what hangs or sits there.
    """
    tie = TIES[style.tie]
    side = np.sign(roots.positions[:, 0] + 1e-6) if tie.both else np.ones(len(roots))
    at = np.array(tie.at, np.float32) * np.stack([side, np.ones_like(side), np.ones_like(side)], 1)
    free = (roots.fringe > 0.5) & (style.lengths.fringe > 0.0)
    sideburn = (roots.template[:, 1] < 7.42) & (azimuth(roots.template) < 90.0)
    drawn = (roots.template[:, 1] > tie.above) & ~free & ~sideburn
    t = np.linspace(0.0, 1.0, strands.points.shape[1], dtype=np.float32)[None, :, None]
    path = roots.positions[:, None] * (1.0 - t) + at[:, None] * t
    if tie.via:
        detour = step(0.4, -0.1, roots.positions[:, :1] * np.sign(tie.at[0])) * (np.array(tie.via) - path.mean(1))
        path = path + 2.0 * t * (1.0 - t) * detour[:, None]
    away, distance, skin = surface.cylindrical(path.astype(np.float32))
    layered = 0.015 + style.body.volume * strands.layer * person.hair.volume
    gap = layered[:, None] * np.sqrt(np.sin(0.5 * np.pi * t[..., 0]))
    # Over the scalp all the way, but free of the neck where the knot is.
    path = path + away * np.where(drawn[:, None], skin + gap - distance, 0.0)[..., None]
    ripple = style.body.wave * 0.25 * np.sin(6.0 * t[..., 0] * np.pi + 6.0 * roots.positions[:, :1])
    path = path + normal_of(path) * ripple[..., None]
    points = np.where(drawn[:, None, None], path, strands.points).astype(np.float32)
    shade = np.where(drawn[:, None], 0.72 + 0.28 * strands.layer[:, None], strands.shade)
    moved = replace(strands, points=points, normals=normal_of(points), shade=shade.astype(np.float32))
    if not tie.above:  # sideburns are too low to be gather_at_tie; the skin is painted there
        moved = Strands(*(getattr(moved, part.name)[~sideburn] for part in fields(Strands)))
    middles = [np.array(tie.at, np.float32) * (sign, 1.0, 1.0) for sign in ((1.0, -1.0) if tie.both else (1.0,))]
    extra: list[Mesh] = []
    tints = hair_tints(person.hair)
    for middle in middles:
        if tie.tail:
            tail = _tail(middle.astype(np.float32), tie.tail * person.hair.length, style, surface, random)
            extra.append(card_mesh(tail, _TAIL, tints, random))
        if tie.ball:
            extra.append(card_mesh(_ball(_seat(middle, tie.ball, surface), tie.ball, random), _BALL, tints, random))
        if tie.plaits:
            way = np.array(tie.plaits, np.float32) * np.array([np.sign(middle[0]), 1.0, 1.0], np.float32)
            extra.append(card_mesh(_plait(way), _PLAIT, tints, random))
    return moved, extra


def _seat(at: FloatingArray, radius: float, surface: HeadSurface) -> FloatingArray:
    """The middle of a ball that sits on the head near a point."""
    away, distance, skin = surface.cylindrical(at[None].astype(np.float32))
    return np.asarray(at + away[0] * (skin[0] - distance[0] + 0.7 * radius), np.float32)


def _tail(
    at: FloatingArray, length: float, style: HairStyle, surface: HeadSurface, random: np.random.Generator
) -> Strands:
    count, points = _TAIL.count, _TAIL.points
    t = np.linspace(0.0, 1.0, points, dtype=np.float32)[None, :, None]
    spread = random.normal(0.0, 1.0, (count, 3)).astype(np.float32)
    uneven = (length * random.uniform(0.75, 1.0, (count, 1, 1))).astype(np.float32)
    back = np.array([0.0, 0.25, -1.0], np.float32)
    path = at + back * (0.35 * np.sin(np.minimum(t * 2.2, 1.4))) + DOWN * uneven * np.maximum(t - 0.1, 0.0) ** 1.3
    path = path + spread[:, None] * (0.04 + 0.15 * np.sin(np.pi * np.minimum(t * 0.8, 0.6))) * (1.0, 0.3, 0.7)
    path = path + style.body.wave * np.sin(9.0 * t + spread[:, None, :1]) * (1.0, 0.0, 0.5)
    path = path.astype(np.float32)
    away, distance, skin = surface.cylindrical(path)
    path = path + away * np.maximum(skin + 0.04 - distance, 0.0)[..., None]
    axis = path.mean(0, keepdims=True)
    normals = path - axis + 0.3 * normal_of(path)
    layer = np.linalg.norm(spread[:, ::2], axis=1) / 2.0
    return _strands(path, normals, np.clip(layer, 0.0, 1.0))


def _ball(center: FloatingArray, radius: float, random: np.random.Generator) -> Strands:
    """Strands wound round a ball, each along most of a circle."""
    count, points = _BALL.count, _BALL.points
    pole = np.array([0.0, 0.5, -1.0], np.float32) + 0.6 * random.normal(0.0, 1.0, (count, 3))
    pole /= np.linalg.norm(pole, axis=1, keepdims=True)
    u = np.cross(pole, random.normal(0.0, 1.0, (count, 3)))
    u /= np.linalg.norm(u, axis=1, keepdims=True)
    v = np.cross(pole, u)
    angle = np.linspace(0.0, 2.6, points)[None, :, None]
    height = random.uniform(-0.85, 0.85, (count, 1, 1))
    ring = u[:, None] * np.cos(angle) + v[:, None] * np.sin(angle)
    normals = (ring * np.sqrt(1.0 - height**2) + pole[:, None] * height).astype(np.float32)
    size = radius * random.uniform(0.85, 1.0, (count, 1, 1))
    layer = ((size[:, 0, 0] / radius - 0.85) / 0.15).astype(np.float32)
    return _strands((center + size * normals).astype(np.float32), normals, layer)


def _plait(way: FloatingArray) -> Strands:
    """Three strands of hair about a path, which change places."""
    points = _PLAIT.points
    t = np.linspace(0.0, len(way) - 1.0, points)
    path = np.stack([np.interp(t, np.arange(len(way)), way[:, axis]) for axis in range(3)], 1).astype(np.float32)
    out = normal_of(path)
    side = np.cross(np.gradient(path, axis=0), out)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    turn = 2.0 * np.pi * (_TWISTS * t / t[-1] + np.arange(3)[:, None] / 3.0)
    thin = np.interp(t / t[-1], (0.0, 0.1, 1.0), (0.9, 1.1, 0.6))[:, None]
    strands = path + 0.085 * thin * np.sin(turn)[..., None] * side + 0.05 * thin * np.sin(2.0 * turn)[..., None] * out
    normals = out + 0.8 * np.sin(turn)[..., None] * side
    shade = 0.78 + 0.22 * np.sin(2.0 * turn)
    made = _strands(strands.astype(np.float32), normals.astype(np.float32), np.ones(3, np.float32))
    return replace(made, shade=shade.astype(np.float32))


def _strands(points: FloatingArray, normals: FloatingArray, layer: FloatingArray) -> Strands:
    unit = normals / np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-6)
    shade = np.repeat(0.55 + 0.45 * layer[:, None], points.shape[1], 1)
    return Strands(
        points, unit.astype(np.float32), shade.astype(np.float32), layer.astype(np.float32), np.zeros_like(shade)
    )
