"""Cloth cut from the body's own skin along a neckline, so that it fits every body and moves with it."""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from scipy import sparse

from facegap.base.arrays import BoolArray, FloatingArray, Int32Array, Int64Array
from facegap.render.accessories.anchors import Anchors
from facegap.render.accessories.solids import Solid
from facegap.render.head.basis import HeadPart, head_basis
from facegap.render.head.shape import Head

_SMOOTHING = 6  # rounds that make cloth span collar bones and creases
_COVERED = 0.14  # skin this far below the neckline is surely under cloth, decimeters
_FALL = 0.6  # below the neckline, where cloth is as thick as it gets


@dataclass(frozen=True)
class Neckline:
    """An opening for the neck on the template; decimeters.

    Attributes:
        front, back: heights of its lowest points.
        side: height at its width.
        width: half of it.
        power: 1 is a V, 2 is round, more is square.
    """

    front: float
    back: float
    side: float
    width: float
    power: float

    def above(self, points: FloatingArray) -> FloatingArray:
        """How far points of the template, (n, 3), are above it, (n,)."""
        x, y, z = points.T
        beyond = np.maximum(np.abs(x) / self.width - 1.0, 0.0)
        share = np.minimum(np.abs(x) / self.width, 1.0)
        ahead = np.clip((z + 0.1) / 0.4, 0, 1)
        ahead = ahead * ahead * (3 - 2 * ahead)
        front = self.front + (self.side - self.front) * share**self.power
        back = self.back + (self.side - self.back) * share**2
        return np.asarray(y - (ahead * front + (1 - ahead) * back) - beyond, np.float32)


@dataclass(frozen=True)
class Garment:
    """A piece of cloth over the body below a neckline.

    Attributes:
        anchors: of its vertices on the skin.
        triangles: (t, 3).
        depth: of the vertices below the neckline on the template, decimeters.
        smoothing: a sparse matrix (n, n) that smooths positions and keeps the edges.
        edge: the vertices on the neckline in order from the front over the person's left.
        hidden: which of the basis's triangles it covers, (triangles of the basis,).
    """

    anchors: Anchors
    triangles: Int32Array
    depth: FloatingArray
    smoothing: sparse.csr_matrix
    edge: Int64Array
    hidden: BoolArray

    def on(self, head: Head, *, near: float, far: float) -> Solid:
        """The cloth on a body, standing off by ``near`` at the neckline and by ``far`` below (decimeters)."""
        share = np.clip(self.depth / _FALL, 0, 1)[:, None]
        skin = self.anchors.on(head)
        points = self.smoothing @ skin
        points += self.anchors.of(head.normals) * (near + (far - near) * share)
        return Solid(points.astype(np.float32), self.triangles, self.uv)

    @cached_property
    def uv(self) -> FloatingArray:
        """Texture coordinates in decimeters, (n, 2): stripes run across the chest and on over the shoulders."""
        x, y, z = self.anchors.of(head_basis().template).T
        return np.stack([x, y - 0.7 * z], axis=1)

    @cached_property
    def openness(self) -> FloatingArray:
        """The part of the sky that its vertices see, (n,)."""
        return np.maximum(self.anchors.of(head_basis().openness), 0.35)


@cache
def garment(neckline: Neckline, *, under: Neckline | None = None) -> Garment:
    """Cut a garment from the template's skin.

    Args:
        neckline: Where the cloth ends.
        under: The neckline of what is worn over it, which leaves out what that covers.
    """
    basis = head_basis()
    representative = np.zeros(basis.welded.max() + 1, np.int64)
    representative[basis.welded[::-1]] = np.arange(len(basis.template))[::-1]
    welded = representative[basis.welded]
    above = neckline.above(basis.template)[welded]
    corners = welded[basis.triangles]
    skin = basis.part == HeadPart.SKIN
    wanted = skin & (above[corners].min(axis=1) < 0) & (basis.template[corners, 1].max(axis=1) < 6.4)
    hidden = skin & (above[corners].max(axis=1) < -_COVERED)
    if under is not None:
        wanted &= under.above(basis.template)[welded][corners].max(axis=1) > -_COVERED
    triangles, pairs, shares = _clipped(corners[wanted], above)
    anchors = Anchors(
        np.concatenate([pairs, pairs[:, :1]], axis=1), np.stack([1 - shares, shares, 0 * shares], 1).astype(np.float32)
    )
    depth = -neckline.above(anchors.of(basis.template))
    edge = np.flatnonzero((shares > 0) & (np.abs(depth) < 0.05))
    x, _, z = anchors.of(basis.template)[edge].T
    return Garment(
        anchors, triangles, depth, _smoothing(triangles, len(pairs)), edge[np.argsort(np.arctan2(x, z - 0.2))], hidden
    )


def _clipped(corners: Int64Array, above: FloatingArray) -> tuple[Int32Array, Int64Array, FloatingArray]:
    """Cut triangles where ``above`` is 0 and keep what is below.

    Returns:
        Triangles over new vertices; of each vertex the pair of basis vertices that it lies between, and how far along.
    """
    polygons: list[list[tuple[int, int]]] = []
    for triangle in corners.tolist():
        polygon: list[tuple[int, int]] = []
        for a, b in zip(triangle, [*triangle[1:], triangle[0]], strict=True):
            if above[a] <= 0:
                polygon.append((a, a))
            if (above[a] <= 0) != (above[b] <= 0):
                polygon.append((min(a, b), max(a, b)))
        polygons.append(polygon)
    number: dict[tuple[int, int], int] = {}
    triangles = []
    for polygon in polygons:
        at = [number.setdefault(corner, len(number)) for corner in polygon]
        triangles += [(at[0], at[k], at[k + 1]) for k in range(1, len(at) - 1)]
    pairs = np.array(list(number), np.int64)
    first, second = above[pairs[:, 0]], above[pairs[:, 1]]
    apart = np.where(pairs[:, 0] == pairs[:, 1], 1.0, first - second)
    shares = np.where(pairs[:, 0] == pairs[:, 1], 0.0, first / apart)
    return np.array(triangles, np.int32), pairs, shares.astype(np.float32)


def _smoothing(triangles: Int32Array, count: int) -> sparse.csr_matrix:
    """Several rounds of half-way Laplacian smoothing with fixed borders, as one matrix (n, n)."""
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    ones = np.ones(len(edges), np.float32)
    directed = sparse.csr_matrix((ones, (edges[:, 0], edges[:, 1])), shape=(count, count))
    border = np.unique((directed - directed.T).nonzero()[0])
    joined = directed + directed.T
    joined.data[:] = 1.0
    mean = sparse.diags(1.0 / np.maximum(np.asarray(joined.sum(axis=1)).ravel(), 1.0)) @ joined
    free = np.ones(count, np.float32)
    free[border] = 0.0
    step = sparse.identity(count) + sparse.diags(0.5 * free) @ (mean - sparse.identity(count))
    whole = step
    for _ in range(_SMOOTHING - 1):
        whole = step @ whole
    return sparse.csr_matrix(whole.astype(np.float32))
