"""Shells over the head: grids of points that follow the scalp's own shape at some distance."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.accessories.anchors import Anchors, cast
from facegap.render.head.shape import Head

_MIDDLE = np.array([0.0, 7.3, 0.3], np.float32)  # of the template's cranium


@dataclass(frozen=True)
class Shell:
    """A grid on the cranium, from an edge round the head up to the crown.

    Attributes:
        anchors: of the points, by rows.
        outwards: unit, (rows, columns, 3).
        azimuth: of the columns from the front over the person's left, radians, (columns,).
    """

    anchors: Anchors
    outwards: FloatingArray
    azimuth: FloatingArray

    def at(self, head: Head, offset: FloatingArray | float) -> FloatingArray:
        """The points at a distance from the scalp, (rows, columns, 3).

        Args:
            head: The head that wears it.
            offset: decimeters, for all, each row (rows, 1) or each point (rows, columns).
        """
        distance = np.broadcast_to(np.asarray(offset, np.float32), self.outwards.shape[:2])
        return np.asarray(self.anchors.on(head).reshape(self.outwards.shape) + distance[..., None] * self.outwards)


@cache
def cranium_shell(*, rows: int, columns: int, front: float, side: float, back: float) -> Shell:
    """A shell whose edge is at these elevations above the middle of the template's cranium, degrees.

    Of usual heads, the hairline is at about 28 in front, the ears' tops are at 3, the nape's hairline is at −45.
    """
    azimuth = np.arange(columns) * (2 * np.pi / columns)
    ahead = np.cos(azimuth)
    edge = side + np.where(ahead > 0, front - side, back - side) * ahead**2
    share = np.linspace(0, 1, rows)[:, None]
    elevation = np.radians(edge + (90.0 - edge) * share)
    outwards = np.stack(
        np.broadcast_arrays(
            np.cos(elevation) * np.sin(azimuth), np.sin(elevation), np.cos(elevation) * np.cos(azimuth)
        ),
        axis=-1,
    ).astype(np.float32)
    return Shell(cast(_MIDDLE, outwards.reshape(-1, 3), outermost=False), outwards, azimuth.astype(np.float32))


def taut(radius: FloatingArray, *, rounds: int) -> FloatingArray:
    """Pull a surface tight over hollows: each radius at least the mean of its neighbors along rows and along columns.

    Args:
        radius: (rows, columns).
        rounds: more of them span wider hollows.
    """
    radius = radius.copy()
    for _ in range(rounds):
        radius[1:-1] = np.maximum(radius[1:-1], (radius[:-2] + radius[2:]) / 2)
        radius[:, 1:-1] = np.maximum(radius[:, 1:-1], (radius[:, :-2] + radius[:, 2:]) / 2)
    return radius
