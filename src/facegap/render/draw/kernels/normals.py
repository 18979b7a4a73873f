"""A kernel that gives each pixel's normal, for those who ask for it."""

import warp as wp

from facegap.render.draw.kernels.raster import NOTHING, unpack_triangle
from facegap.render.draw.kernels.shade import Geometry, point_at


@wp.kernel
def normals(nearest: wp.array3d(dtype=wp.uint64), samples: int, geometry: Geometry, result: wp.array3d(dtype=wp.vec3)):
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
