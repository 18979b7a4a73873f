"""Spectacles and sunglasses: rims, bridge and temples fitted to eyes, nose, brow and ears, with panes of glass."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray, Int64Array
from facegap.render.accessories.solids import Solid, merged, piece, tube
from facegap.render.colors import RGB, varied
from facegap.render.draw.mesh import Mesh, Paint
from facegap.render.draw.surfaces import Kind, Segment
from facegap.render.head.basis import HeadPart, head_basis
from facegap.render.head.shape import Head
from facegap.render.tables.palettes import METALS

_SEGMENTS = 20  # of a rim
_CLEARANCE = 0.03  # decimeters between skin and rim
_TEMPLE_X = 0.69  # half a usual head's width at the temples: what frames of size 1 are made for
_WRAP = 0.16  # how far rims fall back at x = 1, squared: the frame's curve round the face
_TILT = 0.12  # the lower edge is nearer to the cheeks


@dataclass(frozen=True)
class RimShape:
    """The outline of a lens; lengths in decimeters on a usual head.

    Attributes:
        width, height: half of either.
        squareness: exponent of the superellipse, 2 an ellipse.
        lift: how far the outer upper corner rises.
        cut: how far the inner lower corner is drawn in.
        lower: whether there is a rim below the lens too.
    """

    width: float
    height: float
    squareness: float
    lift: float = 0.0
    cut: float = 0.0
    lower: bool = True


SPECTACLES = {
    "round": RimShape(0.225, 0.215, 2.0),
    "oval": RimShape(0.25, 0.17, 2.3),
    "rectangular": RimShape(0.265, 0.16, 4.0, lift=0.01),
    "square": RimShape(0.265, 0.21, 4.5),
    "cat-eye": RimShape(0.26, 0.18, 2.8, lift=0.07, cut=0.04),
    "aviator": RimShape(0.28, 0.235, 2.7, cut=0.12),
    "half-rim": RimShape(0.26, 0.165, 3.4, lower=False),
}
SUNGLASSES = {
    "wayfarer": RimShape(0.285, 0.22, 3.4, lift=0.03, cut=0.05),
    "aviator": RimShape(0.3, 0.26, 2.7, cut=0.13),
    "round": RimShape(0.25, 0.245, 2.0),
    "large": RimShape(0.3, 0.27, 2.6, lift=0.02),
    "narrow": RimShape(0.29, 0.165, 2.8),
}
_RIMS: tuple[tuple[float, RGB], ...] = (
    (0.49, (0.012, 0.012, 0.013)),
    (0.2, (0.07, 0.028, 0.012)),
    (0.08, (0.02, 0.03, 0.09)),
    (0.07, (0.16, 0.02, 0.025)),
    (0.12, (0.12, 0.12, 0.13)),
    (0.04, (0.55, 0.5, 0.45)),
)
_TINTS: tuple[RGB, ...] = ((0.02, 0.02, 0.022), (0.05, 0.028, 0.014), (0.02, 0.035, 0.024), (0.1, 0.07, 0.06))

Lens = tuple[float, float, float, float]


@dataclass(frozen=True)
class Eyewear:
    """A frame, its panes, and what the glass does: transmitted linear RGB and mirror strength (``Look.lens``)."""

    frame: Mesh
    panes: Mesh
    lens: Lens


def spectacles(head: Head, rng: np.random.Generator) -> Eyewear:
    """Clear glasses."""
    shape = _choice(rng, SPECTACLES)
    metal = rng.random() < (0.35 if shape.lower and shape.cut < 0.1 else 0.75)
    coating = float(rng.uniform(0.01, 0.09))
    return _made(head, rng, shape, metal=metal, lens=(0.93, 0.94, 0.93, coating))


def sunglasses(head: Head, rng: np.random.Generator) -> Eyewear:
    """Larger ones with dark glass."""
    shape = _choice(rng, SUNGLASSES)
    red, green, blue = varied(rng, _TINTS[rng.integers(len(_TINTS))], spread=0.3)
    mirror = float(rng.uniform(0.15, 0.4) if rng.random() < 0.12 else rng.uniform(0.01, 0.08))
    return _made(head, rng, shape, metal=rng.random() < 0.3, lens=(red, green, blue, mirror))


def _choice(rng: np.random.Generator, shapes: dict[str, RimShape]) -> RimShape:
    return shapes[list(shapes)[rng.integers(len(shapes))]]


def _made(head: Head, rng: np.random.Generator, shape: RimShape, *, metal: bool, lens: Lens) -> Eyewear:
    rim = float(rng.uniform(0.009, 0.013) if metal else rng.uniform(0.017, 0.034))
    paint = Paint(Kind.PLAIN, Segment.EYEWEAR, _rim_color(rng), roughness=0.35)
    if metal:
        tint = varied(rng, METALS[rng.integers(len(METALS))]) if rng.random() < 0.7 else (0.03, 0.03, 0.032)
        paint = Paint(Kind.PLAIN, Segment.EYEWEAR, tint, roughness=0.3, metallic=0.75)
    fit = _fit(head, shape, float(rng.uniform(0.94, 1.06)), float(rng.uniform(-0.05, 0.01)))
    solids, panes = [], []
    for side in (1.0, -1.0):
        outline = fit.outline(side)
        shown = outline if shape.lower else outline[: _SEGMENTS // 2 + 1]
        solids.append(tube(shown, rim, depth=rim * (1.0 if metal else 1.25), closed=shape.lower))
        solids.append(_temple(head, outline, rim, side))
        panes.append(_pane(outline))
    solids.append(_bridge(head, fit, rim))
    glass = Paint(Kind.PLAIN, Segment.EYEWEAR, lens[:3])
    return Eyewear(piece(merged(*solids), paint), piece(merged(*panes), glass, glass=True), lens)


def _rim_color(rng: np.random.Generator) -> RGB:
    shares = np.array([share for share, _ in _RIMS])
    return varied(rng, _RIMS[rng.choice(len(_RIMS), p=shares / shares.sum())][1], spread=0.3)


@dataclass(frozen=True)
class _Fit:
    """Where the lenses of one frame are on one head: their centers at (±x, y), the middle of the frame at z."""

    shape: RimShape
    scale: float
    x: float
    y: float
    z: float

    def outline(self, side: float) -> FloatingArray:
        """The outline of one lens from its outer end over the top, (segments, 3); side 1 is the person's left."""
        angle = np.arange(_SEGMENTS) * (2 * np.pi / _SEGMENTS)
        out, up = (np.sign(c) * np.abs(c) ** (2 / self.shape.squareness) for c in (np.cos(angle), np.sin(angle)))
        x = self.shape.width * out + self.shape.cut * np.maximum(-up, 0) * np.maximum(0.35 - 0.65 * out, 0)
        y = self.shape.height * up + self.shape.lift * np.maximum(out, 0) ** 2 * np.maximum(up + 0.3, 0)
        x, y = self.x + self.scale * x, self.scale * y
        return np.stack([side * x, self.y + y, self.z + _sag(x, y)], axis=1).astype(np.float32)


