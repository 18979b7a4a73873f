"""What mouth and eyes look like in the final geometry: the face's shape and its expression together, in any pose."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.head.landmarks import landmarks68
from facegap.render.head.shape import action_offsets

# Places among the 68 landmarks, the person's left side second.
_CORNERS, _LIPS = [48, 54], [62, 66]
_EYES = (slice(36, 42), slice(42, 48))


@dataclass(frozen=True)
class ExpressedFace:
    """Measures of a face with its expression, in the head's own frame; all are ours.

    Attributes:
        corners_raised: how much higher than at rest each corner of the mouth is, the person's right and left, over the
            distance between the eyes.
        corners_above: how much higher than the middle of the lips the corners are, their mean, over the distance
            between the eyes; negative where the mouth turns down.
        eyes_open: height between the lids' landmarks over the width of the eye, mean of both; about 0.35 at rest, and
            0.13 where the eyes are shut, as the landmarks lie beside the lids' edges.
    """

    corners_raised: tuple[float, float]
    corners_above: float
    eyes_open: float


def expressed_face(rest: FloatingArray, expression: Mapping[str, float]) -> ExpressedFace:
    """Measure a face.

    Args:
        rest: the 68 landmarks of the head at rest, (68, 3), decimeters.
        expression: weights of ARKit's facial actions.
    """
    marks = rest + action_offsets(expression, landmarks68())
    right, left = (marks[eye].mean(0) for eye in _EYES)
    between = float(np.linalg.norm(right - left))
    raised = (marks[_CORNERS, 1] - rest[_CORNERS, 1]) / between
    above = float(marks[_CORNERS, 1].mean() - marks[_LIPS, 1].mean()) / between
    return ExpressedFace(
        (float(raised[0]), float(raised[1])), above, float(np.mean([_openness(marks[eye]) for eye in _EYES]))
    )


def _openness(eye: FloatingArray) -> float:
    """Of the six landmarks of an eye: corner, two of the upper lid, corner, two of the lower lid."""
    height = np.linalg.norm(eye[[1, 2]] - eye[[5, 4]], axis=1).mean()
    return float(height / np.linalg.norm(eye[0] - eye[3]))
