"""Triangles as the kernels read them, and what is where on them."""

import warp as wp

from facegap.render.draw.kernels.raster import edge


@wp.struct
class Point:
    """A visible point: where, its shading normal, texture coordinates, and the triangle's frame."""

    position: wp.vec3
    normal: wp.vec3
    at: wp.vec4
    gradient_u: wp.vec3
    gradient_v: wp.vec3


@wp.struct
class TriangleGeometry:
    """The triangles of a batch of images."""

    positions: wp.array(dtype=wp.vec3)
    normals: wp.array(dtype=wp.vec3)
    coordinates: wp.array(dtype=wp.vec4)
    screen: wp.array(dtype=wp.vec4)
    triangles: wp.array2d(dtype=int)
    surface_of: wp.array(dtype=int)


@wp.func
def point_at(geometry: TriangleGeometry, triangle: int, x: float, y: float):
    """Interpolate a triangle at a place on the screen."""
    i = geometry.triangles[triangle, 0]
    j = geometry.triangles[triangle, 1]
    k = geometry.triangles[triangle, 2]
    a = geometry.screen[i]
    b = geometry.screen[j]
    c = geometry.screen[k]
    p = edge(b, c, x, y) * a[2]
    q = edge(c, a, x, y) * b[2]
    r = edge(a, b, x, y) * c[2]
    total = 1.0 / (p + q + r)
    p = p * total
    q = q * total
    r = r * total
    point = Point()
    u = geometry.positions[i]
    v = geometry.positions[j]
    w = geometry.positions[k]
    point.position = u * p + v * q + w * r
    point.normal = wp.normalize(geometry.normals[i] * p + geometry.normals[j] * q + geometry.normals[k] * r)
    s = geometry.coordinates[i]
    t = geometry.coordinates[j]
    o = geometry.coordinates[k]
    point.at = s * p + t * q + o * r
    # Surface gradients of the texture coordinates u and v, from the triangle's two edges.
    e = v - u
    f = w - u
    n = wp.cross(e, f)
    square = wp.max(wp.dot(n, n), 1.0e-12)
    toward_e = wp.cross(f, n) / square
    toward_f = wp.cross(n, e) / square
    point.gradient_u = toward_e * (t[0] - s[0]) + toward_f * (o[0] - s[0])
    point.gradient_v = toward_e * (t[1] - s[1]) + toward_f * (o[1] - s[1])
    return point
