"""Palettes: the colors of hair and irises, of make-up, of clothes and things, and of what lies behind a head.

All stand in ``palettes.toml``.
"""

from collections.abc import Mapping

import numpy as np

from facegap.base.config import Config
from facegap.render.colors import RGB, mix_colors, varied
from facegap.render.tables.reading import packaged_table

Colors = tuple[RGB, ...]
Range = tuple[RGB, RGB]
"""From the darkest to the lightest."""


class _Iris(Config):
    inner: Range
    outer: Range


class _MakeUp(Config):
    lips: Colors
    lids: Colors
    cheeks: Colors


class _Things(Config):
    dark: Colors
    dull: Colors
    pale: Colors
    vivid: Colors
    metals: Colors


class _Mixes(Config):
    cloth: Mapping[str, float]
    shirts: Mapping[str, float]
    suits: Mapping[str, float]
    ties: Mapping[str, float]
    scarves: Mapping[str, float]


class _Scenery(Config):
    walls: Colors
    things: Colors
    leaves: Colors
    skies: Colors
    grounds: Colors
    skins: Colors
    hairs: Colors
    backdrops: Colors


class _Palettes(Config):
    hair: Mapping[str, Range]
    iris: Mapping[str, _Iris]
    make_up: _MakeUp
    things: _Things
    mixes: _Mixes
    scenery: _Scenery


_PALETTES = packaged_table("palettes", _Palettes)
MAKE_UP = _PALETTES.make_up
SCENERY = _PALETTES.scenery

Palette = tuple[tuple[float, Colors], ...]
"""Groups of colors, each with its share."""


def _mix(shares: Mapping[str, float]) -> Palette:
    return tuple((share, getattr(_PALETTES.things, group)) for group, share in shares.items())


DARK, DULL, PALE, VIVID = (getattr(_PALETTES.things, name) for name in ("dark", "dull", "pale", "vivid"))
METALS = _PALETTES.things.metals
CLOTH, SHIRTS, SUITS = _mix(_PALETTES.mixes.cloth), _mix(_PALETTES.mixes.shirts), _mix(_PALETTES.mixes.suits)
TIES, SCARVES = _mix(_PALETTES.mixes.ties), _mix(_PALETTES.mixes.scarves)


def hair_color(family: str, lightness: float) -> RGB:
    """A color of a family, from its darkest (0) to its lightest (1)."""
    return mix_colors(*_PALETTES.hair[family], lightness)


def iris_colors(color: str, lightness: float) -> tuple[RGB, RGB]:
    """The colors around the pupil and at the rim, from the darkest (0) to the lightest (1)."""
    iris = _PALETTES.iris[color]
    return mix_colors(*iris.inner, lightness), mix_colors(*iris.outer, lightness)


def color_at(colors: Colors, u: float) -> RGB:
    """One of some colors; u from 0 to 1."""
    return colors[min(int(u * len(colors)), len(colors) - 1)]


def drawn_color(rng: np.random.Generator, palette: Palette) -> RGB:
    """A color: a group by its share, one of its colors, and a little off it."""
    shares = np.array([share for share, _ in palette])
    group = palette[rng.choice(len(palette), p=shares / shares.sum())][1]
    return varied(rng, group[rng.integers(len(group))])
