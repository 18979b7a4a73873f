"""The light of an image: an environment and one to three lamps, balanced so that skin is well exposed."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.render.description.scene import Lamp, Light
from facegap.render.surroundings.environment import LUMINANCE, environment, irradiance, tint

_EXPOSED = 1.0  # light on the face, over π: an albedo of 0.4 comes out as 0.4
_UNEVEN = 0.12  # deviation of the exposure between images, natural logarithm (ours)
_STRONGEST = 2.6  # a lamp at most
_KEY_SHARE = (0.2, 0.85)  # of the face's light that comes from lamps, at contrast 0 and 1
_FILL_GONE = 0.75  # of the other lamps at contrast 1
# Normals of a face towards the camera, for its mean light: front, either side, forehead and chin.
_FACE = np.array([[0, 0, 1], [0.6, 0, 0.8], [-0.6, 0, 0.8], [0, 0.5, 0.87], [0, -0.4, 0.92]], np.float32)


@dataclass(frozen=True)
class _Set:
    """How lamps are set up for a kind of surroundings (ours).

    Attributes:
        kelvin: range of the key's color temperature.
        azimuth: deviation of the key's, degrees from the front.
        elevation: mean and deviation of the key's, degrees.
        odd: probabilities that the key comes from the side, from below, from behind.
        fill: probability of a weak second lamp from the other side.
        rim: probability of one from behind.
        warm: range of the others' color temperatures.
    """

    kelvin: tuple[float, float]
    azimuth: float
    elevation: tuple[float, float]
    odd: tuple[float, float, float]
    fill: float
    rim: float
    warm: tuple[float, float]


_SETS = {
    "indoor": _Set((2700, 7500), 50, (35, 20), (0.14, 0.04, 0.06), 0.5, 0.2, (2700, 6000)),
    "clutter": _Set((3000, 7000), 45, (45, 20), (0.12, 0.04, 0.06), 0.5, 0.3, (2700, 9000)),
    "outdoor": _Set((4300, 6500), 60, (42, 16), (0.14, 0.01, 0.12), 0.1, 0.1, (5500, 9000)),
    "studio": _Set((4800, 6500), 35, (30, 12), (0.1, 0.03, 0.03), 0.7, 0.45, (4500, 7000)),
}


def _towards(azimuth: float, elevation: float) -> FloatingArray:
    a, e = np.radians(azimuth), np.radians(elevation)
    return np.array([np.cos(e) * np.sin(a), np.sin(e), np.cos(e) * np.cos(a)])


def _lamp(direction: FloatingArray, color: FloatingArray) -> Lamp:
    x, y, z = (float(value) for value in direction)
    red, green, blue = (float(value) for value in color)
    return Lamp((x, y, z), (red, green, blue))


def lamps(kind: str, rng: np.random.Generator) -> tuple[Lamp, ...]:
    """One to three lamps, the key first, of relative strength: the key's luminance is 1.

    Args:
        kind: ``indoor``, ``outdoor``, ``studio`` or ``clutter``.
        rng: Draws all that is left to chance.
    """
    setup = _SETS[kind]
    side, below, behind = setup.odd
    azimuth, elevation = rng.normal(0, setup.azimuth), rng.normal(*setup.elevation)
    luck, sign = rng.random(), 1.0 if rng.random() < 0.5 else -1.0
    if luck < side:
        azimuth = sign * rng.uniform(70, 105)
    elif luck < side + below:
        elevation = rng.uniform(-35, -8)
    elif luck < side + below + behind:
        azimuth = sign * rng.uniform(120, 180)
    azimuth, elevation = float(azimuth), float(np.clip(elevation, -40, 78))
    lamps_ = [_lamp(_towards(azimuth, elevation), tint(rng.uniform(*setup.kelvin)))]
    if rng.random() < setup.fill:
        azimuth_of_fill = -np.sign(azimuth) * rng.uniform(15, 70)
        strength = rng.uniform(0.12, 0.5)
        lamps_.append(_lamp(_towards(azimuth_of_fill, rng.uniform(0, 40)), strength * tint(rng.uniform(*setup.warm))))
    if rng.random() < setup.rim:
        strength = rng.uniform(0.3, 1.0)
        rim = _towards(-sign * rng.uniform(115, 165), rng.uniform(15, 60))
        lamps_.append(_lamp(rim, strength * tint(rng.uniform(*setup.warm))))
    return tuple(lamps_)


def light_for(kind: str, rng: np.random.Generator, *, contrast: float) -> Light:
    """All light of an image.

    Args:
        kind: ``indoor``, ``outdoor``, ``studio`` or ``clutter``.
        rng: Draws all that is left to chance.
        contrast: From 0 (soft, nearly all from all round) to 1 (hard, nearly all from the lamps).
    """
    around, (key, *others) = environment(kind, rng), lamps(kind, rng)
    weak = 1.0 - _FILL_GONE * contrast
    lamps_ = [key, *(_lamp(np.array(lamp.direction), weak * np.array(lamp.color)) for lamp in others)]
    level = _EXPOSED * float(np.exp(rng.normal(0, _UNEVEN)))
    ambient = float((irradiance(around, _FACE) @ LUMINANCE).mean())
    directions = np.array([lamp.direction for lamp in lamps_])
    colors = np.array([lamp.color for lamp in lamps_])
    lit = float((np.maximum(_FACE @ directions.T, 0.0) @ (colors @ LUMINANCE)).mean())
    share = _KEY_SHARE[0] + (_KEY_SHARE[1] - _KEY_SHARE[0]) * contrast
    # A lamp that hardly reaches the face would have to be too strong: then the surroundings make up for it.
    strength = min(share * level / max(lit, 1e-3), _STRONGEST)
    scaled = tuple(_lamp(np.array(lamp.direction), strength * np.array(lamp.color)) for lamp in lamps_)
    return Light(
        harmonics=tuple((float(r), float(g), float(b)) for r, g, b in around),
        lamps=scaled,
        ambient=max(level - strength * lit, 0.1 * level) / ambient,
    )
