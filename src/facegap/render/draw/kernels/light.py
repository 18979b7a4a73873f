"""Light as the kernels see it: spherical harmonics all round, directional lights with shadow maps, highlights."""

import warp as wp

from facegap.render.draw.kernels.raster import FAR, NOTHING, unpack_nearness
from facegap.render.draw.kernels.records import View

# Decimeters: how far a point is lifted off its surface, and how far it may lie behind a lamp's depth map, at least,
# before it is in shadow.
_LIFT = wp.constant(0.03)
_BIAS = wp.constant(0.02)
_SPREAD = wp.constant(1.7)  # samples of the map over which a shadow's edge is softened


@wp.struct
class Lighting:
    """The light of a batch of images; views and shadows are (light, image, …)."""

    harmonics: wp.array2d(dtype=wp.vec3)
    views: wp.array2d(dtype=View)
    shadows: wp.array4d(dtype=wp.uint64)


@wp.func
def irradiance(harmonics: wp.array2d(dtype=wp.vec3), picture: int, n: wp.vec3):
    """The environment's diffuse light on a surface with normal n, divided by π (Ramamoorthi and Hanrahan, 2001)."""
    x = n[0]
    y = n[1]
    z = n[2]
    light = (
        harmonics[picture, 0]
        + harmonics[picture, 1] * y
        + harmonics[picture, 2] * z
        + harmonics[picture, 3] * x
        + harmonics[picture, 4] * (x * y)
        + harmonics[picture, 5] * (y * z)
        + harmonics[picture, 6] * (3.0 * z * z - 1.0)
        + harmonics[picture, 7] * (x * z)
        + harmonics[picture, 8] * (x * x - y * y)
    )
    return wp.vec3(wp.max(light[0], 0.0), wp.max(light[1], 0.0), wp.max(light[2], 0.0))


@wp.func
def lit(
    views: wp.array2d(dtype=View),
    shadows: wp.array4d(dtype=wp.uint64),
    light: int,
    picture: int,
    point: wp.vec3,
    n: wp.vec3,
    jitter: float,
):
    """The share of a light that reaches a point, by four lookups around it in the light's depth map."""
    view = views[light, picture]
    seen = view.rotation * (point + n * _LIFT) + view.shift
    # Around a point on a slope the map is nearer by the slope times the distance to the sample.
    towards = wp.vec3(view.rotation[2, 0], view.rotation[2, 1], view.rotation[2, 2])
    cosine = wp.clamp(wp.abs(wp.dot(towards, n)) / wp.max(wp.length(n), 0.01), 0.25, 1.0)
    slope = wp.sqrt(1.0 - cosine * cosine) / cosine
    bias = _BIAS + slope * (_SPREAD + 0.7) / wp.length(wp.vec2(view.across[0], view.across[1]))
    flat = wp.vec3(seen[0], seen[1], 1.0)
    x = wp.dot(view.across, flat)
    y = wp.dot(view.down, flat)
    near = FAR + seen[2]
    rows = shadows.shape[2]
    columns = shadows.shape[3]
    share = float(0.0)
    dx = _SPREAD * jitter
    dy = _SPREAD - dx
    for _tap in range(4):
        column = int(wp.floor(x + dx))
        row = int(wp.floor(y + dy))
        turned = dx
        dx = -dy
        dy = turned
        if column < 0 or row < 0 or column >= columns or row >= rows:
            share += 0.25
        else:
            key = shadows[light, picture, row, column]
            if key == NOTHING or unpack_nearness(key) < near + bias:
                share += 0.25
    return share


@wp.func
def highlight(n: wp.vec3, v: wp.vec3, light: wp.vec3, roughness: float, facing: float):
    """GGX specular reflection times the cosine, for a reflectance of ``facing`` at normal incidence (Walter, 2007)."""
    cosine = wp.dot(n, light)
    if cosine <= 0.0:
        return 0.0
    h = wp.normalize(v + light)
    a = roughness * roughness
    nh = wp.max(wp.dot(n, h), 0.0)
    nv = wp.max(wp.dot(n, v), 0.05)
    vh = wp.max(wp.dot(v, h), 0.0)
    d = nh * nh * (a * a - 1.0) + 1.0
    distribution = a * a / (3.14159265 * d * d)
    k = 0.5 * a
    visibility = 1.0 / ((cosine * (1.0 - k) + k) * (nv * (1.0 - k) + k))
    grazing = (1.0 - vh) * (1.0 - vh)
    fresnel = facing + (1.0 - facing) * grazing * grazing * (1.0 - vh)
    return 0.25 * distribution * visibility * fresnel * cosine


@wp.func
def strand_highlight(tangent: wp.vec3, v: wp.vec3, light: wp.vec3, sharpness: float):
    """Kajiya and Kay's highlight of a thread (1989)."""
    h = wp.normalize(v + light)
    along = wp.dot(tangent, h)
    return wp.pow(wp.sqrt(wp.max(1.0 - along * along, 0.0)), sharpness)
