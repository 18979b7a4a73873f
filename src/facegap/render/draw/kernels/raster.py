"""Kernels that find what is seen: projection, and rasterisation into a visibility buffer."""

import warp as wp

from facegap.render.draw.kernels.cover import covers
from facegap.render.draw.kernels.records import Surface, View
from facegap.render.draw.surfaces import Kind

NOTHING = wp.constant(wp.uint64(0))
_NEAR = wp.constant(0.05)
FAR = wp.constant(64.0)  # decimeters; further than anything is
_SKIN = wp.constant(int(Kind.SKIN))
_MOUTH = wp.constant(int(Kind.MOUTH))
_TEETH = wp.constant(int(Kind.TEETH))
_LEAST_AREA = wp.constant(1.0e-4)  # of a sample, twice
_WITHIN = wp.constant(0.12)  # decimeters


@wp.func
def unpack_triangle(key: wp.uint64):
    """The triangle number in a visibility key."""
    return int(key & wp.uint64(0xFFFFFFFF))


@wp.func
def unpack_nearness(key: wp.uint64):
    """The nearness in a visibility key."""
    return wp.cast(wp.uint32(key >> wp.uint64(32)), wp.float32)


@wp.kernel
def project(
    positions: wp.array(dtype=wp.vec3),
    image: wp.array(dtype=int),
    views: wp.array(dtype=View),
    screen: wp.array(dtype=wp.vec4),
):
    """Vertices to (x, y, 1/w, nearness) on the screen of their image's view.

    Nearness is linear on the screen: 1/depth in perspective (so is w), 64 dm − depth in parallel views (w is 1).
    """
    vertex = wp.tid()
    view = views[image[vertex]]
    seen = view.rotation * positions[vertex] + view.shift
    depth = -seen[2]
    inverse = float(1.0)
    nearness = wp.max(FAR - depth, 0.0)
    if view.perspective != 0:
        inverse = 1.0 / wp.max(depth, _NEAR)
        nearness = inverse
        if depth < _NEAR:
            nearness = 0.0
    flat = wp.vec3(seen[0] * inverse, seen[1] * inverse, 1.0)
    screen[vertex] = wp.vec4(wp.dot(view.across, flat), wp.dot(view.down, flat), inverse, nearness)


@wp.func
def edge(a: wp.vec4, b: wp.vec4, x: float, y: float):
    """Twice the signed area of the triangle a, b, (x, y)."""
    return (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])


@wp.func
def clipped_span(start: float, slope: float, span: wp.vec2):
    """The part of a span of x where start + slope · x isn't negative; empty (low > high) where there is none."""
    if slope > 0.0:
        return wp.vec2(wp.max(span[0], -start / slope), span[1])
    if slope < 0.0:
        return wp.vec2(span[0], wp.min(span[1], -start / slope))
    if start < 0.0:
        return wp.vec2(1.0, -8.0)
    return span


@wp.kernel
def rasterise(
    screen: wp.array(dtype=wp.vec4),
    coordinates: wp.array(dtype=wp.vec4),
    triangles: wp.array2d(dtype=int),
    surface_of: wp.array(dtype=int),
    image_of: wp.array(dtype=int),
    first: int,
    surfaces: wp.array(dtype=Surface),
    nearest: wp.array3d(dtype=wp.uint64),
):
    """Write each triangle's nearness and number to the samples that it covers, where it is the nearest.

    A key holds nearness in its upper half and the triangle's number in the lower, so that the largest key wins whatever
    the order in which triangles come.
    """
    triangle = wp.tid() + first
    i = triangles[triangle, 0]
    j = triangles[triangle, 1]
    k = triangles[triangle, 2]
    a = screen[i]
    b = screen[j]
    c = screen[k]
    if a[3] <= 0.0 or b[3] <= 0.0 or c[3] <= 0.0:
        return
    rows = nearest.shape[1]
    columns = nearest.shape[2]
    left = wp.max(int(wp.ceil(wp.min(a[0], wp.min(b[0], c[0])) - 0.5)), 0)
    right = wp.min(int(wp.floor(wp.max(a[0], wp.max(b[0], c[0])) - 0.5)), columns - 1)
    top = wp.max(int(wp.ceil(wp.min(a[1], wp.min(b[1], c[1])) - 0.5)), 0)
    bottom = wp.min(int(wp.floor(wp.max(a[1], wp.max(b[1], c[1])) - 0.5)), rows - 1)
    if left > right or top > bottom:
        return
    area = edge(a, b, c[0], c[1])
    number = surface_of[triangle]
    kind = surfaces[number].kind
    # Of closed surfaces only what faces the camera is seen; rows run downwards, so its area is negative.
    # What has next to no area is seen edge-on, and covers nothing but by rounding.
    if wp.abs(area) < _LEAST_AREA or (area > 0.0 and kind >= _SKIN and kind <= _TEETH):
        return
    tested = kind > _TEETH
    picture = image_of[triangle]
    back = float(0.0)
    if kind >= _MOUTH and kind <= _TEETH and a[2] < 1.0:
        # What lies behind lips and cheeks stays there, however these are bent: it counts as a little further away.
        back = _WITHIN * a[3] * a[3]
    scale = 1.0 / area
    p_across = (b[1] - c[1]) * scale
    p_down = (c[0] - b[0]) * scale
    q_across = (c[1] - a[1]) * scale
    q_down = (a[0] - c[0]) * scale
    r_across = -p_across - q_across
    number_key = wp.uint64(triangle)
    for row in range(top, bottom + 1):
        y = float(row) + 0.5
        p_start = p_down * (y - b[1]) - p_across * b[0]
        q_start = q_down * (y - c[1]) - q_across * c[0]
        # Each edge leaves the columns on one side of it.
        span = clipped_span(p_start, p_across, wp.vec2(float(left) + 0.5, float(right) + 0.5))
        span = clipped_span(q_start, q_across, span)
        span = clipped_span(1.0 - p_start - q_start, r_across, span)
        start = int(wp.ceil(wp.min(span[0] - 0.5, float(columns))))
        end = int(wp.floor(wp.max(span[1] - 0.5, -1.0)))
        for column in range(start, end + 1):
            x = float(column) + 0.5
            p = p_start + p_across * x
            q = q_start + q_across * x
            r = 1.0 - p - q
            nearness = p * a[3] + q * b[3] + r * c[3] - back
            key = (wp.uint64(wp.cast(nearness, wp.uint32)) << wp.uint64(32)) | number_key
            if key > nearest[picture, row, column]:
                if tested:
                    p = p * a[2]
                    q = q * b[2]
                    r = r * c[2]
                    at = (coordinates[i] * p + coordinates[j] * q + coordinates[k] * r) / (p + q + r)
                    if covers(surfaces[number], at):
                        wp.atomic_max(nearest, picture, row, column, key)
                else:
                    wp.atomic_max(nearest, picture, row, column, key)
