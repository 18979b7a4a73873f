"""Short and coily hair as layers over the skin that it grows from."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import FloatingArray, Int32Array
from facegap.render.draw.mesh import Mesh, Paint
from facegap.render.head.basis import head_basis


@dataclass(frozen=True)
class Rooted:
    """A mesh that moves with the skin.

    Attributes:
        mesh: the triangles.
        vertex: for each of its vertices, the vertex of the head's basis that it sits on, (n,).
    """

    mesh: Mesh
    vertex: Int32Array


def shell_mesh(
    triangles: Int32Array,
    positions: FloatingArray,
    normals: FloatingArray,
    density: FloatingArray,
    *,
    heights: FloatingArray,
    layers: int,
    paint: Paint,
    first: float = 0.25,
) -> Rooted:
    """Copies of triangles of the skin, lifted off it.

    Args:
        triangles: Triangles of the head's basis, (t, 3).
        positions: Positions of the basis's vertices, (n, 3), decimeters.
        normals: Unit normals of the basis's vertices, (n, 3).
        density: The density of hair at the basis's vertices, (n,), 0 to 1; triangles without any are left out.
        heights: How far the outermost layer is off the skin, (n,), decimeters.
        layers: The number of shells.
        paint: The surface of the shells; ``scale`` is dots per unit of the texture coordinates, here decimeters.
        first: The share of the height that the innermost layer has.
    """
    triangles = triangles[density[triangles].max(1) > 0.03]
    vertex, corners = np.unique(triangles, return_inverse=True)
    corners = corners.reshape(-1, 3)
    share = np.linspace(first, 1.0, layers, dtype=np.float32) if layers > 1 else np.ones(1, np.float32)
    lifted = positions[vertex] + share[:, None, None] * (heights[vertex, None] * normals[vertex])
    coordinates = np.empty((layers, len(vertex), 4), np.float32)
    coordinates[..., :2] = head_basis().uv[vertex] * UV_SCALE
    coordinates[..., 2] = share[:, None]
    coordinates[..., 3] = density[vertex]
    return Rooted(
        Mesh(
            positions=lifted.reshape(-1, 3).astype(np.float32),
            normals=np.tile(normals[vertex], (layers, 1)).astype(np.float32),
            coordinates=coordinates.reshape(-1, 4),
            triangles=np.concatenate([corners + layer * len(vertex) for layer in range(layers)]).astype(np.int32),
            surface=np.zeros(layers * len(corners), np.int32),
            paints=(paint,),
        ),
        np.tile(vertex, layers).astype(np.int32),
    )


UV_SCALE = 7.5
"""Decimeters of the scalp per unit of MakeHuman's texture coordinates."""
