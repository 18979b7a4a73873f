"""Rooms, studio backdrops, landscapes, streets and crowds as small pictures."""

import cv2
import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.surroundings.painting import LEAVES, THINGS, WALLS, box, disc, flat, noise, ramp, tone, varied_color
from facegap.render.tables.palettes import SCENERY

BACKDROPS = np.array(SCENERY.backdrops, np.float32)


def indoor(rng: np.random.Generator, side: int) -> FloatingArray:
    """A wall, perhaps a corner, and some of windows, shelves, doors, pictures, lamps and furniture."""
    picture = flat(side, varied_color(rng, WALLS))
    if rng.random() < 0.35:
        edge = rng.random()
        box(picture, edge, 0, 1, 1, picture[0, 0] * np.float32(rng.uniform(0.55, 0.85)))
    for feature in rng.choice(len(_FEATURES), rng.integers(1, 5)):
        _FEATURES[feature](rng, picture)
    picture *= ramp(rng, side, 0.35)
    return picture * (1.0 + 0.04 * noise(rng, 16, side))


def _window(rng: np.random.Generator, picture: FloatingArray) -> None:
    x, y = rng.uniform(-0.2, 0.85), rng.uniform(-0.2, 0.3)
    wide, high = rng.uniform(0.2, 0.5), rng.uniform(0.4, 0.8)
    bright = rng.uniform(0.7, 2.2)
    box(picture, x - 0.03, y - 0.03, x + wide + 0.03, y + high + 0.03, varied_color(rng, THINGS[[3, 8, 9]]))
    box(picture, x, y, x + wide, y + high, tone(0.85, 0.95, 1.05) * np.float32(bright))
    box(picture, x, y + high * 0.65, x + wide, y + high, varied_color(rng, LEAVES) * np.float32(2 * bright))
    if rng.random() < 0.7:
        box(picture, x + wide / 2 - 0.012, y, x + wide / 2 + 0.012, y + high, tone(0.5, 0.5, 0.5))
    if rng.random() < 0.4:
        for blind in np.arange(y, y + high, 0.06):
            box(picture, x, blind, x + wide, blind + 0.03, tone(0.6, 0.6, 0.57))


def _shelf(rng: np.random.Generator, picture: FloatingArray) -> None:
    x, wide = rng.uniform(-0.3, 0.7), rng.uniform(0.3, 0.8)
    wood = varied_color(rng, THINGS[[1, 2, 3, 8]])
    box(picture, x, 0, x + wide, 1, wood * np.float32(0.35))
    for top in np.arange(rng.uniform(-0.2, 0.0), 1.0, 0.24):
        book = x + 0.01
        for thick, tall in rng.uniform((0.02, 0.1), (0.06, 0.2), (14, 2)):
            if book + thick > x + wide:
                break
            box(picture, book, top + 0.21 - tall, book + thick, top + 0.21, THINGS[rng.integers(len(THINGS))])
            book += thick
        box(picture, x, top + 0.21, x + wide, top + 0.24, wood)


def _door(rng: np.random.Generator, picture: FloatingArray) -> None:
    x, wide = rng.uniform(-0.2, 0.9), rng.uniform(0.25, 0.4)
    wood = varied_color(rng, THINGS[[1, 2, 3, 8, 9]])
    top = rng.uniform(-0.3, 0.2)
    box(picture, x - 0.03, top - 0.04, x + wide + 0.03, 1, wood * np.float32(0.7))
    box(picture, x, top, x + wide, 1, wood)
    for panel in (top + 0.08, top + 0.5):
        box(picture, x + 0.06, panel, x + wide - 0.06, panel + 0.34, wood * np.float32(0.82))


def _frame(rng: np.random.Generator, picture: FloatingArray) -> None:
    x, y, wide, high = rng.uniform((-0.1, -0.1, 0.12, 0.12), (0.9, 0.5, 0.4, 0.4))
    box(picture, x, y, x + wide, y + high, varied_color(rng, THINGS))
    box(picture, x + 0.02, y + 0.02, x + wide - 0.02, y + high - 0.02, tone(0.6, 0.59, 0.56))
    box(picture, x + 0.05, y + 0.05, x + wide - 0.05, y + high - 0.05, varied_color(rng, THINGS))


def _lamp(rng: np.random.Generator, picture: FloatingArray) -> None:
    for x, y, radius in rng.uniform((0, 0, 0.02), (1, 0.45, 0.08), (rng.integers(1, 4), 3)):
        disc(picture, x, y, radius, tone(1.6, 1.25, 0.8) * np.float32(rng.uniform(0.6, 1.7)))


