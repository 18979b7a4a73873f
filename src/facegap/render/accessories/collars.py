"""Collars of shirts, lapels of jackets, neckties."""

from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.accessories.anchors import Anchors, cast
from facegap.render.accessories.solids import Solid, grid_surface, merged, piece
from facegap.render.draw.mesh import Mesh, Paint
from facegap.render.draw.surfaces import Kind, Segment
from facegap.render.head.shape import Head
from facegap.render.tables.palettes import TIES, drawn_color

_COLUMNS = 27
_GAP = 7.0  # degrees between the middle and either end of a collar


@cache
def _neck() -> tuple[Anchors, FloatingArray]:
    """A ring round the neck at a collar's height, from the left of the throat to its right, and which way is out."""
    azimuth = np.radians(_GAP + (360 - 2 * _GAP) * np.linspace(0, 1, _COLUMNS))
    height = 5.88 - 0.16 * np.cos(azimuth)
    origins = np.stack([0 * azimuth, height, np.full(_COLUMNS, 0.2)], axis=1).astype(np.float32)
    outwards = np.stack([np.sin(azimuth), 0 * azimuth, np.cos(azimuth)], axis=1).astype(np.float32)
    return cast(origins, outwards, outermost=True), outwards


def collar(head: Head, paint: Paint, *, open_: bool) -> Mesh:
    """A shirt's collar: a stand round the neck with flaps folded down, closed by a tie or open."""
    anchors, outwards = _neck()
    ring = anchors.on(head)
    ahead = np.clip((outwards[:, 2:3] - 0.2) / 0.8, 0, 1)
    end = np.clip((outwards[:, 2:3] - 0.8) / 0.2, 0, 1)
    up, aside = np.array([0.0, 1.0, 0.0]), np.sign(outwards[:, :1]) * np.array([1.0, 0.0, 0.0])
    spread = aside * (ahead * (0.14 if open_ else 0.05))
    lowered = up * (ahead * (0.1 if open_ else 0.0))
    inside = ring + outwards * 0.03 - up * 0.12 - lowered
    top = ring + outwards * 0.05 + up * 0.1 - lowered + spread
    fold = top + outwards * 0.04 - up * 0.01
    flap = (
        ring + outwards * (0.17 + 0.03 * ahead) - up * (0.14 + 0.16 * end) - lowered + 2.0 * spread + aside * 0.1 * end
    )
    solid = grid_surface(np.stack([inside, top, fold, flap]))
    return piece(solid, paint, follow=None, openness=0.85)


@cache
def _chest(points: tuple[tuple[float, float], ...]) -> Anchors:
    """Where the chest is behind points (x, y) in front of it."""
    origins = np.array([(x, y, 0.0) for x, y in points], np.float32)
    return cast(origins, np.broadcast_to(np.array([0.0, 0.0, 1.0], np.float32), origins.shape), outermost=True)


# Of the person's left lapel: height, and the inner and outer edge's distance from the middle.
_LAPEL = (
    (5.82, 0.50, 0.62),
    (5.6, 0.42, 0.66),
    (5.38, 0.36, 0.72),
    (5.34, 0.34, 0.56),
    (5.0, 0.22, 0.52),
    (4.6, 0.1, 0.3),
    (4.25, 0.0, 0.06),
)


def lapels(head: Head, paint: Paint) -> Mesh:
    """A jacket's lapels."""
    solids = []
    for side in (1.0, -1.0):
        inner = tuple((side * x, y) for y, x, _ in _LAPEL)
        outer = tuple((side * x, y) for y, _, x in _LAPEL)
        front = np.array([0.0, 0.0, 1.0], np.float32)
        rows = [_chest(inner).on(head) + 0.17 * front, _chest(outer).on(head) + 0.24 * front]
        solids.append(_facing_front(grid_surface(np.stack(rows))))
    return piece(merged(*solids), paint, follow=None, openness=0.95)


def _facing_front(solid: Solid) -> Solid:
    a, b, c = (solid.positions[solid.triangles[:, corner]] for corner in range(3))
    front = np.cross(b - a, c - a)[:, 2].sum() >= 0
    return solid if front else Solid(solid.positions, solid.triangles[:, ::-1].copy(), solid.uv)


# Of a necktie: height, half its width, and how far it stands off the chest.
_TIE = (
    (5.72, 0.10, 0.20),
    (5.66, 0.125, 0.22),
    (5.5, 0.08, 0.2),
    (5.47, 0.075, 0.13),
    (5.2, 0.12, 0.12),
    (4.6, 0.17, 0.12),
    (4.1, 0.2, 0.12),
)


def necktie(head: Head, rng: np.random.Generator) -> Mesh:
    """A knot between the ends of the collar, and the blade below."""
    width = float(rng.uniform(0.75, 1.15))
    off = np.array([[stand for _, _, stand in _TIE]], np.float32).T
    middle = _chest(tuple((0.0, height) for height, _, _ in _TIE)).on(head)
    front = np.array([0.0, 0.0, 1.0], np.float32)
    columns = []
    for share in (-1.0, -0.5, 0.5, 1.0):
        aside = np.array([[width * share * half, 0.0, 0.0] for _, half, _ in _TIE], np.float32)
        columns.append(middle + aside + front * off * (1.0 if abs(share) < 1 else 0.6))
    solid = _facing_front(grid_surface(np.stack(columns)))
    pattern = int(rng.choice([0, 0, 1, 3]))
    scale = float(rng.uniform(8, 20))
    paint = Paint(
        Kind.PLAIN, Segment.CLOTHES, drawn_color(rng, TIES), drawn_color(rng, TIES), pattern, scale, roughness=0.5
    )
    # Stripes run across at a slant.
    slanted = (
        solid.positions[:, :1] * (0.0, 0.7) + solid.positions[:, 1:2] * (0.0, 1.0) + solid.positions[:, :2] * (1.0, 0.0)
    )
    return piece(Solid(solid.positions, solid.triangles, slanted.astype(np.float32)), paint, follow=None)
