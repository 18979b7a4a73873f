"""Earrings: studs, drops and hoops in the lobes."""

from collections.abc import Callable

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.draw.kernels.records import Kind, Segment
from facegap.render.draw.mesh import Mesh, Paint
from facegap.render.head.shape import Head
from facegap.render.people.person import RGB
from facegap.render.wear.palettes import METALS, VIVID, varied
from facegap.render.wear.solids import Solid, ball, merged, piece, tube

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
