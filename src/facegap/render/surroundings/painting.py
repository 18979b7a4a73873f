"""Tools to paint small pictures with: rectangles, discs, noise; all linear RGB."""

import cv2
import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.tables.palettes import SCENERY

WALLS, THINGS, LEAVES = (np.array(colors, np.float32) for colors in (SCENERY.walls, SCENERY.things, SCENERY.leaves))


def tone(red: float, green: float, blue: float) -> FloatingArray:
    """A color, (3,)."""
    return np.array([red, green, blue], np.float32)


def varied_color(rng: np.random.Generator, colors: FloatingArray, *, spread: float = 0.25) -> FloatingArray:
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
