"""The kernel that turns the visibility buffer into linear color: one thread a pixel, all its samples."""

import warp as wp

from facegap.render.draw.kernels.cover import scatter
from facegap.render.draw.kernels.geometry import Point, TriangleGeometry, point_at
from facegap.render.draw.kernels.light import Lighting, highlight, irradiance
from facegap.render.draw.kernels.materials import shade_point
from facegap.render.draw.kernels.raster import NOTHING, unpack_triangle
from facegap.render.draw.kernels.records import Look, Surface
from facegap.render.draw.kernels.skin import Atlas, bilinear, rgb
from facegap.render.draw.surfaces import Kind

_CARD = wp.constant(int(Kind.CARD))
_SHELL = wp.constant(int(Kind.SHELL))


@wp.func
def through_glass(light: wp.vec3, look: Look, lighting: Lighting, picture: int, pane: Point):
    """What is left of light behind a pane, and what the pane mirrors."""
    view = wp.normalize(look.eye - pane.position)
    n = pane.normal
    if wp.dot(n, view) < 0.0:
        n = -n
    mirrored = n * (2.0 * wp.dot(n, view)) - view
    mirror = irradiance(lighting.harmonics, picture, mirrored) * (look.ambient * look.lens[3])
    for lamp in range(look.lights):
        glint = wp.min(highlight(n, view, wp.normalize(look.light_direction[lamp]), 0.15, 0.05), 3.0)
        mirror = mirror + look.light_color[lamp] * glint
    return wp.cw_mul(light, rgb(look.lens)) + mirror


@wp.kernel
def shade(
    nearest: wp.array3d(dtype=wp.uint64),
    glass: wp.array3d(dtype=wp.uint64),
    samples: int,
    geometry: TriangleGeometry,
    surfaces: wp.array(dtype=Surface),
    looks: wp.array(dtype=Look),
    atlas: Atlas,
    lighting: Lighting,
    backgrounds: wp.array3d(dtype=wp.vec4),
    color: wp.array3d(dtype=wp.vec3),
):
    """The mean of a pixel's samples, each surface in it shaded once (hair, whose strands differ, by pairs)."""
    picture, row, column = wp.tid()
    look = looks[picture]
    total = wp.vec3(0.0)
    wide = float(backgrounds.shape[2]) / float(nearest.shape[2])
    high = float(backgrounds.shape[1]) / float(nearest.shape[1])
    latest = int(-1)
    latest_light = wp.vec3(0.0)
    previous = int(-1)
    previous_light = wp.vec3(0.0)
    for sample in range(samples * samples):
        y = row * samples + sample // samples
        x = column * samples + sample % samples
        key = nearest[picture, y, x]
        across = float(x) + 0.5
        down = float(y) + 0.5
        number = int(-2)
        if key != NOTHING:
            number = geometry.surface_of[unpack_triangle(key)]
        light = wp.vec3(0.0)
        if number == latest:
            light = latest_light
        elif number == previous:
            light = previous_light
        elif key == NOTHING:
            light = rgb(bilinear(backgrounds, picture, across * wide, down * high))
        else:
            point = point_at(geometry, unpack_triangle(key), across, down)
            light = shade_point(surfaces[number], look, atlas, lighting, picture, point, scatter(x, y))
        if number != latest:
            previous = latest
            previous_light = latest_light
            latest = number
            latest_light = light
        if number >= 0 and sample % samples == samples - 1:
            kind = surfaces[number].kind
            if kind == _CARD or kind == _SHELL:
                latest = int(-1)
        pane = glass[picture, y, x]
        if pane > key:
            light = through_glass(
                light, look, lighting, picture, point_at(geometry, unpack_triangle(pane), across, down)
            )
        total = total + light
    color[picture, row, column] = total / float(samples * samples)