def _sag(x: FloatingArray, y: FloatingArray) -> FloatingArray:
    """How far the frame's surface is in front of its middle, which is between the lenses."""
    return np.asarray(_TILT * y - _WRAP * x * x, np.float32)


def _fit(head: Head, shape: RimShape, size: float, drop: float) -> _Fit:
    temple = (head.point("temple-left")[0] - head.point("temple-right")[0]) / 2
    scale = float(size * temple / _TEMPLE_X)
    left, right = head.eyes
    apart = float(left[0] - right[0]) / 2
    x = max((apart + 0.32 * scale) / 2, scale * shape.width + 0.075)
    y = float(left[1] + right[1]) / 2 + drop
    # The frame stands just before the brows, cheeks and lashes that it would cut into.
    face = head.positions[_face()]
    across, up = np.abs(face[:, 0]), face[:, 1] - y
    near = (across > x - 0.8 * scale * shape.width) & (across < x + scale * shape.width)
    near &= (up < scale * (shape.height + shape.lift)) & (up > -scale * shape.height)
    reach = face[near, 2] - _sag(across[near], up[near]) + _CLEARANCE
    z = max(float(np.quantile(reach, 0.97)), float(left[2] + 0.24))
    return _Fit(shape, scale, x, y, z)


@cache
def _face() -> Int64Array:
    """Vertices of the face between brow and mouth."""
    basis = head_basis()
    skin = basis.vertices_of(HeadPart.SKIN)
    x, y, z = basis.template[skin].T
    return np.asarray(skin[(np.abs(x) < 0.75) & (y > 6.8) & (y < 7.65) & (z > 0.8)])


