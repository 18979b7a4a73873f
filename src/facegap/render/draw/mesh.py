"""Triangles with surfaces, which are what the renderer draws, and their normals."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from facegap.base.arrays import FloatingArray, Int32Array
from facegap.render.colors import RGB
from facegap.render.draw.surfaces import Kind, Segment


@dataclass(frozen=True)
class Paint:
    """One surface: how its triangles cover and are shaded; see ``records.Surface`` for the fields."""

    kind: Kind
    segment: Segment
    first: RGB = (0.5, 0.5, 0.5)
    second: RGB = (0.5, 0.5, 0.5)
    pattern: int = 0
    scale: float = 1.0
    strength: float = 1.0
    roughness: float = 0.6
    metallic: float = 0.0
    sheen: float = 1.0


@dataclass(frozen=True)
class Mesh:
    """Some triangles of one image, in the head's rest frame (decimeters, y up, z to the front, person's left at +x).

    Attributes:
        positions: (n, 3).
        normals: unit, (n, 3).
        coordinates: (n, 4); their meaning depends on the surface: u, v, openness (0 to 1), free; for cards of hair:
            across, along, seed (an integer), shade (0 to 1); for shells: u, v, height (0 to 1), density (0 to 1).
        triangles: (t, 3).
        surface: (t,), indices of ``paints``.
        paints: the surfaces.
        glass: whether the triangles are panes that one sees through, tinted by ``Look.lens``.
        follow: how much of the head's turning each vertex takes part in, (n,), 1 head to 0 shoulders; None: computed
            from the height, as for the neck.
    """

    positions: FloatingArray
    normals: FloatingArray
    coordinates: FloatingArray
    triangles: Int32Array
    surface: Int32Array
    paints: tuple[Paint, ...]
    glass: bool = False
    follow: FloatingArray | None = None

    def painted(self, *paints: Paint) -> "Mesh":
        """The same triangles with other surfaces."""
        return replace(self, paints=paints)


def grid(rows: int, columns: int, *, offset: int = 0) -> Int32Array:
    """Two triangles for each cell of a grid of ``rows`` × ``columns`` vertices, numbered by rows: (t, 3)."""
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)[None, :]).ravel() + offset
    a, b, c, d = corner, corner + 1, corner + columns, corner + columns + 1
    return np.concatenate([np.stack([a, c, b], 1), np.stack([b, c, d], 1)]).astype(np.int32)


def smooth_normals(positions: FloatingArray, triangles: Int32Array) -> FloatingArray:
    """Area-weighted vertex normals, (n, 3)."""
    a, b, c = (positions[triangles[:, corner]] for corner in range(3))
    faces = np.cross(b - a, c - a)
    normals = np.stack(
        [np.bincount(triangles.ravel(), np.repeat(faces[:, axis], 3), minlength=len(positions)) for axis in range(3)],
        axis=1,
    )
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.asarray(normals / np.maximum(length, 1e-12), np.float32)


def joined(meshes: Sequence[Mesh]) -> Mesh:
    """Several meshes as one; all of them glass, or none."""
    vertices = np.cumsum([0, *(len(mesh.positions) for mesh in meshes)])
    paints = np.cumsum([0, *(len(mesh.paints) for mesh in meshes)])
    follow = None if all(mesh.follow is None for mesh in meshes) else [_follow(mesh) for mesh in meshes]
    return Mesh(
        positions=np.concatenate([mesh.positions for mesh in meshes]),
        normals=np.concatenate([mesh.normals for mesh in meshes]),
        coordinates=np.concatenate([mesh.coordinates for mesh in meshes]),
        triangles=np.concatenate([mesh.triangles + shift for mesh, shift in zip(meshes, vertices, strict=False)]),
        surface=np.concatenate([mesh.surface + shift for mesh, shift in zip(meshes, paints, strict=False)]),
        paints=tuple(paint for mesh in meshes for paint in mesh.paints),
        glass=meshes[0].glass,
        follow=None if follow is None else np.concatenate(follow),
    )


def _follow(mesh: Mesh) -> FloatingArray:
    return np.full(len(mesh.positions), np.nan, np.float32) if mesh.follow is None else mesh.follow


def cross_products(a: FloatingArray, b: FloatingArray) -> FloatingArray:
    """Cross products of rows, (n, 3): what ``np.cross`` gives, in a third of its time."""
    (ax, ay, az), (bx, by, bz) = a.T, b.T
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=1)


class VertexNormals:
    """Vertex normals of the head mesh as a product with a fixed sparse matrix."""

    def __init__(self, triangles: Int32Array, welded: Int32Array, vertices: int) -> None:
        self._corners = [np.ascontiguousarray(triangles[:, corner]) for corner in range(3)]
        corner = welded[triangles].ravel()
        triangle = np.repeat(np.arange(len(triangles)), 3)
        ones = np.ones(len(corner), np.float32)
        self._gather = sparse.csr_matrix((ones, (corner, triangle)), shape=(int(welded.max()) + 1, len(triangles)))
        self._welded = welded[:vertices]

    def __call__(self, positions: FloatingArray) -> FloatingArray:
        """Unit normals, (n, 3); vertices that the texture's seams part share one."""
        a, b, c = (np.take(positions, corner, axis=0) for corner in self._corners)
        sums = np.asarray(self._gather @ cross_products(b - a, c - a))
        sums /= np.maximum(np.sqrt(np.einsum("ij,ij->i", sums, sums)), 1e-12)[:, None]
        return np.asarray(sums[self._welded], np.float32)
