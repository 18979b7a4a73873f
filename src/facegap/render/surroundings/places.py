"""Landscapes, streets and crowds as small pictures."""

import cv2
import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.surroundings.painting import LEAVES, THINGS, WALLS, box, disc, flat, noise, pick, ramp, tone

SKIES = np.array(
    [[0.2, 0.4, 0.8], [0.35, 0.52, 0.8], [0.7, 0.74, 0.8], [0.9, 0.92, 0.95], [0.85, 0.5, 0.3], [0.12, 0.16, 0.25]],
    np.float32,
)
GROUNDS = np.array(
    [[0.08, 0.13, 0.04], [0.2, 0.19, 0.17], [0.42, 0.36, 0.27], [0.05, 0.14, 0.2], [0.1, 0.1, 0.1], [0.16, 0.22, 0.06]],
    np.float32,
)
SKINS = np.array(
    [[0.55, 0.35, 0.26], [0.42, 0.26, 0.18], [0.2, 0.1, 0.06], [0.08, 0.04, 0.025]],
    np.float32,
)
HAIRS = np.array(
    [[0.012, 0.01, 0.009], [0.04, 0.022, 0.012], [0.14, 0.08, 0.035], [0.25, 0.25, 0.25]],
    np.float32,
)


def outdoor(rng: np.random.Generator, side: int) -> FloatingArray:
    """Sky over a horizon with some of hills, foliage, buildings; spots of light through leaves."""
    up = np.linspace(0, 1, side, dtype=np.float32)[:, None, None]
    sky = pick(rng, SKIES, spread=0.15)
    picture = np.broadcast_to(sky * (1 - 0.7 * up) + (0.45 * sky + 0.45) * 0.7 * up, (side, side, 3)).copy()
    picture *= 1.0 + 0.1 * np.maximum(noise(rng, 5, side), 0)
    horizon = rng.uniform(0.25, 0.95)
    line = int(horizon * side)
    ground = pick(rng, GROUNDS)
    picture[line:] = ground * (1.15 - 0.4 * up[line:]) * (1.0 + 0.12 * noise(rng, 12, side)[line:])
    for scenery in rng.choice(len(_SCENERIES), rng.integers(1, 4)):
        _SCENERIES[scenery](rng, picture, horizon)
    return np.asarray(np.maximum(picture, 0.0), np.float32)


def _foliage(rng: np.random.Generator, picture: FloatingArray, horizon: float) -> None:
    side = len(picture)
    leaves = noise(rng, 28, side) + 0.6 * noise(rng, 9, side)
    mass = noise(rng, 3, side) + 0.22 * leaves + np.float32(rng.uniform(-0.6, 0.9))
    height = np.linspace(1, -1, side, dtype=np.float32)[:, None, None]
    covered = (mass - 0.5 * np.maximum(height + 2 * horizon - 1.6, 0) > 0) & (height > 1 - 2 * min(horizon + 0.15, 1.0))
    dark = pick(rng, LEAVES)
    light = dark * tone(2.1, 1.9, 1.6) + np.float32(0.015)
    share = np.clip(0.5 + 0.35 * leaves, 0, 1)
    np.copyto(picture, dark + (light - dark) * share, where=covered)
    for x, y, radius in rng.uniform((0, 0, 0.01), (1, horizon, 0.05), (rng.integers(0, 9), 3)):
        if covered[int(y * (side - 1)), int(x * (side - 1)), 0]:
            disc(picture, x, y, radius, picture[0, 0] * np.float32(0.9))


def _buildings(rng: np.random.Generator, picture: FloatingArray, horizon: float) -> None:
    x = rng.uniform(-0.3, 0.3)
    while x < 1.0:
        wide, top = rng.uniform(0.15, 0.5), horizon - rng.uniform(0.1, 0.9)
        wall = pick(rng, WALLS)
        box(picture, x, top, x + wide, horizon + 0.05, wall)
        pane = wall * np.float32(rng.uniform(0.15, 0.6))
        step = rng.uniform(0.07, 0.13)
        for row in np.arange(max(top, -0.1) + 0.04, horizon - 0.03, step):
            for column in np.arange(x + 0.03, min(x + wide, 1.0) - 0.04, step):
                box(picture, column, row, column + 0.5 * step, row + 0.6 * step, pane)
        x += wide + rng.uniform(0, 0.25)


def _hills(rng: np.random.Generator, picture: FloatingArray, horizon: float) -> None:
    side = len(picture)
    ridge = cv2.resize(rng.uniform(0, 0.3, (1, 6)).astype(np.float32), (side, 1), interpolation=cv2.INTER_CUBIC)[0]
    rows = np.arange(side, dtype=np.float32)[:, None] / side
    where = (rows > horizon - ridge[None]) & (rows < horizon)
    picture[where] = 0.6 * pick(rng, LEAVES) + tone(0.08, 0.1, 0.14)


def _street(rng: np.random.Generator, picture: FloatingArray, horizon: float) -> None:
    for x, wide in rng.uniform((-0.1, 0.12), (1.0, 0.3), (rng.integers(1, 4), 2)):
        paint = pick(rng, THINGS)
        box(picture, x, horizon - 0.02, x + wide, horizon + 0.1, paint)
        box(picture, x + 0.2 * wide, horizon - 0.08, x + 0.8 * wide, horizon, paint * np.float32(0.4))
    for x in rng.uniform(0, 1, rng.integers(0, 3)):
        box(picture, x, 0.1, x + 0.02, horizon + 0.08, tone(0.08, 0.08, 0.08))


def _bokeh(rng: np.random.Generator, picture: FloatingArray, horizon: float) -> None:
    picture *= np.float32(rng.uniform(0.15, 0.6))
    for x, y, radius in rng.uniform((0, 0, 0.02), (1, min(horizon + 0.2, 1), 0.09), (rng.integers(6, 22), 3)):
        color = tone(1.0, 0.75, 0.4) + rng.uniform(-0.2, 0.4, 3).astype(np.float32)
        disc(picture, x, y, radius, color * np.float32(rng.uniform(0.2, 1.3)))


_SCENERIES = (_foliage, _foliage, _buildings, _hills, _street, _bokeh)


def clutter(rng: np.random.Generator, side: int) -> FloatingArray:
    """People, signs, things: many edges and all colors."""
    picture = flat(side, pick(rng, WALLS)) * np.exp(0.5 * noise(rng, 5, side))
    boxes = rng.uniform((-0.2, -0.2, 0.05, 0.05), (1, 1, 0.4, 0.4), (rng.integers(8, 26), 4))
    for x, y, wide, high in boxes:
        box(picture, x, y, x + wide, y + high, THINGS[rng.integers(len(THINGS))] * np.float32(rng.uniform(0.5, 1.5)))
    for x, y, radius in rng.uniform((0, 0.1, 0.05), (1, 0.8, 0.13), (rng.integers(0, 8), 3)):
        box(picture, x - 2 * radius, y + 1.3 * radius, x + 2 * radius, 1, pick(rng, THINGS))
        disc(picture, x, y - 0.3 * radius, 1.15 * radius, pick(rng, HAIRS))
        disc(picture, x, y + 0.1 * radius, 0.85 * radius, pick(rng, SKINS))
    sign = pick(rng, THINGS[[3, 4, 5, 7, 9]])
    for x, y, wide in rng.uniform((0, 0, 0.01), (1, 1, 0.05), (rng.integers(0, 12), 3)):
        box(picture, x, y, x + wide, y + 0.03, sign)
    picture *= ramp(rng, side, 0.25) * np.exp(0.12 * noise(rng, 12, side))
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.9), np.float32)
