"""The looks of skin, hair, eyes, and of everything plain."""

import warp as wp

from facegap.render.draw.kernels.cover import scatter, strand_of
from facegap.render.draw.kernels.geometry import Point
from facegap.render.draw.kernels.light import Lighting, highlight, irradiance, lit, strand_highlight
from facegap.render.draw.kernels.records import Look, Surface
from facegap.render.draw.kernels.skin import Atlas, blend, skin_at
from facegap.render.draw.surfaces import Kind

_SKIN = wp.constant(int(Kind.SKIN))
_EYE = wp.constant(int(Kind.EYE))
_MOUTH = wp.constant(int(Kind.MOUTH))
_TEETH = wp.constant(int(Kind.TEETH))
_CARD = wp.constant(int(Kind.CARD))
_SHELL = wp.constant(int(Kind.SHELL))
_LASH = wp.constant(int(Kind.LASH))


@wp.func
def soft(n: wp.vec3, light: wp.vec3, wrap: float):
    """Lambert's cosine, wrapped round the terminator as light inside the skin does."""
    return wp.max((wp.dot(n, light) + wrap) / ((1.0 + wrap) * (1.0 + wrap)), 0.0)


@wp.func
def shade_skin(
    atlas: Atlas,
    look: Look,
    lighting: Lighting,
    picture: int,
    point: Point,
    view: wp.vec3,
    openness: float,
    jitter: float,
):
    """Skin, with what the day put on it."""
    skin = skin_at(atlas, look, wp.vec2(point.at[0], point.at[1]), point.at[3])
    n = point.normal
    tilt = point.gradient_u * skin.slope[0] + point.gradient_v * skin.slope[1]
    fine = wp.normalize(n - (tilt - n * wp.dot(tilt, n)))
    s = 1.0 - skin.hair  # how far light spreads in what is there
    # Light spreads furthest in red: its normal is the smoothest, its terminator the widest (after Penner, 2011).
    wide = irradiance(lighting.harmonics, picture, n)
    narrow = irradiance(lighting.harmonics, picture, fine)
    red_openness = openness + (wp.sqrt(openness) - openness) * (0.7 * s)
    shade = wp.vec3(red_openness, openness, openness * (1.0 - 0.1 * s * (1.0 - openness)))
    diffuse = wp.cw_mul(blend(narrow, wide, s), shade) * look.ambient
    shine = float(0.0)
    roughness = 0.56 - 0.26 * look.gloss * skin.gloss - 0.05 * skin.gloss
    facing = 0.03 * (1.0 - 0.7 * skin.hair)
    specular = wp.vec3(0.0)
    for light in range(look.lights):
        direction = wp.normalize(look.light_direction[light])
        share = lit(lighting.views, lighting.shadows, light, picture, point.position, point.normal, jitter)
        red = soft(n, direction, 0.30 * s)
        green = soft(fine, direction, 0.12 * s)
        blue = soft(fine, direction, 0.05 * s)
        color = look.light_color[light]
        softened = wp.vec3(share + (wp.sqrt(share) - share) * (0.8 * s), share, share)
        diffuse = diffuse + wp.cw_mul(wp.cw_mul(color, softened), wp.vec3(red, green, blue))
        if share > 0.0:
            shine = highlight(fine, view, direction, roughness, facing)
            specular = specular + color * (shine * share * (0.4 + skin.gloss * (0.4 + 3.0 * look.gloss)))
    mirrored = fine * (2.0 * wp.dot(fine, view)) - view
    edge_on = 1.0 - wp.max(wp.dot(fine, view), 0.0)
    rim = edge_on * edge_on * edge_on * edge_on
    around = irradiance(lighting.harmonics, picture, mirrored) * (look.ambient * openness)
    specular = specular + around * ((facing + 0.12 * rim) * (0.4 + 0.8 * look.gloss * skin.gloss))
    return wp.cw_mul(skin.albedo, diffuse) + specular


