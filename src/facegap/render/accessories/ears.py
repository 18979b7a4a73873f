"""What is worn on the ears: earrings, and headphones with a band over the crown."""

from collections.abc import Callable
from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.accessories.anchors import Anchors, cast
from facegap.render.accessories.solids import Solid, ball, facing_out, merged, moved, piece, tube
from facegap.render.colors import RGB, varied
from facegap.render.draw.mesh import Mesh, Paint, joined
from facegap.render.draw.surfaces import Kind, Segment
from facegap.render.head.shape import Head
from facegap.render.tables.palettes import DARK, METALS, PALE, VIVID, drawn_color

_PEARL: RGB = (0.72, 0.68, 0.62)


def earrings(head: Head, rng: np.random.Generator) -> Mesh:
    """A pair."""
    make = _KINDS[rng.choice(len(_KINDS), p=(0.4, 0.3, 0.3))]
    size = float(rng.uniform(0.7, 1.3))
    metal = rng.random() < 0.75
    tint = METALS[rng.integers(len(METALS))] if metal else (_PEARL, *VIVID)[rng.integers(len(VIVID) + 1)]
    paint = Paint(Kind.PLAIN, Segment.JEWELLERY, varied(rng, tint), roughness=0.25, metallic=0.85 if metal else 0.0)
    pair = []
    for side, name in ((1.0, "left"), (-1.0, "right")):
        lobe = head.point(f"ear-lobe-{name}") + np.array([0.03 * side, 0.04, 0.02], np.float32)
        pair.append(make(lobe, side, size))
    return piece(merged(*pair), paint)


def _stud(lobe: FloatingArray, side: float, size: float) -> Solid:
    return ball(lobe + np.array([0.01 * side, 0, 0.01], np.float32), 0.036 * size)


def _drop(lobe: FloatingArray, side: float, size: float) -> Solid:
    length = 0.22 * size
    hook = tube(np.stack([lobe, lobe - (0.0, length, 0.0)]), 0.008, sides=3)
    below = lobe - np.array([-0.01 * side, length + 0.04, 0.0], np.float32)
    pendant = ball(below, np.array([0.035, 0.075, 0.035], np.float32) * size)
    return merged(hook, pendant, _stud(lobe, side, 0.5))


def _hoop(lobe: FloatingArray, side: float, size: float) -> Solid:
    angle = np.arange(18) * (2 * np.pi / 18)
    radius = 0.15 * size
    ring = np.stack([0.35 * side * np.sin(angle), np.cos(angle) - 1.0, 0.94 * np.sin(angle)], axis=1) * radius + lobe
    return tube(ring, 0.012 + 0.006 * size, closed=True, front=(side, 0.0, -0.35))


_KINDS: tuple[Callable[[FloatingArray, float, float], Solid], ...] = (_stud, _drop, _hoop)


_BODIES = ((0.65, DARK), (0.2, PALE), (0.15, VIVID))
_PAD: RGB = (0.015, 0.015, 0.016)
_STEPS = 15


_ON_ITS_SIDE = np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0.84]], np.float32)  # poles to the sides; narrower than high


def _disc(center: FloatingArray, thick: float, radius: float) -> Solid:
    """A flat ball whose axis runs from side to side."""
    return facing_out(moved(ball(0.0, (radius, thick, radius), rows=5, columns=12), _ON_ITS_SIDE, center))


@cache
def _arch() -> Anchors:
    """From above the person's left ear over the crown to above the right one."""
    angle = np.radians(np.linspace(12, 168, _STEPS))
    away = np.stack([np.cos(angle), np.sin(angle), -0.05 * np.ones(_STEPS)], axis=1).astype(np.float32)
    return cast(np.array([0.0, 7.3, 0.42], np.float32), away, outermost=False)


def headphones(head: Head, rng: np.random.Generator) -> Mesh:
    """The headphones of one head."""
    skull = _arch().on(head)
    middle = skull.mean(axis=0) * (0.0, 1.0, 1.0)
    away = skull - middle
    away /= np.linalg.norm(away, axis=1, keepdims=True)
    size = float(rng.uniform(0.85, 1.15))
    path = skull + away * 0.14
    cups, pads = [], []
    for side, name, end in ((1.0, "left", 0), (-1.0, "right", -1)):
        ear = head.point(f"ear-middle-{name}") + np.array([0.02 * side, 0.0, 0.08], np.float32)
        pads.append(_disc(ear, 0.12, 0.37 * size))
        cups.append(_disc(ear + np.array([0.1 * side, 0.0, 0.0], np.float32), 0.13, 0.33 * size))
        path[end] = ear + np.array([0.12 * side, 0.3 * size, 0.0])
    body = Paint(Kind.PLAIN, Segment.HEADWEAR, drawn_color(rng, _BODIES), roughness=0.4)
    depth = float(rng.uniform(0.07, 0.13))
    band = tube(path.astype(np.float32), 0.03, depth=depth, front=(0.0, 0.0, 1.0))
    return joined([piece(merged(band, *cups), body), piece(merged(*pads), Paint(Kind.PLAIN, Segment.HEADWEAR, _PAD))])
