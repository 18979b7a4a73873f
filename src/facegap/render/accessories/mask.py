"""A face mask: over nose, mouth and chin, with bands to the ears; it goes along with the jaw."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from facegap.base.arrays import FloatingArray, Int32Array
from facegap.render.accessories.anchors import Anchors, cast
from facegap.render.accessories.shells import taut
from facegap.render.accessories.solids import Solid, grid_surface, merged, piece, tube
from facegap.render.colors import RGB, varied
from facegap.render.draw.mesh import Mesh, Paint, joined
from facegap.render.draw.surfaces import Kind, Segment
from facegap.render.head.shape import Head

_MIDDLE = np.array([0.0, 6.65, 0.45], np.float32)  # of the template's lower face
_ROWS, _COLUMNS = 10, 15
_WIDE = 58.0  # degrees from the middle of the face to the mask's sides
_LOOSE = 0.9  # the share of the face's own movement that the cloth takes part in (ours)

# Where bands start, and how far each of the four points of a band goes along with its start.
_BAND_ROWS = (1, -2)
_BAND_SHARE = np.array([1.0, 0.5, 0.0, 0.0], np.float32)

_CLOTHS: tuple[tuple[float, RGB], ...] = (
    (0.45, (0.33, 0.52, 0.66)),
    (0.2, (0.72, 0.73, 0.74)),
    (0.2, (0.014, 0.014, 0.016)),
    (0.05, (0.62, 0.42, 0.45)),
    (0.1, (0.1, 0.12, 0.15)),
)


@dataclass(frozen=True)
class OnFace:
    """How a mesh that lies on the face goes along when the face moves.

    Attributes:
        anchors: of a grid of points on the face, by rows.
        rows: of the grid; its points are the mesh's first vertices.
        tied: of each further vertex the point of the grid that pulls at it, (m,).
        share: how much of that point's way it goes, (m,), 0 to 1.
    """

    anchors: Anchors
    rows: int
    tied: Int32Array
    share: FloatingArray

    def shifts(self, offsets: FloatingArray) -> FloatingArray:
        """How far the mesh's vertices go, (n, 3), where the basis's vertices go by ``offsets`` (n, 3)."""
        grid = self.anchors.of(offsets).reshape(self.rows, -1, 3)
        # Cloth spans the mouth: lips that part don't tear it.
        for _ in range(6):
            padded = np.concatenate([grid[:1], grid, grid[-1:]])
            grid = 0.25 * padded[:-2] + 0.5 * grid + 0.25 * padded[2:]
        cloth = _LOOSE * grid.reshape(-1, 3)
        return np.concatenate([cloth, cloth[self.tied] * self.share[:, None]]).astype(np.float32)


@cache
def _grid() -> Anchors:
    across = np.linspace(-1, 1, _COLUMNS)
    top = 25.0 - 5.0 * np.abs(across) - 5.0 * np.abs(across) ** 3
    bottom = -52.0 + 34.0 * np.abs(across) ** 2.5
    elevation = np.radians(top + (bottom - top) * np.linspace(0, 1, _ROWS)[:, None])
    azimuth = np.radians(_WIDE * across)
    outwards = np.stack(
        np.broadcast_arrays(
            np.cos(elevation) * np.sin(azimuth), np.sin(elevation), np.cos(elevation) * np.cos(azimuth)
        ),
        axis=-1,
    )
    return cast(_MIDDLE, outwards.reshape(-1, 3).astype(np.float32), outermost=True)


def mask(head: Head, rng: np.random.Generator) -> tuple[Mesh, OnFace]:
    """The mask of one head, and how it goes along with the face."""
    points = _grid().on(head).reshape(_ROWS, _COLUMNS, 3)
    lobes = (head.point("ear-lobe-left") + head.point("ear-lobe-right")) / 2
    middle = np.array([0.0, head.landmarks[[48, 54], 1].mean() + 0.05, lobes[2]], np.float32)
    away = points - middle
    radius = np.linalg.norm(away, axis=2)
    tight = taut(radius, rounds=12)
    # The grid is coarser than the tip of a nose: reach most of the way to the neighbors' peak.
    peak = cv2.dilate(tight, np.ones((3, 3), np.uint8))
    tight = (tight + 2 * peak) / 3
    row, column = np.linspace(0, 1, _ROWS)[:, None], np.linspace(-1, 1, _COLUMNS)
    inside = np.minimum(4 * np.minimum(row, 1 - row), 3 * (1 - np.abs(column)))
    pleats = 0.02 * (np.arange(_ROWS)[:, None] % 3 == 1) * np.clip(inside, 0, 1)
    cloth = middle + away / radius[..., None] * (tight + 0.02 + 0.04 * np.clip(inside, 0, 1) + pleats)[..., None]

    shares = np.array([share for share, _ in _CLOTHS])
    first = varied(rng, _CLOTHS[rng.choice(len(_CLOTHS), p=shares / shares.sum())][1], spread=0.12)
    fold: RGB = (0.82 * first[0], 0.82 * first[1], 0.82 * first[2])
    pleated = rng.random() < 0.65
    paint = Paint(Kind.PLAIN, Segment.MASK, first, fold, 1 if pleated else 0, scale=9.0, roughness=0.9)
    bands = merged(*(_band(head, cloth, side) for side in (-1, 1)))
    band = first if first[1] < 0.05 else (0.7, 0.7, 0.7)
    mesh = joined(
        [piece(grid_surface(cloth), paint, openness=0.95), piece(bands, Paint(Kind.PLAIN, Segment.MASK, band))]
    )
    corners = [_corner(row, side) for side in (-1, 1) for row in _BAND_ROWS]
    per_band = len(bands.positions) // len(corners)
    share = np.tile(np.repeat(_BAND_SHARE, per_band // len(_BAND_SHARE)), len(corners))
    return mesh, OnFace(_grid(), _ROWS, np.repeat(np.array(corners, np.int32), per_band), share)


def _corner(row: int, side: int) -> int:
    """The point of the grid at the end of a row on one side (1 is the person's left)."""
    return (row % _ROWS) * _COLUMNS + (_COLUMNS - 1 if side > 0 else 0)


def _band(head: Head, cloth: FloatingArray, side: int) -> Solid:
    """The loop from the mask's upper and lower corner to the root of one ear and round behind it."""
    name, column = ("left", -1) if side > 0 else ("right", 0)
    root, lobe = head.point(f"ear-root-{name}"), head.point(f"ear-lobe-{name}")
    behind = np.array([-0.06 * side, 0.0, -0.08], np.float32)
    out = np.array([0.035 * side, 0.0, 0.0], np.float32)
    upper, lower = (cloth[row, column] for row in _BAND_ROWS)
    above = np.stack([upper, (upper + root) / 2 + out, root + out + (0.0, 0.06, 0.02), root + behind])
    below = np.stack([lower, (lower + lobe) / 2 + out, lobe + out * 0.5 + (0.0, 0.02, 0.03), lobe + behind])
    return merged(*(tube(path, 0.014, depth=0.008, sides=3, front=(float(side), 0.0, 0.0)) for path in (above, below)))
