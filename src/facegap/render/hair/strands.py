"""Strands of hair, grown step by step over the head, all at once."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, FloatingArray
from facegap.base.seeds import generator
from facegap.render.description.person import Hair, Person
from facegap.render.hair.growth import AXIS_Z, step
from facegap.render.hair.roots import Roots, lengths_of
from facegap.render.hair.surface import HeadSurface, outward
from facegap.render.tables.hair_styles import HairStyle

DOWN = np.array([0.0, -1.0, 0.0], np.float32)
_WHORL = np.array([0.06, 8.45, 0.0], np.float32)
_PARTING = 0.34  # decimeters from the middle, of a parting at the side


@dataclass(frozen=True)
class Strands:
    """Guide strands of k points.

    Attributes:
        points: (s, k, 3), decimeters.
        normals: outward normals of the head of hair there, unit, (s, k, 3).
        shade: how much light reaches them there, (s, k), 0 to 1.
        layer: how far out a strand lies, (s,), 0 to 1.
        waving: phase of the wave along them, radians, (s, k); zeros where there is none.
    """

    points: FloatingArray
    normals: FloatingArray
    shade: FloatingArray
    layer: FloatingArray
    waving: FloatingArray


def grow(person: Person, style: HairStyle, roots: Roots, surface: HeadSurface, points: int) -> Strands:
    """Grow a strand at each root."""
    hair, body, comb = person.hair, style.body, style.comb
    random = generator(person.seed, "hair", style.name, "strands")
    count = len(roots)
    layer = random.random(count).astype(np.float32)
    uneven = 1.0 - style.lengths.ends * random.random(count).astype(np.float32)
    is_fringe = (roots.fringe > 0.5) & (style.lengths.fringe > 0.0) & (random.random(count) < 0.93)
    fringe = _fringe_length(style, roots) * (0.75 + 0.25 * hair.length)
    length = np.where(is_fringe, fringe, lengths_of(style, roots) * hair.length) * uneven
    along = np.linspace(0.0, 1.0, points, dtype=np.float32)
    stray = random.normal(0.0, 1.0, (count, 3)).astype(np.float32) * body.frizz

    crest = body.crest * roots.front * (0.5 + 0.5 * layer) * hair.volume
    gap = (0.15 + 0.85 * layer) * body.volume * hair.volume
    gap = np.minimum(np.where(is_fringe, 0.02 + 0.5 * gap, gap), 0.4 * length) + 0.012
    cling = np.where(is_fringe, 0.9, comb.cling).astype(np.float32)
    is_short = step(0.9, 0.5, length)
    comb_way = _comb_direction(hair, style, roots, is_fringe)
    side = np.where(np.abs(comb_way[:, 0]) > 0.05, np.sign(comb_way[:, 0]), np.sign(roots.positions[:, 0] + 1e-6))
    free = np.radians(comb.frame + 6.0 * (layer - 0.5)).astype(np.float32)
    # What clings is held by comb or band all the way; coils don't hang, and long hair hangs most.
    held = 0.0 if comb.cling < 1.0 else 1.0
    weight = np.minimum(length, 1.0)[:, None] * (0.1 if comb.lift >= 2.0 else 1.0 - 0.8 * held)

    here = roots.positions + 0.01 * roots.normals
    way = _unit(comb_way + comb.lift * roots.normals + 0.3 * stray)
    path = [here]
    stride = (length / (points - 1))[:, None]
    for s in map(float, along[1:]):
        normals = normal_of(here)
        along_skin = comb_way - normals * (comb_way * normals).sum(1, keepdims=True)
        beside = np.clip((7.75 - here[:, 1:2]) / 0.35, 0.0, 1.0) * (1.0 - held)  # no comb directs hair that hangs
        down = weight * (0.3 + 0.7 * float(step(0.0, 0.6, s))) + 1.4 * beside
        rise = comb.lift * (1.0 - s) ** 2 - 2.0 * body.tuck * max(s - 0.55, 0.0)
        way = _unit(0.45 * way + along_skin * (1.0 - beside) + rise * normals + down * DOWN + 0.25 * stray)
        here = here + way * stride
        here = np.where(is_fringe[:, None], here, _clear_of_face(here, side, free))
        # Strands rise from the root, and their ends rest on what lies below.
        above = gap * min(s / 0.35, 1.0) * (1.0 - 0.45 * s * s) + crest * np.sin(np.pi * s**0.7)
        here = _laid(here, surface, above, cling * np.maximum(step(6.95, 7.35, here[:, 1]), is_short))
        path.append(here)
    laid = np.stack(path, 1)
    waving = np.zeros((count, points), np.float32)
    wave = body.wave * (1.0 + 0.8 * hair.curl) + 0.05 * hair.curl * min(style.lengths.top, 1.0)
    if wave > 0.0 and not style.rows:
        laid, waving = _waved(laid, wave, body.period * (1.0 - 0.5 * hair.curl), body.frizz, random)
    shade = _shade(laid, along, layer, style)
    return Strands(laid, normal_of(laid), shade, layer, waving)


def normal_of(points: FloatingArray) -> FloatingArray:
    """Outward normals of the head of hair as one rounded mass, (…, 3)."""
    away = outward(points) * np.array([1.0, 0.85, 0.75], np.float32)
    # Hair that hangs faces a little upwards, as the whole of it widens downwards.
    away[..., 1] += 0.12
    return _unit(away)


def _unit(vectors: FloatingArray) -> FloatingArray:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-6), np.float32)


def _fringe_length(style: HairStyle, roots: Roots) -> FloatingArray:
    # A fringe ends at one height above the eyes, wherever it is rooted.
    behind = np.maximum(roots.template[:, 1] - 7.95, -0.2) * 1.5
    return np.asarray(style.lengths.fringe * (1.0 + 0.35 * abs(style.comb.across)) + behind, np.float32)


def _parting_of(hair: Hair, style: HairStyle) -> float:
    """Where the parting runs: x, decimeters."""
    return float(_PARTING * hair.parting * style.comb.parting)


def _comb_direction(hair: Hair, style: HairStyle, roots: Roots, is_fringe: BoolArray) -> FloatingArray:
    comb = style.comb
    xyz = roots.positions
    parting = _parting_of(hair, style)
    fall = _unit((xyz - _WHORL) * np.array([1.0, 0.4, 1.0], np.float32))
    apart = np.tanh((xyz[:, 0] - parting) / 0.06)
    on_top = comb.fall * fall
    on_top[:, 0] += comb.side * apart
    on_top[:, 2] += comb.forward
    # Long hair falls beside the face from the hairline on; sideburns aren't swept over the ear.
    on_top[:, 1] -= 0.6 * float(step(0.9, 1.2, style.lengths.front)) * roots.front * np.abs(apart)
    if style.rows:  # plaited to the back all the way
        at_sides = np.broadcast_to(np.array([0.0, -0.4, -1.0], np.float32), xyz.shape)
    else:
        swept = comb.sweep * step(7.3, 7.6, roots.template[:, 1])
        at_sides = DOWN + swept[:, None] * np.array([0.0, 0.0, 1.0], np.float32)
    at_back = DOWN + 0.3 * comb.fall * fall
    direction = (roots.front + roots.top)[:, None] * on_top
    direction = direction + roots.sides[:, None] * at_sides + roots.back[:, None] * at_back
    # A fringe is combed to the side that the parting isn't on.
    across = -comb.across * (np.sign(parting) if abs(parting) > 0.02 else 0.0) + 0.25 * xyz[:, 0]
    ahead = np.full(len(xyz), 0.8 / (1.0 + comb.across))
    return _unit(np.where(is_fringe[:, None], np.stack([across, -ahead, ahead], 1), direction))


def _clear_of_face(here: FloatingArray, side: FloatingArray, free: FloatingArray) -> FloatingArray:
    """Turn what hangs before the face round the head's axis, to the side."""
    x, y, z = here[:, 0], here[:, 1], here[:, 2] - AXIS_Z
    angle, reach = np.arctan2(x * side, z), np.hypot(x, z)
    low = step(7.98, 7.55, y)
    jaw = step(6.7, 6.2, y)
    turned = np.maximum(angle, free * low * (1.0 - 0.25 * jaw))
    inside = (angle < turned) & (angle > -2.0) & (low > 0.0)
    turned = np.where(inside, turned, angle)
    return np.stack([side * reach * np.sin(turned), y, reach * np.cos(turned) + AXIS_Z], 1).astype(np.float32)


