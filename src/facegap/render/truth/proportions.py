"""A face's proportions, measured on the neutral head at rest: what its attributes of shape are judged by."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray, Int64Array
from facegap.render.head.shape import Head
from facegap.render.truth.regions import FAR, Box


@dataclass(frozen=True)
class Proportions:
    """Lengths of one head and their ratios; all measures are ours.

    The **size** of a face is the square root of its height (root of the nose to the chin) times its width (across the
    cheekbones).

    Attributes:
        face_height: from the root of the nose to the chin, decimeters.
        face_width: across the cheekbones, without the ears, decimeters.
        elongation: hairline to chin, over the width across the cheekbones.
        forehead_width: across the forehead, over that across the cheekbones.
        hollow_width: across the cheeks at the height of the nostrils, over that across the cheekbones.
        jaw_width: across the angles of the jaw, over that across the cheekbones.
        chin_width: across the chin just above its tip, over that across the cheekbones.
        double_chin: how far the skin between chin and neck hangs below the chin's own underside, over the face's
            height; about 0.05 (a sharp corner) to 0.2.
        cheekbones: how far the cheekbones stand out beside the hollows under them, plus how high the cheeks' fullness
            is above the root of the nose (so mostly negative), over the face's size.
        lips: height of the red of both lips in the middle, over the face's height.
        nose: cube root of the nose's width times length times depth, over the face's size.
        nose_tip: curvature of the nose's tip from side to side, times the nose's width: the larger, the more pointed.
    """

    face_height: float
    face_width: float
    elongation: float
    forehead_width: float
    hollow_width: float
    jaw_width: float
    chin_width: float
    double_chin: float
    cheekbones: float
    lips: float
    nose: float
    nose_tip: float


def proportions_of(head: Head) -> Proportions:
    """Measure a head."""
    at = head.positions
    marks = head.landmarks
    root, chin, base, tip = marks[27], marks[8], marks[33], marks[30]
    height = float(root[1] - chin[1])
    width = _width(at, "cheekbones")
    size = float(np.sqrt(height * width))
    wings = at[_band("wings")]
    nose_width = float(np.ptp(wings[:, 0]))
    outermost = np.abs(wings[:, 0]).argsort()[-6:]
    nose_depth = float(at[_band("nose"), 2].max() - wings[outermost, 2].mean())
    return Proportions(
        face_height=height,
        face_width=width,
        elongation=float(head.point("hairline")[1] - chin[1]) / width,
        forehead_width=_width(at, "forehead") / width,
        hollow_width=_width(at, "hollows") / width,
        jaw_width=_width(at, "jaw") / width,
        chin_width=_width(at, "chin") / width,
        double_chin=float(at[_band("chin's underside"), 1].mean() - at[_band("under the chin"), 1].mean()) / height,
        cheekbones=(_standing_out(at) + float(at[_band("apples"), 1].mean() - root[1])) / size,
        lips=float(marks[51, 1] - marks[62, 1] + marks[66, 1] - marks[57, 1]) / height,
        nose=float(np.cbrt(nose_width * (root[1] - base[1]) * nose_depth)) / size,
        nose_tip=_curvature(at[_band("tip")] - tip) * nose_width,
    )


# Parts of the skin that are measured.
_BANDS: Mapping[str, Box] = {
    "forehead": Box((0.0, FAR), (7.62, 7.85), (0.65, FAR)),
    "cheekbones": Box((0.0, FAR), (6.95, 7.22), (0.68, 1.2)),
    "hollows": Box((0.0, FAR), (6.72, 6.88), (0.68, 1.3)),
    "jaw": Box((0.0, FAR), (6.42, 6.62), (0.55, 1.2)),
    "chin": Box((0.0, FAR), (6.19, 6.3), (1.15, FAR)),
    "bones": Box((0.53, 0.66), (6.83, 7.1), (1.0, 1.27)),
    "under bones": Box((0.38, 0.62), (6.56, 6.78), (0.95, 1.3)),
    "apples": Box((0.33, 0.6), (6.9, 7.14), (1.2, 1.45)),
    "chin's underside": Box((0.0, 0.01), (6.13, 6.2), (1.27, 1.42)),
    "under the chin": Box((0.0, 0.01), (6.05, 6.18), (0.72, 1.2)),
    "nose": Box((0.0, 0.2), (6.78, 7.1), (1.45, FAR)),
    "wings": Box((0.08, 0.24), (6.83, 6.98), (1.4, FAR)),
    "tip": Box((0.0, 0.1), (6.86, 6.97), (1.55, FAR)),
}


@cache
def _band(name: str) -> Int64Array:
    return _BANDS[name].vertices()


def _width(at: FloatingArray, band: str) -> float:
    """From the outermost vertex on the right to that on the left."""
    return float(np.ptp(at[_band(band), 0]))


def _standing_out(at: FloatingArray) -> float:
    """How much farther out than the hollows under them the cheekbones are, decimeters."""
    bones, under = (float(np.abs(at[_band(band), 0]).mean()) for band in ("bones", "under bones"))
    return bones - under


def _curvature(tip: FloatingArray) -> float:
    """How fast the depth falls off from side to side, 1/decimeters, by least squares beside the height."""
    terms = np.stack([np.ones(len(tip)), tip[:, 0] ** 2, tip[:, 1], tip[:, 1] ** 2], axis=1)
    factors, *_ = np.linalg.lstsq(terms, tip[:, 2], rcond=None)
    return float(-2.0 * factors[1])
