"""The head's outside as a radius by direction, which strands are kept out of."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from facegap.base.arrays import Float64Array, FloatingArray, Int32Array, Int64Array
from facegap.render.hair.growth import AXIS_Z
from facegap.render.head.basis import HeadPart, head_basis
from facegap.render.head.shape import Head

CENTER_Y = 7.3
_ROUND = 64  # columns, by azimuth
_ABOVE, _BELOW = 16, 26  # rows, by elevation over the center and by height under it
_LOWEST = 4.7
_SHOULDERS, _WIDEST = 6.0, 1.0  # decimeters: shoulders are wider than that, but hair isn't pushed to their ends


@dataclass(frozen=True)
class HeadSurface:
    """Radius of the skin round a center (above its height) and round a vertical axis (below).

    Attributes:
        radius: decimeters, rows from the lowest height up to the crown, columns by azimuth, (rows, columns).
    """

    radius: FloatingArray

    def cylindrical(self, xyz: FloatingArray) -> tuple[FloatingArray, FloatingArray, FloatingArray]:
        """Unit outward direction, distance from center or axis, and the skin's distance there, of points (…, 3)."""
        away = outward(xyz)
        distance = np.sqrt((away * away).sum(-1))
        away = away / np.maximum(distance, 1e-6)[..., None]
        return away, distance, self._skin(away, xyz[..., 1])

    def _skin(self, away: FloatingArray, y: FloatingArray) -> FloatingArray:
        up = np.arcsin(np.clip(away[..., 1], 0.0, 1.0)) / (0.5 * np.pi) * (_ABOVE - 1)
        down = (y - _LOWEST) / (CENTER_Y - _LOWEST) * _BELOW
        row = np.where(y > CENTER_Y, _BELOW + up, np.clip(down, 0.0, _BELOW))
        column = (np.arctan2(away[..., 0], away[..., 2]) / (2.0 * np.pi) % 1.0) * _ROUND
        r = np.minimum(row.astype(np.int64), _BELOW + _ABOVE - 2)
        c = column.astype(np.int64) % _ROUND
        fr, fc = (row - r).astype(np.float32), (column - np.floor(column)).astype(np.float32)
        beside = (c + 1) % _ROUND
        low = self.radius[r, c] * (1.0 - fc) + self.radius[r, beside] * fc
        high = self.radius[r + 1, c] * (1.0 - fc) + self.radius[r + 1, beside] * fc
        return np.asarray(low * (1.0 - fr) + high * fr, np.float32)


def outward(xyz: FloatingArray) -> FloatingArray:
    """From the head's center (above its height) or axis (below) to points, (…, 3)."""
    away = np.array(xyz, np.float32)
    away[..., 1] = np.maximum(xyz[..., 1] - CENTER_Y, 0.0)
    away[..., 2] -= AXIS_Z
    return away


def surface_of(head: Head) -> HeadSurface:
    """A head's surface."""
    corners, weights = _hits()
    where = (head.positions[corners] * weights[..., None]).sum(2)
    radius = np.linalg.norm(outward(where), axis=-1)
    low = where[..., 1] < _SHOULDERS
    return HeadSurface(np.where(low, np.minimum(radius, _WIDEST), radius).astype(np.float32))


@cache
def _hits() -> tuple[Int64Array, FloatingArray]:
    """By which triangle of the template each direction leaves: its corners and their weights, (rows, columns, 3)."""
    basis = head_basis()
    triangles = basis.triangles[basis.part == HeadPart.SKIN]
    angle = np.arange(_ROUND) / _ROUND * 2.0 * np.pi + 1e-4
    level = np.stack([np.sin(angle), np.zeros(_ROUND), np.cos(angle)], 1)
    corners = np.zeros((_BELOW + _ABOVE, _ROUND, 3), np.int64)
    weights = np.full((_BELOW + _ABOVE, _ROUND, 3), 1.0 / 3.0, np.float32)
    for row in range(_BELOW + _ABOVE):
        origin = np.array([0.0, min(_LOWEST + row / _BELOW * (CENTER_Y - _LOWEST), CENTER_Y) + 1e-4, AXIS_Z])
        lift = max(row - _BELOW, 0) / (_ABOVE - 1) * 0.5 * np.pi
        rays = level * np.cos(lift) + np.array([0.0, np.sin(lift), 0.0])
        corners[row], weights[row] = _leave(basis.template, triangles, origin, rays)
    return corners, weights


def _leave(
    xyz: FloatingArray, triangles: Int32Array, origin: Float64Array, rays: Float64Array
) -> tuple[Int32Array, FloatingArray]:
    """The furthest of the triangles that each ray from a point hits (Möller and Trumbore, 1997)."""
    corner = xyz[triangles].astype(np.float64)
    if rays[0, 1] < 1e-6:  # a level ray needs only the triangles at its height
        near = (corner[:, :, 1].min(1) <= origin[1]) & (corner[:, :, 1].max(1) >= origin[1])
    else:
        near = corner[:, :, 1].max(1) > CENTER_Y
    triangles, corner = triangles[near], corner[near]
    e, f = corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]
    p = np.cross(rays[:, None], f[None])
    scale = 1.0 / (p * e).sum(2)
    from_corner = origin - corner[:, 0]
    u = (p * from_corner).sum(2) * scale
    q = np.cross(from_corner, e)
    v = (rays @ q.T) * scale
    t = (q * f).sum(1) * scale
    hit = (u >= -1e-6) & (v >= -1e-6) & (u + v <= 1.0 + 1e-6) & (t > 0)
    chosen = np.where(hit, t, -1.0).argmax(1)
    each = np.arange(len(rays))
    u, v = u[each, chosen], v[each, chosen]
    return triangles[chosen], np.stack([1.0 - u - v, u, v], 1).astype(np.float32)
