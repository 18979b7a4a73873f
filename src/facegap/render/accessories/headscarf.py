"""A headscarf round the face that covers hair, ears, neck and part of the shoulders."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from facegap.base.arrays import BoolArray, FloatingArray
from facegap.render.accessories.anchors import Anchors, cast
from facegap.render.accessories.shells import taut
from facegap.render.accessories.solids import grid_surface, piece
from facegap.render.colors import RGB
from facegap.render.draw.mesh import Mesh, Paint
from facegap.render.draw.surfaces import Kind, Segment
from facegap.render.head.basis import HeadPart, head_basis
from facegap.render.head.shape import Head
from facegap.render.tables.palettes import SCARVES, drawn_color

_COLUMNS = 25

# Of the template, upwards: height and depth of a ray's origin, its elevation (degrees), half the opening for the face
# (degrees from the front), and how far the cloth stands off (decimeters).
_ROWS = (
    (5.05, 0.15, -12.0, 0.0, 0.10),
    (5.40, 0.15, 0.0, 0.0, 0.22),
    (5.65, 0.18, 0.0, 0.0, 0.22),
    (5.85, 0.22, 0.0, 0.0, 0.16),
    (6.00, 0.28, 0.0, 0.0, 0.09),
    (6.15, 0.32, 0.0, 30.0, 0.06),
    (6.30, 0.35, 0.0, 46.0, 0.05),
    (6.55, 0.35, 0.0, 57.0, 0.05),
    (6.85, 0.35, 0.0, 59.0, 0.06),
    (7.15, 0.35, 0.0, 57.0, 0.08),
    (7.45, 0.35, 0.0, 49.0, 0.08),
    (7.65, 0.32, 0.0, 40.0, 0.08),
    (7.70, 0.30, 4.0, 32.0, 0.08),
    (7.70, 0.30, 9.0, 20.0, 0.08),
    (7.70, 0.30, 12.0, 0.0, 0.08),
    (7.70, 0.30, 20.0, 0.0, 0.09),
    (7.70, 0.30, 38.0, 0.0, 0.10),
    (7.70, 0.30, 62.0, 0.0, 0.10),
    (7.70, 0.30, 90.0, 0.0, 0.10),
)


@dataclass(frozen=True)
class _Wrap:
    anchors: Anchors
    outwards: FloatingArray
    azimuth: FloatingArray


@cache
def _wrap() -> _Wrap:
    table = np.array(_ROWS, np.float32)
    opening = np.radians(table[:, 3:4])
    azimuth = opening + (2 * np.pi - 2 * opening) * np.linspace(0, 1, _COLUMNS)
    elevation = np.radians(table[:, 2:3])
    outwards = np.stack(
        np.broadcast_arrays(
            np.cos(elevation) * np.sin(azimuth), np.sin(elevation), np.cos(elevation) * np.cos(azimuth)
        ),
        axis=-1,
    ).astype(np.float32)
    origins = np.zeros_like(outwards)
    origins[..., 1], origins[..., 2] = table[:, 0:1], table[:, 1:2]
    return _Wrap(cast(origins.reshape(-1, 3), outwards.reshape(-1, 3), outermost=False), outwards, azimuth)


def headscarf(head: Head, rng: np.random.Generator) -> Mesh:
    """The scarf of one head."""
    wrap = _wrap()
    points = wrap.anchors.on(head).reshape(wrap.outwards.shape)
    table = np.array(_ROWS, np.float32)
    neck = np.clip((6.2 - table[:, 0:1]) / 0.5, 0, 1)
    phase, count = rng.uniform(0, 2 * np.pi), rng.integers(3, 6)
    level = table[:, 0:1] + np.sin(np.radians(table[:, 2:3]))
    folds = np.sin(count * wrap.azimuth + phase + 4.0 * level) + 0.5 * np.sin(9 * wrap.azimuth + 8.0 * level)
    offset = table[:, 4:5] * rng.uniform(0.85, 1.3) + 0.045 * folds * neck + 0.012 * folds * (1 - neck)
    # Cloth spans the hollows behind the jaw and below the chin.
    reach = np.linalg.norm(points[..., ::2] - points[..., ::2].mean(axis=1, keepdims=True) * (0.0, 1.0), axis=-1)
    slack = np.zeros_like(reach)
    spanned = slice(1, int(np.flatnonzero(table[:, 3])[-1]) + 2)
    slack[spanned] = taut(reach, rounds=4)[spanned] - reach[spanned]
    slack *= np.clip((7.9 - table[:, 0:1] - table[:, 2:3] / 60) / 0.6, 0, 1)
    points = points + (offset + 0.6 * slack)[..., None] * wrap.outwards
    # The cloth's edge lies closer to the face.
    rolled = -0.03 * (table[:, 3] > 0)
    points[:, [0, -1]] += rolled[:, None, None] * wrap.outwards[:, [0, -1]]
    first = drawn_color(rng, SCARVES)
    return piece(grid_surface(points), _cloth(first, rng), follow=None, openness=_openness(points))


def _openness(points: FloatingArray) -> FloatingArray:
    """Darker under the chin."""
    height, depth = points[..., 1], points[..., 2]
    under = np.clip((6.35 - height) / 0.3, 0, 1) * np.clip((height - 5.2) / 0.5, 0, 1) * np.clip(depth, 0, 1)
    return np.asarray(1.0 - 0.45 * under, np.float32).ravel()


def _cloth(first: RGB, rng: np.random.Generator) -> Paint:
    pattern = int(rng.choice([0, 0, 0, 0, 3]))
    return Paint(
        Kind.PLAIN,
        Segment.HEADWEAR,
        first,
        drawn_color(rng, SCARVES),
        pattern,
        scale=float(rng.uniform(10, 26)),
        roughness=float(rng.uniform(0.6, 0.95)),
    )


@cache
def covered_by_scarf() -> BoolArray:
    """The triangles of the basis that are under any scarf, (triangles,): ears, and the back of the head."""
    basis = head_basis()
    x, y, z = basis.template[basis.triangles].mean(axis=1).T
    ears = (np.abs(x) > 0.67) & (y > 6.75) & (y < 7.4) & (z < 0.68)
    return np.asarray((basis.part == HeadPart.SKIN) & (ears | ((z < 0.1) & (y > 6.1))))
