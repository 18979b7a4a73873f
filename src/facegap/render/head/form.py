"""Smooth deformations of the head beyond MakeHuman's targets, so that people differ in more than its parameters.

Ours: each field is a plane wave through the template's space whose crests move along one direction, symmetric in left
and right. Every eye moves as a whole, with its lids and lashes.
"""

import numpy as np

from facegap.engine.seeds import generator
from facegap.render.arrays import Floats

FIELDS = 48
AMPLITUDE = 0.035  # decimetres at a weight of 1
_CYCLES = (0.25, 1.1)  # a decimetre
_EYE = np.array([0.308, 7.284, 1.245])
_EYE_REACH = (0.20, 0.42)  # decimetres from its centre: up to the first it moves as one, beyond the second freely
_NECK = (5.9, 6.4)  # heights below which nothing moves, above which everything does


def form_fields(template: Floats) -> Floats:
    """Displacements of the template's vertices by each field at a weight of 1: (FIELDS, n, 3), decimetres."""
    rng = generator(0, "head basis", "form")
    mirrored = np.abs(template[:, 0])
    side = np.sign(template[:, :1] + 1e-9)
    place = np.column_stack([mirrored, template[:, 1:]])
    distance = np.linalg.norm(place - _EYE, axis=1)
    free = _smoothstep(distance, *_EYE_REACH)[:, None]
    steady = place * free + _EYE * (1 - free)
    moves = _smoothstep(template[:, 1], *_NECK)
    fields = np.empty((FIELDS, len(template), 3), np.float32)
    for field in range(FIELDS):
        wave = rng.normal(size=3)
        wave *= rng.uniform(*_CYCLES) * 2 * np.pi / np.linalg.norm(wave)
        direction = rng.normal(size=3)
        direction /= np.linalg.norm(direction)
        height = np.cos(steady @ wave + rng.uniform(0, 2 * np.pi)) * moves * AMPLITUDE
        moved = height[:, None] * direction
        # On the middle line nothing moves sideways.
        moved[:, :1] *= side * np.minimum(mirrored / 0.15, 1.0)[:, None]
        fields[field] = moved
    return fields


def form_names() -> list[str]:
    """The names of the fields as shape parameters."""
    return [f"form-{field:02d}" for field in range(FIELDS)]


def _smoothstep(value: Floats, low: float, high: float) -> Floats:
    share = np.clip((value - low) / (high - low), 0.0, 1.0)
    return np.asarray(share * share * (3 - 2 * share))
