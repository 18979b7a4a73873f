"""Where hair grows on the face, at coordinates of the template (decimeters): beard and eyebrows."""

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.hair.scalp import azimuth, step
from facegap.render.people.person import Brows

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
        xyz: coordinates of the template, (n, 3).

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
        brows: whose.
        xyz: coordinates of the template, (n, 3).

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
