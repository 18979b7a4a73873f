"""Points tied to the skin: found once on the template by rays, they lie at the same place of every head."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray, Int64Array
from facegap.render.head.basis import HeadPart, head_basis
from facegap.render.head.shape import Head


@dataclass(frozen=True)
class Anchors:
    """Points inside triangles of the basis.

    Attributes:
        vertices: of the basis, (n, 3).
        weights: barycentric, (n, 3).
    """

    vertices: Int64Array
    weights: FloatingArray

    def on(self, head: Head) -> FloatingArray:
        """Where these points are on a head, (n, 3)."""
        return self.of(head.positions)

    def of(self, values: FloatingArray) -> FloatingArray:
        """What values of the basis's vertices, (v, …), are at these points, (n, …)."""
        return np.asarray(np.einsum("nk,nk...->n...", self.weights, values[self.vertices]), np.float32)


@cache
def _skin() -> tuple[Int64Array, FloatingArray]:
    basis = head_basis()
    triangles = basis.triangles[basis.part == HeadPart.SKIN].astype(np.int64)
    return triangles, basis.template[triangles]


def cast(origins: FloatingArray, directions: FloatingArray, *, outermost: bool) -> Anchors:
    """Where rays meet the template's skin; a ray that misses it is tied to the vertex that it passes closest.

    Args:
        origins: (n, 3) or (3,), decimeters, inside the template.
        directions: (n, 3), of any length.
        outermost: the last crossing (the ear) rather than the first (the skull behind it).
    """
    triangles, corners = _skin()
    origins = np.broadcast_to(origins, directions.shape)
    vertices = np.zeros((len(directions), 3), np.int64)
    weights = np.zeros((len(directions), 3), np.float32)
    first, e, f = corners[:, 0], corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    for ray, (origin, direction) in enumerate(zip(origins, directions, strict=True)):
        # Möller and Trumbore, 1997, all triangles at a time.
        across = np.cross(direction, f)
        area = np.einsum("tk,tk->t", e, across)
        area = np.where(np.abs(area) < 1e-12, np.nan, area)
        u = np.einsum("tk,tk->t", origin - first, across) / area
        up = np.cross(origin - first, e)
        v = up @ direction / area
        distance = np.einsum("tk,tk->t", f, up) / area
        hit = np.flatnonzero((u >= -1e-6) & (v >= -1e-6) & (u + v <= 1.0 + 2e-6) & (distance > 0.0))
        if len(hit):
            at = hit[distance[hit].argmax() if outermost else distance[hit].argmin()]
            vertices[ray], weights[ray] = triangles[at], (1.0 - u[at] - v[at], u[at], v[at])
        else:
            vertices[ray], weights[ray] = _passed(origin, direction), (1.0, 0.0, 0.0)
    return Anchors(vertices, weights)


def _passed(origin: FloatingArray, direction: FloatingArray) -> np.int64:
    """The vertex of the skin whose direction from the origin is closest to a ray's."""
    skin = head_basis().vertices_of(HeadPart.SKIN)
    away = head_basis().template[skin] - origin
    cosine = away @ direction / np.maximum(np.linalg.norm(away, axis=1), 1e-6)
    return np.int64(skin[cosine.argmax()])
