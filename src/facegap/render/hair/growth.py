"""Where hair grows on head and face, at coordinates of the template (decimeters)."""

import numpy as np

from facegap.base.arrays import Float32Array, FloatingArray
from facegap.render.description.person import Brows, Hair

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
        hair: The person's hair, with their usual style.
        xyz: Points of the template, (n, 3), decimeters.

    Returns:
        (n,), 0 (skin) to 1 (dense).
    """
    style = hair.style
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


# The usual eyebrow from its outer to its inner end, as the landmarks lie on the template.
_BROW_X = np.array((0.52, 0.44, 0.34, 0.23, 0.13))
_BROW_Y = np.array((7.40, 7.46, 7.48, 7.46, 7.42))
_BROW_HALF = np.array((0.010, 0.023, 0.033, 0.038, 0.034))
# The line from the sideburn over the cheek to the corner of the mouth, above which no beard grows, and the neck's.
_CHEEK_AZIMUTH = (0.0, 12.0, 20.0, 30.0, 42.0, 54.0, 62.0, 68.0, 78.0)
_CHEEK_Y = (6.62, 6.66, 6.72, 6.70, 6.68, 6.74, 6.86, 7.08, 7.12)
_JAW_AZIMUTH = (0.0, 25.0, 45.0, 60.0, 75.0, 85.0)
_JAW_Y = (6.08, 6.08, 6.16, 6.28, 6.45, 6.6)


def beard_regions(xyz: FloatingArray) -> FloatingArray:
    """Where the parts of a beard grow.

    Args:
        xyz: Points of the template, (n, 3), decimeters.

    Returns:
        (n, 4), 0 to 1: mustache; goatee (chin, soul patch and round the mouth); sideburns; cheeks, jaw and upper neck.
    """
    x, y, z = np.abs(xyz[:, 0]), xyz[:, 1], xyz[:, 2]
    angle = azimuth(xyz)
    skin = 1.0 - _lips(x, y, z)
    front = step(1.05, 1.2, z)

    under_nose = np.interp(x, (0.0, 0.12, 0.2, 0.3), (6.80, 6.80, 6.74, 6.62))
    over_lip = np.interp(x, (0.0, 0.04, 0.1, 0.2, 0.3), (6.675, 6.685, 6.68, 6.64, 6.53))
    mustache = _between(y, over_lip, under_nose, 0.02) * step(0.30, 0.25, x) * front
    mustache *= 1.0 - 0.35 * np.exp(-((x / 0.03) ** 2))

    beside = step(0.40, 0.34, x) * step(0.24, 0.28, x) * _between(y, 6.2, 6.62, 0.03)
    chin = step(0.36, 0.30, x) * _between(y, 6.08, 6.40, 0.04)
    patch = step(0.08, 0.04, x) * _between(y, 6.36, 6.49, 0.02)
    goatee = np.maximum.reduce([beside, chin, patch]) * step(0.9, 1.05, z)

    burns = step(65.0, 68.0, angle) * step(79.0, 76.0, angle) * _between(y, 6.86, 7.12, 0.04)

    low = np.interp(angle, _JAW_AZIMUTH, _JAW_Y)
    high = np.interp(angle, _CHEEK_AZIMUTH, _CHEEK_Y)
    cheeks = step(-0.05, 0.05, y - low) * step(-0.12, 0.10, high - y) * step(82.0, 78.0, angle)
    cheeks *= np.where(z > 1.05, step(6.62, 6.50, y) + step(0.28, 0.33, x), 1.0).clip(0.0, 1.0)
    # Under the jaw the skin faces down: it lies lower than the chin's edge or behind it.
    neck = _between(y, 5.98, 6.2, 0.06) * step(0.55, 0.42, x) * step(0.5, 0.65, z)
    cheeks = np.maximum(cheeks, neck)
    return np.stack([part * skin for part in (mustache, goatee, burns, cheeks)], axis=1).astype(np.float32)


def _lips(x: FloatingArray, y: FloatingArray, z: FloatingArray) -> FloatingArray:
    """The red of the lips, and the mouth behind it, (n,)."""
    upper = np.interp(x, (0.0, 0.07, 0.17, 0.26), (6.675, 6.69, 6.655, 6.61))
    lower = np.interp(x, (0.0, 0.08, 0.16, 0.26), (6.49, 6.495, 6.53, 6.605))
    return _between(y, lower, upper, 0.012) * step(0.275, 0.26, x) * step(1.1, 1.2, z)


def _between(y: FloatingArray, low: FloatingArray | float, high: FloatingArray | float, soft: float) -> FloatingArray:
    up, down = np.asarray(y - low, np.float32), np.asarray(high - y, np.float32)
    return step(-soft, soft, up) * step(-soft, soft, down)


def brow_mask(brows: Brows, xyz: FloatingArray) -> FloatingArray:
    """How much hair of the eyebrows is at points of the template.

    Args:
        brows: The person's brows.
        xyz: Points of the template, (n, 3), decimeters.

    Returns:
        (n,), 0 to 1.
    """
    x, y = np.abs(xyz[:, 0]), xyz[:, 1]
    inner = 0.13 * (0.55 + 0.45 * brows.gap)
    outer = inner + (_BROW_X[0] - _BROW_X[-1]) * brows.length
    along = (x - inner) / (outer - inner)  # 0 at the inner end
    usual = _BROW_X[-1] + (_BROW_X[0] - _BROW_X[-1]) * along
    middle = np.interp(usual, _BROW_X[::-1], _BROW_Y[::-1]) + 0.035 * brows.height
    middle += 0.03 * brows.arch * np.interp(along, (0.0, 0.25, 0.62, 1.0), (-0.5, 0.1, 1.0, -0.9))
    half = np.interp(usual, _BROW_X[::-1], _BROW_HALF[::-1]) * brows.thickness
    off = (y - middle) / np.maximum(half, 1e-3)
    # Hairs rise at the inner end and lie along the brow further out: stripes across that slope.
    slant = np.interp(along, (0.0, 0.3, 1.0), (2.2, 0.9, 0.25))
    stripe = np.sin(150.0 * (x - (y - middle) / slant) + 3.0 * np.sin(41.0 * x + 17.0 * np.sign(xyz[:, 0])))
    fine = 0.82 + 0.18 * stripe
    edge = 1.0 - step(0.55, 1.15, np.asarray(np.abs(off) + 0.12 * stripe, np.float32))
    ends = step(-0.05, 0.10, along) * step(1.06, 0.80, along)
    thin = 0.55 + 0.45 * step(0.0, 0.22, along)  # the inner end is sparse
    cover = edge * ends * thin * fine * np.clip(1.1 * brows.density, 0.0, 1.0)
    return np.asarray(cover * step(0.85, 0.95, xyz[:, 2]), np.float32)
