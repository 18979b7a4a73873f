"""Colors of things, linear RGB: mostly dull and dark, as in most photographs (ours)."""

import numpy as np

from facegap.render.people.person import RGB

DARK: tuple[RGB, ...] = (
    (0.012, 0.012, 0.014),
    (0.02, 0.022, 0.03),
    (0.016, 0.024, 0.055),
    (0.05, 0.052, 0.056),
    (0.045, 0.03, 0.02),
    (0.03, 0.038, 0.026),
    (0.06, 0.012, 0.016),
)
DULL: tuple[RGB, ...] = (
    (0.14, 0.145, 0.15),
    (0.3, 0.3, 0.3),
    (0.055, 0.085, 0.15),
    (0.17, 0.13, 0.09),
    (0.1, 0.115, 0.07),
    (0.32, 0.26, 0.19),
    (0.16, 0.06, 0.055),
    (0.2, 0.24, 0.3),
)
PALE: tuple[RGB, ...] = (
    (0.72, 0.72, 0.7),
    (0.6, 0.6, 0.61),
    (0.62, 0.57, 0.47),
    (0.42, 0.52, 0.65),
    (0.65, 0.48, 0.48),
    (0.5, 0.6, 0.5),
)
VIVID: tuple[RGB, ...] = (
    (0.42, 0.02, 0.025),
    (0.02, 0.09, 0.38),
    (0.02, 0.2, 0.08),
    (0.6, 0.33, 0.02),
    (0.24, 0.03, 0.24),
    (0.5, 0.1, 0.02),
    (0.5, 0.08, 0.2),
    (0.02, 0.25, 0.3),
)
CLOTH = ((0.42, DARK), (0.28, DULL), (0.18, PALE), (0.12, VIVID))
SHIRTS = ((0.12, DARK), (0.18, DULL), (0.64, PALE), (0.06, VIVID))
SUITS = ((0.75, DARK), (0.22, DULL), (0.03, PALE))
TIES = ((0.4, DARK), (0.2, DULL), (0.05, PALE), (0.35, VIVID))
SCARVES = ((0.38, DARK), (0.25, DULL), (0.22, PALE), (0.15, VIVID))
METALS: tuple[RGB, ...] = ((0.85, 0.6, 0.25), (0.75, 0.75, 0.76), (0.85, 0.53, 0.4), (0.5, 0.5, 0.52))

Palette = tuple[tuple[float, tuple[RGB, ...]], ...]


def color(rng: np.random.Generator, palette: Palette) -> RGB:
    """A color: a group by its share, one of its colors, and a little off it."""
    shares = np.array([share for share, _ in palette])
    group = palette[rng.choice(len(palette), p=shares / shares.sum())][1]
    return varied(rng, group[rng.integers(len(group))])


def varied(rng: np.random.Generator, base: RGB, *, spread: float = 0.2) -> RGB:
    """A color near another: in brightness by ``spread``, in each channel by a third of it (standard deviations)."""
    factors = np.exp(rng.normal(0, spread) + rng.normal(0, spread / 3, 3))
    red, green, blue = np.clip(np.array(base) * factors, 0.004, 0.85)
    return float(red), float(green), float(blue)
