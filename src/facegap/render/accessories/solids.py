"""Simple shapes as triangles: tubes along paths, balls, and pieces of a mesh with one paint."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray, Int32Array
from facegap.render.draw.mesh import Mesh, Paint, cross_products, grid, smooth_normals


@dataclass(frozen=True)
class Solid:
    """Triangles without a paint.

    Attributes:
        positions: (n, 3), decimeters.
        triangles: (t, 3).
        uv: texture coordinates, (n, 2).
        same: of each vertex the one whose normal it shares, (n,), as along a closed sheet's seam; None: its own.
    """

    positions: FloatingArray
    triangles: Int32Array
    uv: FloatingArray
    same: Int32Array | None = None


def piece(
    solid: Solid,
    paint: Paint,
    *,
    follow: FloatingArray | float | None = 1.0,
    openness: FloatingArray | float = 1.0,
    glass: bool = False,
) -> Mesh:
    """A mesh of one paint.

    Args:
        solid: The triangles.
        paint: The surface of all triangles.
        follow: the head (1) or the shoulders (0), for all or each vertex; None: by height, as the skin does.
        openness: the part of the sky that is seen, 0 to 1, for all or each vertex.
        glass: whether one sees through.
    """
    count = len(solid.positions)
    coordinates = np.zeros((count, 4), np.float32)
    coordinates[:, :2] = solid.uv
    coordinates[:, 2] = openness
    if solid.same is None:
        normals = smooth_normals(solid.positions, solid.triangles)
    else:
        normals = smooth_normals(solid.positions, solid.same[solid.triangles])[solid.same]
    return Mesh(
        positions=np.asarray(solid.positions, np.float32),
        normals=normals,
        coordinates=coordinates,
        triangles=np.asarray(solid.triangles, np.int32),
        surface=np.zeros(len(solid.triangles), np.int32),
        paints=(paint,),
        glass=glass,
        follow=None if follow is None else np.broadcast_to(np.asarray(follow, np.float32), count).copy(),
    )


def merged(*solids: Solid) -> Solid:
    """Several solids as one."""
    shifts = np.cumsum([0, *(len(solid.positions) for solid in solids)])
    return Solid(
        np.concatenate([solid.positions for solid in solids]),
        np.concatenate([solid.triangles + shift for solid, shift in zip(solids, shifts, strict=False)]).astype(
            np.int32
        ),
        np.concatenate([solid.uv for solid in solids]),
        np.concatenate([_same(solid) + shift for solid, shift in zip(solids, shifts, strict=False)]),
    )


def _same(solid: Solid) -> Int32Array:
    return np.arange(len(solid.positions), dtype=np.int32) if solid.same is None else solid.same


def grid_surface(points: FloatingArray, *, closed: bool = False) -> Solid:
    """A grid of points as a surface, facing away from its middle.

    Args:
        points: (rows, columns, 3).
        closed: whether the last column is joined to the first.
    """
    if closed:
        points = np.concatenate([points, points[:, :1]], axis=1)
    rows, columns = points.shape[:2]
    triangles, uv, seam = _lattice(rows, columns)
    return facing_out(Solid(np.asarray(points.reshape(-1, 3), np.float32), triangles, uv, seam if closed else None))


@cache
def _lattice(rows: int, columns: int) -> tuple[Int32Array, FloatingArray, Int32Array]:
    """Triangles, texture coordinates and seam of a grid; shared, so nobody writes to them."""
    seam = np.arange(rows * columns, dtype=np.int32).reshape(rows, columns)
    seam[:, -1] = seam[:, 0]
    v, u = np.meshgrid(np.linspace(0, 1, rows), np.linspace(0, 1, columns), indexing="ij")
    return grid(rows, columns), np.stack([u.ravel(), v.ravel()], axis=1).astype(np.float32), seam.ravel()


def unit(vectors: FloatingArray) -> FloatingArray:
    """Rows of length 1, (n, 3)."""
    length = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    return np.asarray(vectors / np.maximum(length, 1e-9))


def _differences(path: FloatingArray) -> FloatingArray:
    """Directions along an open path, (k, 3)."""
    steps = np.diff(path, axis=0)
    return np.concatenate([steps[:1], steps[:-1] + steps[1:], steps[-1:]])


def facing_out(solid: Solid) -> Solid:
    """A solid whose triangles are counter-clockwise seen from outside: shadows are looked up on that side."""
    centered = solid.positions - solid.positions.mean(axis=0)
    a, b, c = (centered[solid.triangles[:, corner]] for corner in range(3))
    volume = np.einsum("tk,tk->", a, cross_products(b, c))
    triangles = solid.triangles if volume >= 0 else solid.triangles[:, ::-1].copy()
    return replace(solid, triangles=triangles)


def tube(
    path: FloatingArray,
    radius: FloatingArray | float,
    *,
    depth: FloatingArray | float | None = None,
    sides: int = 4,
    closed: bool = False,
    front: tuple[float, float, float] = (0.0, 0.0, 1.0),
) -> Solid:
    """A tube along a path.

    Args:
        path: (k, 3).
        radius: half its width, at all or each point of the path.
        depth: half its size towards ``front``; None: as wide.
        sides: The number of sides of the tube's cross section.
        closed: whether the path returns to its beginning.
        front: which way the cross section's depth points; not along the path.
    """
    path = np.asarray(path, np.float32)
    along = np.roll(path, -1, 0) - np.roll(path, 1, 0) if closed else _differences(path)
    side = unit(cross_products(along, np.array(front, np.float32)))
    out = unit(cross_products(side, along))
    width = np.broadcast_to(np.asarray(radius, np.float32), len(path))[:, None, None]
    height = width if depth is None else np.broadcast_to(np.asarray(depth, np.float32), len(path))[:, None, None]
    angle = (np.arange(sides) + 0.5) * (2 * np.pi / sides)
    round_ = width * np.cos(angle)[None, :, None] * side[:, None] + height * np.sin(angle)[None, :, None] * out[:, None]
    rings = path[:, None] + round_
    if closed:
        rings = np.concatenate([rings, rings[:1]])
    return grid_surface(rings, closed=True)


Axes = FloatingArray | tuple[float, float, float] | float


def ball(center: Axes, half: Axes, *, rows: int = 5, columns: int = 8) -> Solid:
    """An ellipsoid with its poles above and below.

    Args:
        center: (3,).
        half: half axes, (3,) or one for all.
        rows: The number of points from pole to pole.
        columns: The number of points around.
    """
    down = np.linspace(0, np.pi, rows)[:, None]
    turn = np.arange(columns)[None, :] * (2 * np.pi / columns)
    unit = np.stack(
        np.broadcast_arrays(np.sin(down) * np.sin(turn), np.cos(down), np.sin(down) * np.cos(turn)), axis=-1
    )
    return grid_surface(np.asarray(center) + unit * np.asarray(half), closed=True)


def moved(solid: Solid, rotation: FloatingArray, shift: FloatingArray) -> Solid:
    """A solid turned by a matrix and then shifted."""
    return replace(solid, positions=(solid.positions @ rotation.T + shift).astype(np.float32))
