"""Where hair grows on the head, at coordinates of the template (decimeters)."""

import numpy as np

from facegap.base.arrays import Float32Array, FloatingArray
from facegap.render.hair.styles import STYLES
from facegap.render.people.person import Hair

# The hairline of the template by azimuth round a vertical axis through the head (0 front, 90 the ear, 180 the nape):
# heights of forehead, temple, sideburn, over and behind the ear, nape. Ours, fitted to the template by eye.
AXIS_Z = 0.4
_AZIMUTH = (0.0, 18.0, 34.0, 46.0, 57.0, 63.0, 67.0, 69.0, 77.0, 79.0, 96.0, 101.0, 112.0, 140.0, 180.0)
_HEIGHT = (7.93, 7.95, 7.95, 7.83, 7.62, 7.47, 7.36, 7.05, 7.02, 7.37, 7.37, 7.05, 6.78, 6.55, 6.48)
_SOFT = 0.06
_WHORL_Y, _WHORL_Z = 8.35, 0.05


def step(low: float, high: float, x: FloatingArray | float) -> FloatingArray:
    """0 below ``low``, 1 above ``high`` and smooth between; falls where ``high`` < ``low``."""
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t), np.float32)


def azimuth(xyz: FloatingArray) -> FloatingArray:
    """Degrees from straight ahead round the head's axis, (n,), 0 to 180 on either side."""
    return np.asarray(np.degrees(np.arctan2(np.abs(xyz[:, 0]), xyz[:, 2] - AXIS_Z)), np.float32)


def usual_hairline(angle: FloatingArray) -> FloatingArray:
    """Height of the template's hairline by azimuth in degrees, (n,)."""
    return np.asarray(np.interp(angle, _AZIMUTH, _HEIGHT), np.float32)


def hairline(hair: Hair, xyz: FloatingArray) -> FloatingArray:
    """Height of the hairline in the direction of each point, (n,)."""
    angle = azimuth(xyz)
    height = usual_hairline(angle)
    in_front = step(64.0, 50.0, angle)
    temple = np.exp(-(((angle - 38.0) / 13.0) ** 2))
    peak = np.exp(-((angle / 8.0) ** 2))
    height += in_front * (0.12 * hair.hairline + 0.42 * hair.recession * temple + 0.12 * hair.recession)
    height -= 0.13 * hair.peak * peak
    # Nobody's hairline is a smooth curve.
    height += in_front * 0.015 * (np.sin(0.31 * angle * np.sign(xyz[:, 0])) + np.sin(0.83 * angle + 1.0))
    return np.asarray(height, np.float32)


def scalp_cover(hair: Hair, xyz: FloatingArray) -> FloatingArray:
    """How much hair of the head grows at points of the template, of the style that the person usually wears.

    Args:
        hair: whose.
        xyz: coordinates of the template, (n, 3).

    Returns:
        (n,), 0 (skin) to 1 (dense).
    """
    style = STYLES[hair.style]
    cover = grown(hair, xyz) * np.float32(style.scalp)
    if style.horseshoe:
        cover *= horseshoe(xyz)
    if style.rows:
        cover *= 0.25 + 0.75 * step(0.9, 0.6, np.abs(row_of(xyz, style.rows) % 1.0 - 0.5) * 2.0)
    return np.asarray(cover, np.float32)


def grown(hair: Hair, xyz: FloatingArray) -> FloatingArray:
    """How much hair could grow at points of the template whatever the style, (n,), 0 to 1."""
    x, y, z = np.abs(xyz[:, 0]), xyz[:, 1], xyz[:, 2]
    angle = azimuth(xyz)
    slope = np.interp(angle, (60.0, 66.0, 80.0, 98.0, 104.0), (1.0, 3.0, 3.0, 3.0, 1.3))
    above = (y - hairline(hair, xyz)) / slope
    cover = step(-0.5 * _SOFT, 0.5 * _SOFT, above)
    # The sideburn's edges, and the ear, which stands out from the head.
    sideburn = step(7.38, 7.28, y) * step(90.0, 84.0, angle)
    cover *= 1.0 - sideburn * (1.0 - step(64.0, 67.5, angle) * step(77.5, 75.0, angle))
    cover *= 1.0 - step(0.735, 0.76, x) * step(7.4, 7.36, y) * step(6.7, 6.76, y) * step(0.3, 0.34, z)
    crown = np.exp(-((x / 0.42) ** 2) - ((z - _WHORL_Z) / 0.42) ** 2) * step(7.9, 8.15, y)
    top = step(7.95, 8.2, y) * step(-0.1, 0.3, z)
    cover *= 1.0 - hair.thinning * np.clip(0.95 * crown + 0.35 * top, 0.0, 0.95)
    return np.asarray(cover, np.float32)


def horseshoe(xyz: FloatingArray) -> FloatingArray:
    """1 on the sides and the back of the head, 0 on its top, (n,)."""
    rim = np.interp(azimuth(xyz), (50.0, 75.0, 110.0, 180.0), (7.5, 7.72, 7.85, 7.9))
    return step(0.1, -0.1, (xyz[:, 1] - rim).astype(np.float32))


def row_of(xyz: FloatingArray, rows: int) -> Float32Array:
    """Which of so many rows from ear to ear a point lies on, (n,), the middle of a row at .5."""
    across = np.degrees(np.arctan2(xyz[:, 0], np.maximum(xyz[:, 1] - 7.3, 0.0) + 0.15))
    return np.asarray((across + 90.0) / 180.0 * rows, np.float32)