@wp.func
def shade_hair(
    surface: Surface, look: Look, lighting: Lighting, picture: int, point: Point, view: wp.vec3, jitter: float
):
    """Cards and shells; a card's coordinates are (across, along, seed, shade), a shell's (u, v, height, -)."""
    along = point.at[1]
    shade = point.at[3]
    luck = scatter(strand_of(surface, point.at), 3)
    tangent = point.gradient_v
    if surface.kind == _SHELL:
        along = point.at[2]
        shade = 0.35 + 0.65 * point.at[2]
        cell = int(wp.floor(point.at[0] * surface.scale)) * 977 + int(wp.floor(point.at[1] * surface.scale))
        luck = scatter(cell, 3)
        tangent = point.normal
    tangent = wp.normalize(tangent)
    albedo = blend(surface.first, surface.second, along) * (0.7 + 0.6 * luck)
    n = point.normal
    # A thread has no one normal: take the one of the head of hair, turned square to the thread.
    n = wp.normalize(n - tangent * (0.3 * wp.dot(n, tangent)))
    diffuse = irradiance(lighting.harmonics, picture, n) * (look.ambient * shade)
    specular = wp.vec3(0.0)
    sheen = surface.sheen * (0.9 - 0.7 * wp.min(albedo[1] * 2.0, 1.0))
    for light in range(look.lights):
        direction = wp.normalize(look.light_direction[light])
        share = lit(lighting.views, lighting.shadows, light, picture, point.position, point.normal * 2.0, jitter)
        color = look.light_color[light] * (share * shade)
        diffuse = diffuse + color * soft(n, direction, 0.4)
        shifted = wp.normalize(tangent + n * (0.25 * (luck - 0.5) + 0.12))
        back = wp.normalize(tangent - n * (0.15 + 0.2 * (luck - 0.5)))
        facing = wp.clamp(wp.dot(n, direction) + 0.3, 0.0, 1.0)
        first = strand_highlight(shifted, view, direction, 60.0) * 0.05
        second = strand_highlight(back, view, direction, 14.0)
        specular = specular + color * (first * facing * surface.sheen)
        specular = specular + wp.cw_mul(color, albedo) * (second * facing * sheen)
    return wp.cw_mul(albedo, diffuse) + specular


@wp.func
def shade_eye(
    surface: Surface,
    look: Look,
    lighting: Lighting,
    picture: int,
    point: Point,
    view: wp.vec3,
    openness: float,
    jitter: float,
):
    """An eyeball: the white, the iris under its cornea, the pupil."""
    center = look.left_eye
    gaze = look.left_gaze
    if wp.length_sq(point.position - look.right_eye) < wp.length_sq(point.position - look.left_eye):
        center = look.right_eye
        gaze = look.right_gaze
    n = wp.normalize(point.position - center)
    forward = wp.dot(n, gaze)
    out = wp.sqrt(wp.max(1.0 - forward * forward, 0.0)) / look.iris
    if forward < 0.0:
        out = 9.0
    white = wp.vec3(0.52, 0.47, 0.44)
    pink = wp.vec3(0.42, 0.24, 0.20)
    albedo = blend(white, pink, wp.clamp((out - 1.7) * 0.45, 0.0, 0.75))
    side = wp.normalize(wp.cross(gaze, wp.vec3(0.0, 1.0, 0.0)))
    angle = wp.atan2(wp.dot(n, wp.cross(side, gaze)), wp.dot(n, side))
    fibre = scatter(int(wp.floor(angle * 9.0)), 7) - 0.5
    inner = wp.clamp((out - look.pupil) / wp.max(1.0 - look.pupil, 0.1), 0.0, 1.0)
    iris = blend(surface.first, surface.second, inner) * (1.0 + 0.35 * fibre)
    # The cornea gathers light on the side of the iris that lies away from it.
    iris = iris * (1.15 - 0.75 * wp.pow(inner, 6.0))
    albedo = blend(albedo, iris, wp.clamp((1.06 - out) * 9.0, 0.0, 1.0))
    albedo = blend(albedo, wp.vec3(0.004, 0.004, 0.005), wp.clamp((look.pupil - out) * 12.0 + 0.5, 0.0, 1.0))
    dim = openness * wp.clamp(1.0 - 0.55 * wp.max(n[1] - gaze[1] + 0.05, 0.0) * 2.2, 0.25, 1.0)
    diffuse = irradiance(lighting.harmonics, picture, n) * (look.ambient * dim)
    specular = wp.vec3(0.0)
    cornea = wp.normalize(n + gaze * (0.25 * wp.clamp(1.3 - out, 0.0, 1.0)))
    for light in range(look.lights):
        direction = wp.normalize(look.light_direction[light])
        share = lit(lighting.views, lighting.shadows, light, picture, point.position, point.normal, jitter)
        color = look.light_color[light] * share
        diffuse = diffuse + color * (soft(n, direction, 0.3) * dim)
        specular = specular + color * wp.min(highlight(cornea, view, direction, 0.20, 0.04), 2.5)
    mirrored = cornea * (2.0 * wp.dot(cornea, view)) - view
    edge_on = 1.0 - wp.max(wp.dot(cornea, view), 0.0)
    rim = edge_on * edge_on * edge_on * edge_on
    specular = specular + irradiance(lighting.harmonics, picture, mirrored) * (look.ambient * dim * (0.03 + 0.1 * rim))
    return wp.cw_mul(albedo, diffuse) + specular


