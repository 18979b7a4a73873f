"""Tools to paint small pictures with: rectangles, discs, noise, and palettes (ours); all linear RGB."""

import cv2
import numpy as np

from facegap.base.arrays import FloatingArray

WALLS = np.array(
    [
        [0.58, 0.55, 0.49],
        [0.66, 0.66, 0.64],
        [0.48, 0.5, 0.5],
        [0.42, 0.34, 0.24],
        [0.3, 0.36, 0.4],
        [0.36, 0.4, 0.3],
        [0.2, 0.2, 0.21],
        [0.46, 0.22, 0.16],
        [0.1, 0.13, 0.2],
        [0.25, 0.16, 0.09],
    ],
    np.float32,
)
THINGS = np.array(
    [
        [0.03, 0.03, 0.035],
        [0.12, 0.07, 0.035],
        [0.3, 0.19, 0.1],
        [0.6, 0.58, 0.52],
        [0.05, 0.1, 0.22],
        [0.35, 0.05, 0.04],
        [0.1, 0.2, 0.08],
        [0.55, 0.4, 0.1],
        [0.2, 0.21, 0.23],
        [0.75, 0.75, 0.74],
    ],
    np.float32,
)
LEAVES = np.array(
    [[0.02, 0.05, 0.012], [0.05, 0.1, 0.02], [0.12, 0.18, 0.04], [0.2, 0.26, 0.08], [0.25, 0.15, 0.03]], np.float32
)


def tone(red: float, green: float, blue: float) -> FloatingArray:
    """A color, (3,)."""
    return np.array([red, green, blue], np.float32)


def pick(rng: np.random.Generator, colors: FloatingArray, *, spread: float = 0.25) -> FloatingArray:
    """One of some colors, a little off."""
    chosen = colors[rng.integers(len(colors))]
    return np.asarray(chosen * np.exp(rng.normal(0, spread) + rng.normal(0, spread / 4, 3)), np.float32)


def flat(side: int, color: FloatingArray) -> FloatingArray:
    """A picture of one color."""
    return np.full((side, side, 3), color, np.float32)


def noise(rng: np.random.Generator, cells: int, side: int) -> FloatingArray:
    """Smooth noise, (side, side, 1), mean 0, deviation about 1."""
    coarse = rng.standard_normal((cells, cells), dtype=np.float32)
    return np.asarray(cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC)[..., None], np.float32)


def box(picture: FloatingArray, left: float, top: float, right: float, bottom: float, color: FloatingArray) -> None:
    """Fill a rectangle given in shares of the picture."""
    side = len(picture)
    x, y = max(int(left * side), 0), max(int(top * side), 0)
    picture[y : max(int(bottom * side), 0), x : max(int(right * side), 0)] = color


def disc(picture: FloatingArray, x: float, y: float, radius: float, color: FloatingArray) -> None:
    """Fill a circle with a smooth edge; its place and radius are shares of the picture."""
    side = len(picture)
    x, y, radius = x * side, y * side, max(radius * side, 0.8)
    left, top = max(int(x - radius - 1), 0), max(int(y - radius - 1), 0)
    window = picture[top : max(int(y + radius + 2), 0), left : max(int(x + radius + 2), 0)]
    rows = np.arange(top, top + window.shape[0], dtype=np.float32)[:, None] + 0.5 - y
    columns = np.arange(left, left + window.shape[1], dtype=np.float32)[None, :] + 0.5 - x
    share = np.clip(radius + 0.5 - np.sqrt(rows * rows + columns * columns), 0, 1)[..., None].astype(np.float32)
    window += (color - window) * share


def ramp(rng: np.random.Generator, side: int, strength: float) -> FloatingArray:
    """Light that falls off in one direction, (side, side, 1), about 1."""
    slope = rng.normal(0, strength, 2).astype(np.float32)
    axis = np.linspace(-1, 1, side, dtype=np.float32)
    return np.asarray(np.exp(slope[0] * axis[:, None] + slope[1] * axis[None, :])[..., None], np.float32)
