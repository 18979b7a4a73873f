"""From rest to world: the head turns on the neck, the shoulders turn less."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.description.scene import Pose

_PIVOT = np.array([0.0, 6.7, 0.25], np.float32)  # where the head turns on the neck, in the rest frame
_NECK = (5.75, 6.55)  # heights between which the skin goes from following the shoulders to following the head


@dataclass(frozen=True)
class Posing:
    """The rotations of a pose: of the head and of the shoulders, both about the top of the neck.

    Attributes:
        head, body: rotation matrices, (3, 3).
    """

    head: FloatingArray
    body: FloatingArray

    @classmethod
    def of(cls, pose: Pose) -> "Posing":
        """The rotations for a pose."""
        return cls(rotation(yaw=pose.yaw, pitch=pose.pitch, roll=pose.roll), rotation(yaw=pose.body))

    def points(self, points: FloatingArray, follow: FloatingArray) -> FloatingArray:
        """Rest positions (…, 3) to the world; ``follow`` (…) is 1 where they follow the head, 0 the shoulders."""
        centered = points - _PIVOT
        head, body = centered @ self.head.T, centered @ self.body.T
        return np.asarray(body + (head - body) * follow[..., None] + _PIVOT, np.float32)

    def normals(self, normals: FloatingArray, follow: FloatingArray) -> FloatingArray:
        """Rest normals to the world, unit length."""
        head, body = normals @ self.head.T, normals @ self.body.T
        turned = body + (head - body) * follow[..., None]
        length = np.sqrt(np.einsum("...i,...i->...", turned, turned))
        return np.asarray(turned / np.maximum(length, 1e-6)[..., None], np.float32)


def follow_by_height(rest: FloatingArray) -> FloatingArray:
    """How much of the head's turning a place of the rest frame takes part in, (…, 3) to (…), 0 to 1."""
    share = np.clip((rest[..., 1] - _NECK[0]) / (_NECK[1] - _NECK[0]), 0.0, 1.0)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def rotation(*, yaw: float, pitch: float = 0.0, roll: float = 0.0) -> FloatingArray:
    """Turn to the person's left by ``yaw``, up by ``pitch``, tilt to that shoulder by ``roll``: degrees to (3, 3)."""
    a, b, c = np.radians([yaw, -pitch, -roll])
    about_y = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    about_z = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    return np.asarray(about_y @ about_x @ about_z, np.float32)
