"""Eyelashes: strips between the lids' edges and the lashes' ends, on vertices of the basis."""

from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray, Int32Array
from facegap.render.colors import RGB
from facegap.render.description.person import Person
from facegap.render.draw.mesh import Mesh, Paint, grid
from facegap.render.draw.surfaces import Kind, Segment
from facegap.render.hair.shells import Rooted
from facegap.render.head.basis import HeadPart, head_basis
from facegap.render.head.shape import Head

_COLOR: RGB = (0.008, 0.006, 0.005)
_PER_LID = 22.0
_STATIONS = 10  # along a lid
_EYE = np.array((0.308, 7.284, 1.245), np.float32)  # center of the template's left eyeball
_UPPER, _LOWER = 1, 0


def lash_mesh(person: Person, head: Head) -> Rooted:
    """Both eyes' lashes, upper and lower.

    Args:
        person: The person; ``eyes.lashes`` is the density.
        head: The person's head at rest.
    """
    vertex, coordinates, triangles, lid = _strips()
    cover = 0.45 + 0.55 * person.eyes.lashes
    paints = tuple(
        Paint(Kind.LASH, Segment.LASHES, _COLOR, _COLOR, scale=_PER_LID, strength=strength, sheen=0.2)
        for strength in (0.45 * cover, cover)
    )
    return Rooted(Mesh(head.positions[vertex], head.normals[vertex], coordinates, triangles, lid, paints), vertex)


@cache
def _strips() -> tuple[Int32Array, FloatingArray, Int32Array, Int32Array]:
    """Vertices of the basis in pairs from lid to tip, their coordinates, the triangles, and which lid each is of."""
    basis = head_basis()
    lashes = basis.vertices_of(HeadPart.LASHES)
    xyz = basis.template[lashes]
    vertices, lids = [], []
    for side in (1.0, -1.0):
        for lid in (_UPPER, _LOWER):
            chosen = (xyz[:, 0] * side > 0) & ((xyz[:, 1] > _lid_line(xyz[:, 0] * side)) == (lid == _UPPER))
            vertices.append(_pairs(lashes[chosen], xyz[chosen] * np.array([side, 1.0, 1.0], np.float32)))
            lids.append(lid)
    strip_triangles = grid(_STATIONS, 2)
    coordinates = np.zeros((4, _STATIONS, 2, 4), np.float32)
    coordinates[..., 0] = np.linspace(0.0, 1.0, _STATIONS)[:, None]
    coordinates[..., 1] = (0.0, 1.0)
    coordinates[..., 2] = np.arange(4)[:, None, None]
    coordinates[..., 3] = 0.6
    triangles = np.concatenate([strip_triangles + strip * 2 * _STATIONS for strip in range(4)])
    return (
        np.concatenate(vertices).astype(np.int32),
        coordinates.reshape(-1, 4),
        triangles.astype(np.int32),
        np.repeat(lids, len(strip_triangles)).astype(np.int32),
    )


def _lid_line(x: FloatingArray) -> FloatingArray:
    """The height that parts the upper lashes from the lower, from the inner corner of the eye to the outer."""
    return np.asarray(np.interp(x, (0.18, 0.2, 0.42, 0.45), (7.2765, 7.279, 7.279, 7.284)), np.float32)


def _pairs(vertex: Int32Array, xyz: FloatingArray) -> Int32Array:
    """From the inner corner outwards: the vertex on the lid's edge and the one at the lashes' ends, by turns."""
    out = np.linalg.norm(xyz - _EYE, axis=1)
    rows = []
    for row in (out < np.quantile(out, 0.4), out > np.quantile(out, 0.7)):
        x = np.where(row, xyz[:, 0], np.inf)
        stations = np.linspace(x.min(), xyz[row, 0].max(), _STATIONS)
        rows.append(vertex[np.abs(x - stations[:, None]).argmin(1)])
    return np.asarray(np.stack(rows, 1).ravel(), np.int32)
