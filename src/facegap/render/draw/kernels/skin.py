"""The look of skin at a point: its texture, and what the day put on it (make-up, beard, flush)."""

import warp as wp

from facegap.render.draw.kernels.records import Look


@wp.struct
class Atlas:
    """Where the head lies in MakeHuman's texture, and its maps, each an image of four channels.

    Attributes:
        corner: u and v of the upper left corner; size: extent in u and v.
        color: by skin: linear RGB, and how much hair covers the scalp there.
        detail: by skin: slope of the relief along u and v, density of the beard, gloss.
        paint: for all: lips, lids, cheeks, rim of the lids.
        beard: for all: mustache, goatee, sideburns, cheeks.
    """

    corner: wp.vec2
    size: wp.vec2
    color: wp.array3d(dtype=wp.vec4)
    detail: wp.array3d(dtype=wp.vec4)
    paint: wp.array3d(dtype=wp.vec4)
    beard: wp.array3d(dtype=wp.vec4)


@wp.struct
class SkinPoint:
    """Skin at one point: linear RGB, slope of its relief, gloss (0 to 1)."""

    albedo: wp.vec3
    slope: wp.vec2
    gloss: float
    hair: float  # the share of hair rather than skin


@wp.func
def bilinear(maps: wp.array3d(dtype=wp.vec4), which: int, x: float, y: float):
    """Bilinear lookup at pixel coordinates of one map."""
    rows = maps.shape[1]
    columns = maps.shape[2]
    x = wp.clamp(x - 0.5, 0.0, float(columns) - 1.001)
    y = wp.clamp(y - 0.5, 0.0, float(rows) - 1.001)
    column = int(x)
    row = int(y)
    fx = x - float(column)
    fy = y - float(row)
    above = maps[which, row, column] * (1.0 - fx) + maps[which, row, column + 1] * fx
    below = maps[which, row + 1, column] * (1.0 - fx) + maps[which, row + 1, column + 1] * fx
    return above * (1.0 - fy) + below * fy


@wp.func
def rgb(four: wp.vec4):
    """The first three of four channels."""
    return wp.vec3(four[0], four[1], four[2])


@wp.func
def blend(below: wp.vec3, above: wp.vec3, share: float):
    """``above`` over ``below`` with an opacity of ``share``, 0 to 1."""
    return below + (above - below) * wp.clamp(share, 0.0, 1.0)


@wp.func
def skin_at(atlas: Atlas, look: Look, uv: wp.vec2, bare: float):
    """Texture, make-up, and as far as skin isn't ``bare``, stubble and painted hair at texture coordinates."""
    x = (uv[0] - atlas.corner[0]) / atlas.size[0] * float(atlas.color.shape[2])
    y = (atlas.corner[1] - uv[1]) / atlas.size[1] * float(atlas.color.shape[1])
    color = bilinear(atlas.color, look.skin, x, y)
    detail = bilinear(atlas.detail, look.skin, x, y)
    paint = bilinear(atlas.paint, 0, x, y)
    beard = wp.vec4(0.0)
    if look.bearded != 0:
        beard = bilinear(atlas.beard, 0, x, y) * (1.0 - bare)

    albedo = rgb(color)
    mean = (albedo[0] + albedo[1] + albedo[2]) / 3.0
    flush = wp.clamp(look.flush * paint[2], -0.6, 1.0)
    albedo = wp.cw_mul(albedo, wp.vec3(1.0 + 0.10 * flush, 1.0 - 0.28 * flush, 1.0 - 0.26 * flush))
    albedo = blend(albedo, rgb(look.blush) * (0.4 + 2.0 * mean), look.blush[3] * paint[2])
    albedo = blend(albedo, wp.cw_mul(rgb(look.eye_shadow), wp.vec3(0.3) + albedo * 1.5), look.eye_shadow[3] * paint[1])
    albedo = blend(albedo, wp.vec3(0.012, 0.01, 0.01), look.liner * paint[3])
    albedo = blend(albedo, rgb(look.lipstick), look.lipstick[3] * paint[0])

    shaved = wp.max(wp.max(beard[0], beard[1]), wp.max(beard[2], beard[3]))
    grown = wp.max(
        wp.max(beard[0] * look.mustache, beard[1] * look.goatee),
        wp.max(beard[2] * look.sideburns, beard[3] * look.cheek_beard),
    )
    stubble = shaved * look.stubble * detail[2]
    albedo = blend(albedo, look.beard * 0.8 + wp.vec3(0.01, 0.012, 0.016), 0.75 * stubble)
    chin_hair = wp.clamp(grown * 1.9 - 0.12 + 0.6 * grown * (detail[2] - 0.5), 0.0, 1.0)
    albedo = blend(albedo, look.beard, 0.93 * chin_hair)
    scalp = color[3] * look.scalp * (1.0 - bare)
    albedo = blend(albedo, look.hair, 0.92 * scalp)

    skin = SkinPoint()
    skin.albedo = albedo
    skin.hair = wp.max(scalp, chin_hair)
    relief = (1.0 - skin.hair) * (1.0 - 0.6 * look.foundation) * (1.0 - bare)
    skin.slope = wp.vec2(detail[0], detail[1]) * relief
    skin.gloss = detail[3] * (1.0 - 0.6 * skin.hair) + 0.5 * paint[0] * look.lipstick[3]
    return skin
