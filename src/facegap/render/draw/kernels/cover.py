"""Where alpha-tested surfaces cover and where one looks through: strands of hair, lashes."""

import warp as wp

from facegap.render.draw.kernels.records import Surface
from facegap.render.draw.surfaces import Kind

_CARD = wp.constant(int(Kind.CARD))
_SHELL = wp.constant(int(Kind.SHELL))
_LASH = wp.constant(int(Kind.LASH))
_HIDDEN = wp.constant(int(Kind.HIDDEN))


@wp.func
def scatter(x: int, y: int):
    """A number in [0, 1) that depends on two integers without a pattern (a PCG-like mix)."""
    h = wp.uint32(x) * wp.uint32(747796405) + wp.uint32(y) * wp.uint32(1597334677) + wp.uint32(277803737)
    h = (h ^ (h >> wp.uint32(15))) * wp.uint32(739982445)
    h = (h ^ (h >> wp.uint32(13))) * wp.uint32(695872825)
    h = h ^ (h >> wp.uint32(16))
    return float(h >> wp.uint32(8)) * (1.0 / 16777216.0)


@wp.func
def strand_of(surface: Surface, at: wp.vec4):
    """The strand of a card that a point lies on; ``at`` is (across, along, seed, shade)."""
    return int(wp.floor(at[0] * surface.scale)) + 64 * int(at[2])


@wp.func
def _card_covers(surface: Surface, at: wp.vec4):
    """A lock that narrows to its end, some of its strands missing or short; of pattern 1, strands end one by one."""
    strand = strand_of(surface, at)
    luck = scatter(strand, 17)
    off_center = wp.abs(at[0] - 0.5) * 2.0
    reach = float(1.0)
    if surface.pattern == 1:
        if at[1] > 0.35 + 0.65 * luck:
            reach = 0.0
    else:
        left = 1.0 - wp.min(at[1] / (0.82 + 0.18 * luck), 1.0)
        reach = 1.12 * wp.sqrt(wp.min(left * 2.2, 1.0)) - 0.10 * scatter(strand, 23)
    return scatter(strand, 31) < surface.strength and off_center < reach


@wp.func
def _shell_covers(surface: Surface, at: wp.vec4):
    """``at`` is (u, v, height 0 to 1, density 0 to 1): dots that shrink with the height."""
    x = at[0] * surface.scale
    y = at[1] * surface.scale
    luck = scatter(int(wp.floor(x)), int(wp.floor(y)))
    dx = x - wp.floor(x) - 0.5
    dy = y - wp.floor(y) - 0.5
    reach = 0.75 * (1.0 - 0.55 * at[2] * (0.6 + 0.4 * luck))
    return luck < at[3] * surface.strength and dx * dx + dy * dy < reach * reach


@wp.func
def _lash_covers(surface: Surface, at: wp.vec4):
    """``at`` is (around the eye, outwards from the lid, -, -): close at the lid, one by one further out."""
    x = at[0] * surface.scale
    luck = scatter(int(wp.floor(x)), 5)
    width = 1.25 - 1.25 * at[1] / (0.6 + 0.4 * luck)
    return wp.abs(x - wp.floor(x) - 0.5) < 0.5 * width * surface.strength


@wp.func
def covers(surface: Surface, at: wp.vec4):
    """Whether a surface is there at texture coordinates ``at``."""
    if surface.kind == _CARD:
        return _card_covers(surface, at)
    if surface.kind == _SHELL:
        return _shell_covers(surface, at)
    if surface.kind == _LASH:
        return _lash_covers(surface, at)
    return surface.kind != _HIDDEN
