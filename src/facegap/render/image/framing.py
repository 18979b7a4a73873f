"""Where the camera stands, and how its picture falls on the pixels."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.faces import ARCFACE_POINTS, ARCFACE_SIZE, similarity
from facegap.render.description.scene import Camera, Lamp
from facegap.render.draw.kernels.records import Record, View, blank
from facegap.render.draw.renderer import SHADOW_SIZE
from facegap.render.head.landmarks import five_of

FrameName = Literal["arcface", "photo"]

_SHADOW_REACH = 4.6  # decimeters that a lamp's depth map spans
_FAR = 20.0  # decimeters from which lamps look


@dataclass(frozen=True)
class Framing:
    """A camera in front of a posed head.

    Attributes:
        view: record of ``View`` for pixels whose upper left corner is (0, 0).
        eye: where the camera stands, in the world.
        landmarks: the 68 landmarks in pixels, the center of the first pixel being (0, 0), (68, 2).
    """

    view: Record
    eye: FloatingArray
    landmarks: FloatingArray


def frame_face(camera: Camera, landmarks: FloatingArray, *, frame: FrameName, size: int) -> Framing:
    """Stand the camera before a head and frame it.

    Args:
        camera: The scene's camera.
        landmarks: the 68 landmarks in the world, (68, 3), decimeters.
        frame: ``arcface`` cuts as ArcFace's template does, by the true landmarks (and the scene's jitter of them);
            ``photo`` shows head and shoulders as the camera's focal length, roll and offset have it.
        size: pixels across and down.
    """
    target = landmarks[27:48].mean(axis=0)
    eye = target + np.array([0, 0, camera.distance], np.float32)
    seen = landmarks - eye
    plane = np.stack([seen[:, 0], -seen[:, 1]], axis=1) / -seen[:, 2:]
    matrix: FloatingArray
    if frame == "arcface":
        template = ARCFACE_POINTS + np.reshape(camera.jitter, (5, 2))
        matrix = similarity(five_of(plane), (template + 0.5) * (size / ARCFACE_SIZE))
    else:
        matrix = _photo_matrix(camera, size)
    view = blank(View)
    view["rotation"] = np.eye(3)
    view["shift"] = -eye
    view["across"] = (matrix[0, 0], -matrix[0, 1], matrix[0, 2])
    view["down"] = (matrix[1, 0], -matrix[1, 1], matrix[1, 2])
    view["perspective"] = 1
    pixels = plane @ matrix[:, :2].T + matrix[:, 2] - 0.5
    return Framing(view, eye, np.asarray(pixels, np.float32))


def _photo_matrix(camera: Camera, size: int) -> FloatingArray:
    scale = camera.focal / 36.0 * size
    roll = np.radians(camera.roll)
    turn = scale * np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
    center = (np.array([0.5, 0.46]) + camera.off_center) * size
    return np.concatenate([turn, center[:, None]], axis=1)


def lamp_view(lamp: Lamp, target: FloatingArray) -> Record:
    """A lamp's parallel view of the head, for its depth map."""
    towards = np.asarray(lamp.direction, np.float32)
    across = np.cross((0.0, 1.0, 0.0) if abs(towards[1]) < 0.99 else (0.0, 0.0, 1.0), towards)
    across /= np.linalg.norm(across)
    rotation = np.stack([across, np.cross(towards, across), towards])
    scale = SHADOW_SIZE / _SHADOW_REACH
    view = blank(View)
    view["rotation"] = rotation
    view["shift"] = -rotation @ target - np.array([0, 0, _FAR])
    view["across"] = (scale, 0, SHADOW_SIZE / 2)
    view["down"] = (0, -scale, SHADOW_SIZE / 2)
    return view
