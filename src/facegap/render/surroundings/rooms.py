"""Rooms and studio backdrops as small pictures."""

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.surroundings.painting import LEAVES, THINGS, WALLS, box, disc, flat, noise, pick, ramp, tone

BACKDROPS = np.array(
    [
        [0.75, 0.75, 0.75],
        [0.4, 0.4, 0.4],
        [0.16, 0.16, 0.165],
        [0.03, 0.03, 0.032],
        [0.1, 0.2, 0.42],
        [0.35, 0.5, 0.65],
        [0.42, 0.32, 0.22],
        [0.3, 0.08, 0.07],
        [0.08, 0.16, 0.1],
        [0.5, 0.4, 0.44],
    ],
    np.float32,
)


def indoor(rng: np.random.Generator, side: int) -> FloatingArray:
    """A wall, perhaps a corner, and some of windows, shelves, doors, pictures, lamps and furniture."""
    picture = flat(side, pick(rng, WALLS))
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
    box(picture, x - 0.03, y - 0.03, x + wide + 0.03, y + high + 0.03, pick(rng, THINGS[[3, 8, 9]]))
    box(picture, x, y, x + wide, y + high, tone(0.85, 0.95, 1.05) * np.float32(bright))
    box(picture, x, y + high * 0.65, x + wide, y + high, pick(rng, LEAVES) * np.float32(2 * bright))
    if rng.random() < 0.7:
        box(picture, x + wide / 2 - 0.012, y, x + wide / 2 + 0.012, y + high, tone(0.5, 0.5, 0.5))
    if rng.random() < 0.4:
        for blind in np.arange(y, y + high, 0.06):
            box(picture, x, blind, x + wide, blind + 0.03, tone(0.6, 0.6, 0.57))


def _shelf(rng: np.random.Generator, picture: FloatingArray) -> None:
    x, wide = rng.uniform(-0.3, 0.7), rng.uniform(0.3, 0.8)
    wood = pick(rng, THINGS[[1, 2, 3, 8]])
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
    wood = pick(rng, THINGS[[1, 2, 3, 8, 9]])
    top = rng.uniform(-0.3, 0.2)
    box(picture, x - 0.03, top - 0.04, x + wide + 0.03, 1, wood * np.float32(0.7))
    box(picture, x, top, x + wide, 1, wood)
    for panel in (top + 0.08, top + 0.5):
        box(picture, x + 0.06, panel, x + wide - 0.06, panel + 0.34, wood * np.float32(0.82))


def _frame(rng: np.random.Generator, picture: FloatingArray) -> None:
    x, y, wide, high = rng.uniform((-0.1, -0.1, 0.12, 0.12), (0.9, 0.5, 0.4, 0.4))
    box(picture, x, y, x + wide, y + high, pick(rng, THINGS))
    box(picture, x + 0.02, y + 0.02, x + wide - 0.02, y + high - 0.02, tone(0.6, 0.59, 0.56))
    box(picture, x + 0.05, y + 0.05, x + wide - 0.05, y + high - 0.05, pick(rng, THINGS))


def _lamp(rng: np.random.Generator, picture: FloatingArray) -> None:
    for x, y, radius in rng.uniform((0, 0, 0.02), (1, 0.45, 0.08), (rng.integers(1, 4), 3)):
        disc(picture, x, y, radius, tone(1.6, 1.25, 0.8) * np.float32(rng.uniform(0.6, 1.7)))


def _furniture(rng: np.random.Generator, picture: FloatingArray) -> None:
    x, top, wide = rng.uniform((-0.3, 0.5, 0.3), (0.8, 0.9, 0.8))
    box(picture, x, top, x + wide, 1, pick(rng, THINGS))


def _curtain(rng: np.random.Generator, picture: FloatingArray) -> None:
    side = len(picture)
    x, wide = int(rng.uniform(-0.1, 0.9) * side), int(rng.uniform(0.15, 0.5) * side)
    fold = 1.0 + 0.35 * np.sin(np.arange(side) * rng.uniform(0.5, 1.3))
    cut = slice(max(x, 0), max(x + wide, 0))
    picture[:, cut] = pick(rng, WALLS) * fold.astype(np.float32)[None, cut, None]


_FEATURES = (_window, _shelf, _door, _frame, _lamp, _furniture, _curtain)


def studio(rng: np.random.Generator, side: int) -> FloatingArray:
    """A backdrop of one color, lit unevenly, at times mottled."""
    axis = np.linspace(-1, 1, side, dtype=np.float32)
    x, y = rng.normal(0, 0.35, 2)
    away = (axis[None, :] - np.float32(x)) ** 2 + (axis[:, None] - np.float32(y)) ** 2
    fall = np.exp(-np.float32(rng.uniform(0.0, 0.9)) * away)[..., None]
    mottled = np.float32(rng.choice([0.0, 0.0, 0.06, 0.14])) * (noise(rng, 4, side) + 0.5 * noise(rng, 10, side))
    picture = pick(rng, BACKDROPS) * fall * ramp(rng, side, 0.2) * np.exp(mottled)
    return picture.astype(np.float32)
