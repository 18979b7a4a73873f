"""What of a face an image shows, and what hides the rest: from the rendered part segmentation."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from facegap.base.arrays import FloatingArray, UInt8Array
from facegap.render.draw.surfaces import Segment
from facegap.render.image.framing import Framing
from facegap.render.truth.regions import FACING, REGIONS, region_vertices

_SLACK = 0.08  # decimeters that a place may lie behind its sample: samples are not exactly where vertices are
_OWN = np.isin(np.arange(len(Segment)), (Segment.SKIN, Segment.EYE, Segment.MOUTH, Segment.BEARD, Segment.LASHES))
COVERS = (Segment.HAIR, Segment.HEADWEAR, Segment.EYEWEAR, Segment.MASK, Segment.OCCLUDER, Segment.CLOTHES)
"""What hides a place of the skin."""


@dataclass(frozen=True)
class Visibility:
    """What one image shows.

    Attributes:
        in_view: by region, the share of its area that faces the camera, lies in the picture and not behind another
            part of the head, (regions,), 0 to 1.
        segments: of that area, the share where each segment is seen, (regions, segments), 0 to 1.
        picture: the share of the picture's samples that each segment has, (segments,), sums to 1.
    """

    in_view: FloatingArray
    segments: FloatingArray
    picture: FloatingArray

    def facing(self, region: str) -> float:
        """The share of a region that is in view, covered or not."""
        return float(self.in_view[_ROW[region]])

    def turned_to_camera(self, region: str) -> float:
        """What is in view of a region relative to what a picture from the front shows of it: about 1 there."""
        return self.facing(region) / float(region_vertices().frontal[_ROW[region]])

    def covered(self, region: str, *by: Segment) -> float:
        """The share of what is in view of a region that these hide; without any named, that anything hides."""
        return sum(self._rows[_ROW[region]][segment] for segment in by or COVERS)

    def of_picture(self, segment: Segment) -> float:
        """The share of the picture that a segment has."""
        return float(self.picture[segment])

    @cached_property
    def _rows(self) -> list[list[float]]:
        rows: list[list[float]] = self.segments.tolist()
        return rows


_ROW = {name: row for row, name in enumerate(REGIONS)}


def visibility(
    segment: UInt8Array,
    depth: FloatingArray,
    *,
    framing: Framing,
    positions: FloatingArray,
    normals: FloatingArray,
    size: int,
) -> Visibility:
    """Look up every vertex of the regions in the segmentation.

    Args:
        segment: The ``Segment`` of each sample, (s, s), s a multiple of ``size``.
        depth: Of each sample the decimeters from the camera, (s, s).
        framing: The camera.
        positions: Positions of the basis's vertices in the world, (n, 3), decimeters.
        normals: Their unit normals, (n, 3).
        size: Pixels across and down.
    """
    regions = region_vertices()
    at, outwards = positions[regions.vertex], normals[regions.vertex]
    samples = segment.shape[0]
    matrix, shift = _projection(framing, samples / size)
    seen = at @ matrix.T + shift
    far = seen[:, 2]
    spot = np.floor(seen[:, :2] / far[:, None]).astype(np.int64)
    inside = ((spot >= 0) & (spot < samples)).all(axis=1)
    column, row = np.where(inside[:, None], spot, 0).T
    towards = framing.eye - at
    cosine = np.einsum("ij,ij->i", outwards, towards) / np.sqrt(np.einsum("ij,ij->i", towards, towards))
    shown = segment[row, column]
    behind = _OWN[shown] & (depth[row, column] < far - _SLACK)
    weights = regions.weight * (inside & (cosine > FACING) & ~behind)
    kinds = len(Segment)
    table = np.bincount(regions.region * kinds + shown, weights, len(REGIONS) * kinds).reshape(-1, kinds)
    in_view = table.sum(axis=1)
    step = samples // size  # One sample of each pixel is enough.
    counts = np.bincount(segment[::step, ::step].ravel(), minlength=kinds)
    return Visibility(
        in_view.astype(np.float32),
        (table / np.maximum(in_view, 1e-6)[:, None]).astype(np.float32),
        (counts / counts.sum()).astype(np.float32),
    )


def _projection(framing: Framing, scale: float) -> tuple[FloatingArray, FloatingArray]:
    """From the world to samples: (x · depth, y · depth, depth) = matrix · point + shift."""
    view = framing.view
    across, down = view["across"] * scale, view["down"] * scale
    screen = np.array([[across[0], across[1], -across[2]], [down[0], down[1], -down[2]], [0.0, 0.0, -1.0]], np.float32)
    return screen @ view["rotation"], screen @ view["shift"]
