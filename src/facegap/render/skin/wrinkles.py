"""Lines and folds of the face as a relief over the template."""

from itertools import pairwise

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.skin.atlas import smoothstep

# Folds as curves through (x, y) of the template on both sides, their half width and depth (decimeters, relative).
_FOLDS = (
    ("nasolabial", ((0.165, 6.93), (0.24, 6.82), (0.31, 6.66), (0.34, 6.55)), 0.028, 1.0),
    ("marionette", ((0.285, 6.57), (0.30, 6.47), (0.29, 6.38)), 0.022, 0.6),
    ("tear trough", ((0.19, 7.22), (0.24, 7.15), (0.33, 7.11), (0.43, 7.14)), 0.026, 0.7),
    ("frown", ((0.055, 7.38), (0.062, 7.46)), 0.018, 0.3),
    ("cheek", ((0.44, 6.95), (0.46, 6.8), (0.43, 6.66)), 0.03, 0.3),
)


def wrinkle_relief(
    place: FloatingArray, amount: float, wobble: FloatingArray, rng: np.random.Generator
) -> FloatingArray:
    """Depth of the lines, (rows, columns), 0 (none) to about 1 (deep), for an age's ``amount`` from 0 to 1.

    Args:
        place: Template coordinates, (rows, columns, 3).
        amount: How marked the lines are, 0 to 1.
        wobble: Smooth noise that bends and breaks the lines, same rows and columns.
        rng: Draws how each kind of line differs from person to person.
    """
    x = np.abs(place[..., 0] + 0.01 * wobble)
    y, z = place[..., 1] + 0.015 * wobble, place[..., 2]
    front = smoothstep(z, 0.8, 1.1)
    relief = np.zeros(x.shape, np.float32)
    strengths = np.clip(amount * rng.uniform(0.5, 1.3, len(_FOLDS) + 3), 0.0, 1.2)
    for (_, curve, width, depth), strength in zip(_FOLDS, strengths, strict=False):
        relief += strength * depth * _along(x, y, curve, width) * front
    forehead, feet, neck = strengths[-3:]
    lines = np.clip(np.cos((y - 7.42 - 0.1 * x * x) * (2 * np.pi / rng.uniform(0.075, 0.105))) * 2.2 - 1.2, 0, 1)
    band = smoothstep(y, 7.52, 7.6) * (1 - smoothstep(y, 7.88, 7.98)) * (1 - smoothstep(x, 0.36, 0.52)) * front
    relief += 0.75 * forehead * lines * band * np.clip(0.7 + 0.4 * wobble, 0, 1)
    angle = np.arctan2(y - 7.28, x - 0.40)
    radius = np.hypot(x - 0.40, y - 7.28)
    rays = np.clip(np.cos(angle * rng.uniform(8, 11)) * 2 - 1, 0, 1)
    relief += 0.6 * feet * rays * np.exp(-(((radius - 0.14) / 0.06) ** 2)) * smoothstep(x, 0.44, 0.48)
    rings = np.clip(np.cos(y * (2 * np.pi / 0.17)) * 2 - 1.1, 0, 1) * (1 - smoothstep(y, 6.02, 6.12))
    return np.asarray(relief + 0.5 * neck * rings, np.float32)


def _along(x: FloatingArray, y: FloatingArray, curve: tuple[tuple[float, float], ...], width: float) -> FloatingArray:
    """How near points are to a polyline: 1 on it, falling off as a bell with half width ``width``."""
    nearest = np.full(x.shape, np.inf, np.float32)
    for (ax, ay), (bx, by) in pairwise(curve):
        dx, dy = bx - ax, by - ay
        share = np.clip(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0, 1)
        np.minimum(nearest, (x - ax - share * dx) ** 2 + (y - ay - share * dy) ** 2, out=nearest)
    return np.asarray(np.exp(-nearest / (2 * width * width)), np.float32)
