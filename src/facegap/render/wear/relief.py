"""How far to the front a face reaches: its depth as a small map, to bring things near without touching."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from facegap.base.arrays import FloatingArray, Int64Array
from facegap.render.head.basis import Part, head_basis
from facegap.render.head.shape import Head

_CELL = 0.1  # decimeters
_LEFT, _BOTTOM = -1.6, 5.2
_COLUMNS, _ROWS = 33, 34
NOTHING = -9.0  # the depth where there is no face


@dataclass(frozen=True)
class Relief:
    """A map over x and y.

    Attributes:
        depth: (rows, columns) float32, decimeters, upwards and to the person's left.
    """

    depth: FloatingArray

    def at(self, points: FloatingArray) -> FloatingArray:
        """The map at points (n, 3), between cells, (n,)."""
        column, row = ((points[:, :2] - (_LEFT, _BOTTOM)) / _CELL - 0.5).astype(np.float32).T
        found = cv2.remap(self.depth, column[None], row[None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(found[0])


def relief(head: Head) -> Relief:
    """How far to the front a face reaches."""
    return _nearest(head.positions[_front()], head.positions[_front(), 2], empty=NOTHING)


def pressed(points: FloatingArray, into: FloatingArray) -> FloatingArray:
    """How far soft points (n, 3) give way that are ``into`` (n,) the face, with what is before and behind them."""
    push = _nearest(points, np.maximum(into, 0.0), empty=0.0)
    return Relief(np.asarray(cv2.blur(push.depth, (3, 3)), np.float32)).at(points)


def _nearest(points: FloatingArray, values: FloatingArray, *, empty: float) -> Relief:
    """The greatest of the values in each cell and the cells around it."""
    column, row = ((points[:, :2] - (_LEFT, _BOTTOM)) / _CELL).astype(int).T
    inside = (column >= 0) & (row >= 0) & (column < _COLUMNS) & (row < _ROWS)
    cells = np.full((_ROWS, _COLUMNS), empty, np.float32)
    np.maximum.at(cells, (row[inside], column[inside]), values[inside])
    return Relief(np.asarray(cv2.dilate(cells, np.ones((3, 3), np.uint8)), np.float32))


@cache
def _front() -> Int64Array:
    """Vertices of the skin that something before the face could touch."""
    basis = head_basis()
    skin = basis.vertices_of(Part.SKIN)
    height, depth = basis.template[skin, 1], basis.template[skin, 2]
    return np.asarray(skin[(height > _BOTTOM) & (height < 8.5) & (depth > 0.3)])
