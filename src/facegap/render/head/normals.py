"""Normals of the head mesh, fast: its triangles are always the same."""

import numpy as np
from scipy import sparse

from facegap.base.arrays import FloatingArray, Int32Array


def cross(u: FloatingArray, v: FloatingArray) -> FloatingArray:
    """Cross products of rows, (n, 3): what ``np.cross`` gives, in a third of its time."""
    product = np.empty_like(u)
    for x, y, z in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        product[:, x] = u[:, y] * v[:, z] - u[:, z] * v[:, y]
    return product


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
        sums = np.asarray(self._gather @ cross(b - a, c - a))
        sums /= np.maximum(np.sqrt(np.einsum("ij,ij->i", sums, sums)), 1e-12)[:, None]
        return np.asarray(sums[self._welded], np.float32)
