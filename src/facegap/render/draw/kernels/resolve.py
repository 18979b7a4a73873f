"""Kernels that read depth, parts and normals from the visibility buffer."""

import warp as wp

from facegap.render.draw.kernels.geometry import TriangleGeometry, point_at
from facegap.render.draw.kernels.raster import NOTHING, unpack_nearness, unpack_triangle
from facegap.render.draw.kernels.records import Surface


@wp.kernel
def normals(
    nearest: wp.array3d(dtype=wp.uint64), samples: int, geometry: TriangleGeometry, result: wp.array3d(dtype=wp.vec3)
):
    """The mean normal of a pixel's samples in the world; zero where there is nothing."""
    picture, row, column = wp.tid()
    total = wp.vec3(0.0)
    for sample in range(samples * samples):
        y = row * samples + sample // samples
        x = column * samples + sample % samples
        key = nearest[picture, y, x]
        if key != NOTHING:
            total = total + point_at(geometry, unpack_triangle(key), float(x) + 0.5, float(y) + 0.5).normal
    if wp.length_sq(total) > 0.0:
        total = wp.normalize(total)
    result[picture, row, column] = total


@wp.kernel
def resolve(
    nearest: wp.array3d(dtype=wp.uint64),
    surface_of: wp.array(dtype=int),
    surfaces: wp.array(dtype=Surface),
    depth: wp.array3d(dtype=float),
    segment: wp.array3d(dtype=wp.uint8),
):
    """Each sample's depth, infinite where there is nothing, and its part."""
    picture, row, column = wp.tid()
    key = nearest[picture, row, column]
    if key == NOTHING:
        depth[picture, row, column] = wp.inf
        segment[picture, row, column] = wp.uint8(0)
    else:
        depth[picture, row, column] = 1.0 / unpack_nearness(key)
        segment[picture, row, column] = wp.uint8(surfaces[surface_of[unpack_triangle(key)]].segment)
