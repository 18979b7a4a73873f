"""Smooth deformations of the head beyond MakeHuman's targets, so that people differ in more than its parameters.

Ours: each field is a plane wave through the template's space whose crests move along one direction, symmetric in left
and right. Every eye moves as a whole, with its lids and lashes.
"""

import numpy as np
from scipy.interpolate import RBFInterpolator

from facegap.base.arrays import FloatingArray
from facegap.base.seeds import generator

FIELDS = 64
AMPLITUDE = 0.035  # decimeters at a weight of 1
_CYCLES = (0.4, 2.0)  # a decimeter
_EYE = np.array([0.308, 7.284, 1.245])
_EYE_REACH = (0.20, 0.42)  # decimeters from its center: up to the first it moves as one, beyond the second freely
# Where eyes, nose, mouth and chin are differs little between people, so there the fields hardly move anything.
_ANCHORS = np.array([_EYE, (0.0, 6.94, 1.68), (0.26, 6.61, 1.42), (0.0, 6.16, 1.35), (0.68, 7.0, 0.9), (0.0, 7.7, 1.5)])
_KEPT_LAYOUT = 0.66  # the share of a field's movement of these anchors that is taken out
_NECK = (5.9, 6.4)  # heights below which nothing moves, above which everything does


def bend_fields(template: FloatingArray) -> FloatingArray:
    """Displacements of the template's vertices by each field at a weight of 1: (FIELDS, n, 3), decimeters."""
    rng = generator(0, "head basis", "bends")
    mirrored = np.abs(template[:, 0])
    side = np.sign(template[:, :1] + 1e-9)
    place = np.column_stack([mirrored, template[:, 1:]])
    distance = np.linalg.norm(place - _EYE, axis=1)
    free = _smoothstep(distance, *_EYE_REACH)[:, None]
    steady = place * free + _EYE * (1 - free)
    moves = _smoothstep(template[:, 1], *_NECK)[:, None]
    fields = np.empty((FIELDS, len(template), 3), np.float32)
    for field in range(FIELDS):
        wave = rng.normal(size=3)
        wave *= rng.uniform(*_CYCLES) * 2 * np.pi / np.linalg.norm(wave)
        direction = rng.normal(size=3)
        direction /= np.linalg.norm(direction)
        phase = rng.uniform(0, 2 * np.pi)
        moved = np.cos(steady @ wave + phase)[:, None] * direction
        at_anchors = np.cos(_ANCHORS @ wave + phase)[:, None] * direction
        layout = RBFInterpolator(_ANCHORS, at_anchors, kernel="linear", degree=0)(steady)
        moved = (moved - _KEPT_LAYOUT * layout) * moves * AMPLITUDE
        # On the middle line nothing moves sideways.
        moved[:, :1] *= side * np.minimum(mirrored / 0.15, 1.0)[:, None]
        fields[field] = moved
    return fields


def bend_names() -> list[str]:
    """The names of the fields as shape parameters."""
    return [f"bend-{field:02d}" for field in range(FIELDS)]


def _smoothstep(value: FloatingArray, low: float, high: float) -> FloatingArray:
    share = np.clip((value - low) / (high - low), 0.0, 1.0)
    return np.asarray(share * share * (3 - 2 * share))
