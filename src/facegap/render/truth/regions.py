"""Regions of the face that truth is told about: sets of vertices of the head, by template coordinates."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray, Int64Array
from facegap.render.draw.mesh import smooth_normals
from facegap.render.head.basis import HeadPart, head_basis

Range = tuple[float, float]
FAR = 99.0

FACING = 0.2
"""Cosine between a normal and the way to the camera from which on a place counts as facing it."""


@dataclass(frozen=True)
class Box:
    """A part of the skin by template coordinates, decimeters.

    Attributes:
        across: distance from the middle plane, least and greatest.
        height: likewise.
        depth: likewise, to the front.
        side: 1 for the person's left only, −1 for the right, 0 for both.
    """

    across: Range
    height: Range
    depth: Range
    side: int = 0

    def vertices(self) -> Int64Array:
        """Those of the skin in it, sorted."""
        basis = head_basis()
        skin = basis.vertices_of(HeadPart.SKIN)
        x, y, z = basis.template[skin].T
        inside = (x * self.side >= 0.0) if self.side else np.ones(len(skin), bool)
        for value, (low, high) in ((np.abs(x), self.across), (y, self.height), (z, self.depth)):
            inside &= (value >= low) & (value <= high)
        return np.asarray(skin[inside], np.int64)


REGIONS: Mapping[str, Box] = {
    "forehead": Box((0.0, 0.45), (7.55, 7.86), (0.85, FAR)),
    "brows": Box((0.12, 0.54), (7.37, 7.52), (1.2, FAR)),
    "eyes": Box((0.17, 0.47), (7.19, 7.36), (1.2, FAR)),
    "nose": Box((0.0, 0.2), (6.84, 7.2), (1.42, FAR)),
    "cheeks": Box((0.3, 0.62), (6.65, 7.1), (0.9, FAR)),
    "upper_lip": Box((0.0, 0.27), (6.69, 6.79), (1.42, FAR)),
    "mouth": Box((0.0, 0.25), (6.48, 6.69), (1.45, FAR)),
    "chin": Box((0.0, 0.35), (6.18, 6.45), (1.15, FAR)),
    "jaw": Box((0.4, 0.66), (6.32, 6.65), (0.5, 1.25)),
    "temples": Box((0.58, 0.76), (6.9, 7.25), (0.6, 0.85)),
    "left_ear": Box((0.68, FAR), (6.8, 7.0), (0.38, 0.62), side=1),
    "right_ear": Box((0.68, FAR), (6.8, 7.0), (0.38, 0.62), side=-1),
    "collar": Box((0.0, 0.3), (4.6, 5.5), (0.7, FAR)),
}
"""By name. ``temples`` is where sideburns grow, the ears are their lobes, ``collar`` is where a necktie hangs. Ours."""


_MOST = 96  # vertices of a region that are looked up


@dataclass(frozen=True)
class RegionVertices:
    """The vertices of all regions, one region after the other.

    Attributes:
        vertex: of the basis, (n,).
        region: number of the region, (n,).
        weight: the template's area around a vertex as a share of its region's, so that fine meshes don't count for more
            than coarse ones, (n,).
        frontal: by region, the share of its area that faces a camera in front, (regions,).
    """

    vertex: Int64Array
    region: Int64Array
    weight: FloatingArray
    frontal: FloatingArray


@cache
def region_vertices() -> RegionVertices:
    """Those of ``REGIONS``, in its order."""
    basis = head_basis()
    area = _areas()
    normals = smooth_normals(basis.template, basis.triangles)
    vertices, regions, weights, frontal = [], [], [], []
    for number, box in enumerate(REGIONS.values()):
        inside = box.vertices()
        inside = inside[:: -(-len(inside) // _MOST)]
        weight = area[inside] / area[inside].sum()
        vertices.append(inside)
        regions.append(np.full(len(inside), number, np.int64))
        weights.append(weight)
        frontal.append(weight[normals[inside, 2] > FACING].sum())
    return RegionVertices(
        np.concatenate(vertices), np.concatenate(regions), np.concatenate(weights), np.array(frontal, np.float32)
    )


def _areas() -> FloatingArray:
    """A third of the area of the skin's triangles around each vertex."""
    basis = head_basis()
    triangles = basis.triangles[basis.part == HeadPart.SKIN]
    a, b, c = (basis.template[triangles[:, corner]] for corner in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    return np.asarray(np.bincount(triangles.ravel(), np.repeat(area / 3, 3), len(basis.template)), np.float32)
