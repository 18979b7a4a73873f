"""Hands from tubes and a rounded palm, in a few poses; fingers that hold something."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.accessories.solids import Solid, ball, facing_out, merged, tube
from facegap.render.colors import RGB
from facegap.render.description.person import Person

_PALE = np.array([0.62, 0.41, 0.32])
_ABSORBED = np.array([1.9, 2.35, 2.6])  # of the melanin of the darkest skin, natural logarithm (ours)


def hand_color(person: Person) -> RGB:
    """Linear RGB of the back of a person's hand."""
    skin = person.skin
    red = np.array([1.0, 1.0 - 0.18 * (skin.haemoglobin - 0.4), 1.0 - 0.2 * (skin.haemoglobin - 0.4)])
    shade = _PALE * red * np.exp(-_ABSORBED * skin.melanin)
    return float(shade[0]), float(shade[1]), float(shade[2])


@dataclass(frozen=True)
class HandPose:
    """How a hand is held.

    Attributes:
        curls: how far each joint of the four fingers bends, degrees, from the index finger.
        spread: degrees between neighboring fingers.
        thumb: how far the thumb stands off the palm, degrees.
        arm: which way the forearm goes on from the wrist, in the hand's frame.
    """

    curls: tuple[float, float, float, float]
    spread: float
    thumb: float
    arm: tuple[float, float, float]


POSES = {
    "flat": HandPose((6.0, 4.0, 6.0, 9.0), 3.0, 28.0, (0.0, -1.0, 0.25)),
    "resting": HandPose((18.0, 26.0, 32.0, 36.0), 4.0, 35.0, (0.1, -1.0, 0.15)),
    "fist": HandPose((72.0, 74.0, 76.0, 78.0), 1.0, 20.0, (0.0, -1.0, 0.3)),
    "thinking": HandPose((8.0, 62.0, 70.0, 72.0), 4.0, 50.0, (0.0, -1.0, 0.3)),
}
# Of the index to the little finger: where it leaves the palm (x, y), length, radius; decimeters of a usual hand.
_FINGERS = ((0.29, 0.40, 0.74, 0.088), (0.1, 0.45, 0.82, 0.09), (-0.1, 0.42, 0.76, 0.086), (-0.28, 0.34, 0.6, 0.076))


@cache
def hand(pose: HandPose, *, left: bool) -> Solid:
    """A hand 1.75 dm long whose palm is at the origin and faces −z, fingers up, and its forearm.

    Args:
        pose: how it is held.
        left: whether it is a left hand (seen from its back the thumb is on the right), else a right one.
    """
    parts = [_palm()]
    for number, (x, y, length, radius) in enumerate(_FINGERS):
        parts.append(_finger((x, y, 0.02), length, radius, pose.curls[number], pose.spread * (1.5 - number)))
    turn = np.radians(pose.thumb)
    tip = np.array([0.34 + 0.5 * np.sin(turn), -0.12 + 0.55 * np.cos(turn), -0.2])
    root, joint = np.array([0.25, -0.3, -0.03]), np.array([0.42 + 0.08 * np.sin(turn), -0.05, -0.12])
    parts.append(_tapered(np.stack([root, joint, 0.5 * (joint + tip), tip]), 0.115))
    arm = np.array(pose.arm)
    wrist = np.array([0.0, -0.4, 0.0])
    path = np.stack([wrist + np.array([0, 0.12, 0]), wrist + 0.08 * arm, wrist + 0.7 * arm, wrist + 2.0 * arm])
    parts.append(tube(path, np.array([0.24, 0.25, 0.31, 0.4]), depth=np.array([0.14, 0.18, 0.25, 0.34]), sides=8))
    whole = merged(*parts)
    mirror = np.array([1.0 if left else -1.0, 1.0, 1.0], np.float32)
    triangles = whole.triangles if left else whole.triangles[:, ::-1].copy()
    return replace(whole, positions=(whole.positions * mirror).astype(np.float32), triangles=triangles)


def _palm() -> Solid:
    body = ball(0.0, 1.0, rows=6, columns=10)
    squared = np.sign(body.positions) * np.abs(body.positions) ** 0.65
    narrow = 1.0 - 0.22 * np.clip(-squared[:, 1:2], 0, 1)
    return facing_out(replace(body, positions=squared * (0.41, 0.47, 0.15) * narrow))


def _finger(root: tuple[float, float, float], length: float, radius: float, curl: float, fan: float) -> Solid:
    """A finger of three bones, each bent by ``curl`` towards the palm, leaning sideways by ``fan`` (degrees)."""
    bend = np.radians(np.array([0.6, 1.7, 2.4]) * curl)
    lean = np.radians(fan)
    bones = length * np.array([0.44, 0.32, 0.24])[:, None]
    steps = bones * np.stack([np.sin(lean) * np.cos(bend), np.cos(lean) * np.cos(bend), -np.sin(bend)], axis=1)
    return _tapered(np.concatenate([np.array([root]), np.array(root) + np.cumsum(steps, axis=0)]), radius)


def _tapered(joints: FloatingArray, radius: float) -> Solid:
    """A finger's skin around its joints (4, 3), closed with a round tip."""
    tip = joints[3] - joints[2]
    tip = tip / np.linalg.norm(tip)
    start = joints[0] - 0.5 * (joints[1] - joints[0])
    path = np.stack(
        [start, joints[0], joints[1], joints[2], joints[3] - 0.4 * radius * tip, joints[3] + 0.2 * radius * tip]
    )
    across = np.cross(joints[1] - joints[0], joints[3] - joints[0])
    # The cross section turns about the axis that the joints bend around.
    front = np.array([0.0, 0.3, 1.0]) if np.linalg.norm(across) < 1e-3 else np.cross(across, joints[2] - joints[1])
    front = front / max(float(np.linalg.norm(front)), 1e-6)
    widths = radius * np.array([0.9, 1.05, 1.0, 0.9, 0.75, 0.25])
    return tube(path, widths, sides=6, front=(float(front[0]), float(front[1]), float(front[2])))


@cache
def grip(*, radius: float, width: float) -> Solid:
    """Four fingers round the front of something upright at the origin, from the person's left.

    Args:
        radius: of the thing, front to back, decimeters.
        width: half its width.
    """
    fingers = []
    for number in range(4):
        y = 0.27 - 0.18 * number
        reach = width * (0.25 - 0.12 * number)
        path = np.array(
            [
                [width + 0.14, y - 0.05, -0.05],
                [width + 0.1, y, 0.6 * radius],
                [0.5 * width + 0.1, y + 0.01, radius + 0.05],
                [-reach, y + 0.02, radius + 0.045],
            ]
        )
        fingers.append(_tapered(path, 0.088))
    return merged(*fingers)