def _laid(here: FloatingArray, surface: HeadSurface, gap: FloatingArray, cling: FloatingArray) -> FloatingArray:
    """Keep points off the skin by a gap at least, and by no more the more they cling, 0 to 1."""
    away, distance, skin = surface.cylindrical(here)
    target = skin + gap
    wanted = np.maximum(distance, target)
    wanted = wanted + (target - wanted) * cling
    return np.asarray(here + away * (wanted - distance)[:, None], np.float32)


def _waved(
    laid: FloatingArray, amplitude: float, period: float, frizz: float, random: np.random.Generator
) -> tuple[FloatingArray, FloatingArray]:
    """Bend strands sideways and outwards in waves that neighbors share the more, the less frizzy they are."""
    stretch = np.linalg.norm(np.diff(laid, axis=1), axis=2)
    arc = np.concatenate([np.zeros((len(laid), 1), np.float32), np.cumsum(stretch, 1)], 1)
    root = laid[:, 0]
    shared = 5.0 * np.arctan2(root[:, 0], root[:, 2] - AXIS_Z) + 2.0 * root[:, 1]
    own = random.uniform(-np.pi, np.pi, len(laid)) * min(0.25 + frizz, 1.0)
    pace = random.uniform(0.85, 1.15, len(laid))
    phase = (2.0 * np.pi / period * arc * pace[:, None] + (shared + own)[:, None]).astype(np.float32)
    normals = normal_of(laid)
    sideways = _unit(np.cross(np.gradient(laid, axis=1), normals))
    size = amplitude * np.clip(arc / 0.4, 0.0, 1.0)[..., None]
    moved = laid + size * (np.sin(phase)[..., None] * sideways + 0.5 * (1.0 + np.cos(phase))[..., None] * normals)
    return np.asarray(moved, np.float32), phase


def _shade(points: FloatingArray, along: FloatingArray, layer: FloatingArray, style: HairStyle) -> FloatingArray:
    """Less light at roots, in lower layers and under the chin behind the face."""
    deep = min(1.0, 4.0 * style.body.volume)
    root = 1.0 - 0.45 * (1.0 - np.clip(along / 0.3, 0.0, 1.0)) ** 1.5
    below = 1.0 - 0.5 * deep * (1.0 - layer)
    inner = np.hypot(points[..., 0], points[..., 2] - AXIS_Z)
    hidden = step(7.0, 6.6, points[..., 1]) * step(0.75, 0.45, np.asarray(inner, np.float32))
    return np.asarray(root[None, :] * below[:, None] * (1.0 - 0.55 * hidden), np.float32)
