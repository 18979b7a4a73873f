"""Headphones: a band over the crown and a cup on each ear."""

from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.draw.kernels.records import Kind, Segment
from facegap.render.draw.mesh import Mesh, Paint, joined
from facegap.render.head.shape import Head
from facegap.render.people.person import RGB
from facegap.render.wear.anchors import Anchors, cast
from facegap.render.wear.palettes import DARK, PALE, VIVID, color
from facegap.render.wear.solids import Solid, ball, facing_out, merged, moved, piece, tube

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
    body = Paint(Kind.PLAIN, Segment.HEADWEAR, color(rng, _BODIES), roughness=0.4)
    depth = float(rng.uniform(0.07, 0.13))
    band = tube(path.astype(np.float32), 0.03, depth=depth, front=(0.0, 0.0, 1.0))
    return joined([piece(merged(band, *cups), body), piece(merged(*pads), Paint(Kind.PLAIN, Segment.HEADWEAR, _PAD))])