@cache
def _sides() -> Int64Array:
    """Vertices of the left side of the head between eye and ear, without the ear."""
    basis = head_basis()
    skin = basis.vertices_of(HeadPart.SKIN)
    x, y, z = basis.template[skin].T
    ear = (z < 0.62) & (y < 7.36) & (x > 0.66)
    return np.asarray(skin[(np.abs(x) > 0.3) & (y > 6.95) & (y < 7.65) & (z > 0.2) & (z < 1.5) & ~ear])


def _beside(head: Head, side: float, points: FloatingArray) -> FloatingArray:
    """How far out the skin is, on one side, at heights and depths of points (n, 3): (n,)."""
    skin = head.positions[_sides()]
    skin = skin[skin[:, 0] * side > 0]
    apart = np.linalg.norm(points[:, None, 1:] - skin[None, :, 1:], axis=2)
    nearest = np.argpartition(apart, 4, axis=1)[:, :4]
    return np.asarray(np.abs(skin[nearest, 0]).max(axis=1), np.float32)


def _temple(head: Head, outline: FloatingArray, rim: float, side: float) -> Solid:
    """From the rim's outer end along the head over the ear and down behind it."""
    name = "left" if side > 0 else "right"
    hinge = outline[2] + np.array([side * 0.03, 0, -0.02], np.float32)
    ear = head.point(f"ear-top-{name}") + np.array([-side * 0.05, 0.0, 0.06], np.float32)
    share = np.array([0.0, 0.06, 0.3, 0.6, 0.85, 1.0])[:, None]
    path = hinge + (ear - hinge) * share
    # Straight, but the hinge stands as far out as the head is wide, and nothing runs inside of it.
    wide = np.maximum(_beside(head, side, path) + 0.015 + rim / 2, np.abs(path[:, 0]))
    wide[1:] = np.maximum.accumulate(wide[::-1])[::-1][1:] * 0.5 + wide[1:] * 0.5
    path[1:, 0] = side * wide[1:]
    behind = path[-1] + np.array([[0.0, -0.08, -0.13], [-side * 0.03, -0.3, -0.22]])
    path = np.concatenate([outline[2:3], path, behind])
    return tube(path, np.maximum(rim * 1.3, 0.012), depth=rim * 0.6 + 0.004, front=(side, 0.0, 0.0))


def _bridge(head: Head, fit: _Fit, rim: float) -> Solid:
    """Between the rims, over the nose."""
    inner = fit.outline(1.0)[_SEGMENTS // 2 - 2]
    x = np.linspace(-1, 1, 5)
    nose = head.landmarks[27:29]
    path = np.stack([inner[0] * x, inner[1] + 0.02 * (1 - x * x), np.full(5, inner[2], np.float64)], axis=1)
    height = np.interp(path[2, 1], nose[::-1, 1], nose[::-1, 2])
    path[1:4, 2] = np.maximum(path[1:4, 2], height + 0.015 + rim - 0.05 * np.abs(x[1:4]))
    return tube(path.astype(np.float32), rim)


def _pane(outline: FloatingArray) -> Solid:
    points = np.concatenate([outline, outline.mean(0, keepdims=True)])
    edge = np.arange(len(outline))
    fan = np.stack([edge, np.roll(edge, -1), np.full(len(edge), len(outline))], axis=1).astype(np.int32)
    return Solid(points, fan, points[:, :2].copy())