def _furniture(rng: np.random.Generator, picture: FloatingArray) -> None:
    x, top, wide = rng.uniform((-0.3, 0.5, 0.3), (0.8, 0.9, 0.8))
    box(picture, x, top, x + wide, 1, varied_color(rng, THINGS))


def _curtain(rng: np.random.Generator, picture: FloatingArray) -> None:
    side = len(picture)
    x, wide = int(rng.uniform(-0.1, 0.9) * side), int(rng.uniform(0.15, 0.5) * side)
    fold = 1.0 + 0.35 * np.sin(np.arange(side) * rng.uniform(0.5, 1.3))
    cut = slice(max(x, 0), max(x + wide, 0))
    picture[:, cut] = varied_color(rng, WALLS) * fold.astype(np.float32)[None, cut, None]


_FEATURES = (_window, _shelf, _door, _frame, _lamp, _furniture, _curtain)


def studio(rng: np.random.Generator, side: int) -> FloatingArray:
    """A backdrop of one color, lit unevenly, at times mottled."""
    axis = np.linspace(-1, 1, side, dtype=np.float32)
    x, y = rng.normal(0, 0.35, 2)
    away = (axis[None, :] - np.float32(x)) ** 2 + (axis[:, None] - np.float32(y)) ** 2
    fall = np.exp(-np.float32(rng.uniform(0.0, 0.9)) * away)[..., None]
    mottled = np.float32(rng.choice([0.0, 0.0, 0.06, 0.14])) * (noise(rng, 4, side) + 0.5 * noise(rng, 10, side))
    picture = varied_color(rng, BACKDROPS) * fall * ramp(rng, side, 0.2) * np.exp(mottled)
    return picture.astype(np.float32)


SKIES = np.array(SCENERY.skies, np.float32)
GROUNDS = np.array(SCENERY.grounds, np.float32)
SKINS = np.array(SCENERY.skins, np.float32)
HAIRS = np.array(SCENERY.hairs, np.float32)


def outdoor(rng: np.random.Generator, side: int) -> FloatingArray:
    """Sky over a horizon with some of hills, foliage, buildings; spots of light through leaves."""
    up = np.linspace(0, 1, side, dtype=np.float32)[:, None, None]
    sky = varied_color(rng, SKIES, spread=0.15)
    picture = np.broadcast_to(sky * (1 - 0.7 * up) + (0.45 * sky + 0.45) * 0.7 * up, (side, side, 3)).copy()
    picture *= 1.0 + 0.1 * np.maximum(noise(rng, 5, side), 0)
    horizon = rng.uniform(0.25, 0.95)
    line = int(horizon * side)
    ground = varied_color(rng, GROUNDS)
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
    dark = varied_color(rng, LEAVES)
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
        wall = varied_color(rng, WALLS)
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
    picture[where] = 0.6 * varied_color(rng, LEAVES) + tone(0.08, 0.1, 0.14)


def _street(rng: np.random.Generator, picture: FloatingArray, horizon: float) -> None:
    for x, wide in rng.uniform((-0.1, 0.12), (1.0, 0.3), (rng.integers(1, 4), 2)):
        paint = varied_color(rng, THINGS)
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
    picture = flat(side, varied_color(rng, WALLS)) * np.exp(0.5 * noise(rng, 5, side))
    boxes = rng.uniform((-0.2, -0.2, 0.05, 0.05), (1, 1, 0.4, 0.4), (rng.integers(8, 26), 4))
    for x, y, wide, high in boxes:
        box(picture, x, y, x + wide, y + high, THINGS[rng.integers(len(THINGS))] * np.float32(rng.uniform(0.5, 1.5)))
    for x, y, radius in rng.uniform((0, 0.1, 0.05), (1, 0.8, 0.13), (rng.integers(0, 8), 3)):
        box(picture, x - 2 * radius, y + 1.3 * radius, x + 2 * radius, 1, varied_color(rng, THINGS))
        disc(picture, x, y - 0.3 * radius, 1.15 * radius, varied_color(rng, HAIRS))
        disc(picture, x, y + 0.1 * radius, 0.85 * radius, varied_color(rng, SKINS))
    sign = varied_color(rng, THINGS[[3, 4, 5, 7, 9]])
    for x, y, wide in rng.uniform((0, 0, 0.01), (1, 1, 0.05), (rng.integers(0, 12), 3)):
        box(picture, x, y, x + wide, y + 0.03, sign)
    picture *= ramp(rng, side, 0.25) * np.exp(0.12 * noise(rng, 12, side))
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.9), np.float32)