@wp.func
def patterned(surface: Surface, at: wp.vec4):
    """The color of a plain surface: one, or two in stripes, checks or blotches."""
    x = int(wp.floor(at[0] * surface.scale))
    y = int(wp.floor(at[1] * surface.scale))
    has_second = bool(False)
    if surface.pattern == 1:
        has_second = (y & 1) == 1
    elif surface.pattern == 2:
        has_second = ((x + y) & 1) == 1
    elif surface.pattern == 3:
        has_second = scatter(x, y) < 0.4
    if has_second:
        return surface.second
    return surface.first


@wp.func
def shade_plain(
    surface: Surface, look: Look, lighting: Lighting, picture: int, point: Point, view: wp.vec3, jitter: float
):
    """Cloth, plastic, metal, teeth: one color or a pattern, a highlight, what is around mirrored."""
    albedo = patterned(surface, point.at)
    n = point.normal
    if wp.dot(n, view) < 0.0:
        n = -n
    dull = 1.0 - surface.metallic
    openness = wp.clamp(point.at[2], 0.0, 1.0)
    diffuse = irradiance(lighting.harmonics, picture, n) * (look.ambient * openness)
    specular = wp.vec3(0.0)
    for light in range(look.lights):
        direction = wp.normalize(look.light_direction[light])
        share = lit(lighting.views, lighting.shadows, light, picture, point.position, point.normal, jitter)
        color = look.light_color[light] * share
        diffuse = diffuse + color * wp.max(wp.dot(n, direction), 0.0)
        shine = highlight(n, view, direction, surface.roughness, 0.04 + 0.8 * surface.metallic)
        specular = specular + color * wp.min(shine, 4.0)
    mirrored = n * (2.0 * wp.dot(n, view)) - view
    around = irradiance(lighting.harmonics, picture, mirrored) * (look.ambient * openness)
    specular = specular + around * ((1.0 - surface.roughness) * (0.06 + 0.8 * surface.metallic))
    return wp.cw_mul(albedo, diffuse * dull) + blend(specular, wp.cw_mul(specular, albedo), surface.metallic)


@wp.func
def shade_point(
    surface: Surface, look: Look, atlas: Atlas, lighting: Lighting, picture: int, point: Point, jitter: float
):
    """Linear color of a visible point."""
    view = wp.normalize(look.eye - point.position)
    openness = wp.clamp(point.at[2], 0.0, 1.0)
    if surface.kind == _SKIN:
        return shade_skin(atlas, look, lighting, picture, point, view, openness, jitter)
    if surface.kind == _CARD or surface.kind == _SHELL or surface.kind == _LASH:
        return shade_hair(surface, look, lighting, picture, point, view, jitter)
    if surface.kind == _EYE:
        return shade_eye(surface, look, lighting, picture, point, view, openness, jitter)
    return shade_plain(surface, look, lighting, picture, point, view, jitter)
