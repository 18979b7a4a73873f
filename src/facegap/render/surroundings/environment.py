"""Light from all round as nine coefficients: sky, ground, walls, windows and lamps, projected on spherical harmonics.

The diffuse light that a surface with normal n gets, over π, is a polynomial of degree 2 in n (Ramamoorthi and
Hanrahan, 2001): with radiance L, real harmonics Y = k·p (p as in ``scene.Light``) and the clamped cosine's factors A,
E(n)/π = Σ (A/π)·k²·∫L·p · p(n), where A/π is 1, 2/3, 1/4 for degree 0, 1, 2.
"""

from collections.abc import Callable
from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray

_SAMPLES = 400
_NORMS = np.array([1.0, 3.0, 3.0, 3.0, 15.0, 15.0, 1.25, 15.0, 3.75]) / (4 * np.pi)  # k² of each polynomial
_COSINE = np.array([1.0, *[2 / 3] * 3, *[1 / 4] * 5])
_REFERENCE = 5500.0  # kelvin that is white
_WAVELENGTHS = np.array([605e-9, 540e-9, 455e-9])  # where red, green and blue are most sensitive, metres (ours)
_LEVEL = (0.3, 0.6)


def polynomials(directions: FloatingArray) -> FloatingArray:
    """The nine polynomials of unit vectors, (n, 3) to (n, 9)."""
    x, y, z = np.asarray(directions, np.float64).T
    return np.stack([np.ones_like(x), y, z, x, x * y, y * z, 3 * z * z - 1, x * z, x * x - y * y], axis=1)


def projected(radiance: Callable[[FloatingArray], FloatingArray]) -> FloatingArray:
    """The coefficients of an environment's irradiance over π.

    Args:
        radiance: from directions (n, 3) to linear RGB (n, 3).

    Returns:
        (9, 3), for ``draw.light.irradiance``.
    """
    directions, weights = _quadrature()
    return np.asarray(weights @ radiance(directions), np.float32)


def irradiance(harmonics: FloatingArray, normals: FloatingArray) -> FloatingArray:
    """What the kernels make of coefficients: (9, 3) and normals (n, 3) to linear RGB (n, 3)."""
    return np.asarray(np.maximum(polynomials(normals) @ harmonics, 0.0), np.float32)


@cache
def _quadrature() -> tuple[FloatingArray, FloatingArray]:
    """Directions spread evenly on a spiral, (n, 3), and what turns radiance there into coefficients, (9, n)."""
    number = np.arange(_SAMPLES) + 0.5
    height = 1 - 2 * number / _SAMPLES
    turn = np.pi * (1 + 5**0.5) * number
    flat = np.sqrt(1 - height * height)
    directions = np.stack([flat * np.cos(turn), height, flat * np.sin(turn)], axis=1)
    weights = (_NORMS * _COSINE)[:, None] * polynomials(directions).T * (4 * np.pi / _SAMPLES)
    return directions.astype(np.float32), weights.astype(np.float32)


def black_body(kelvin: float) -> FloatingArray:
    """Linear RGB of a thermal light, (3,), of luminance 1; white at 5500 K (Planck's law at three wavelengths)."""
    planck = 1.0 / np.expm1(0.014388 / (_WAVELENGTHS * kelvin))
    white = 1.0 / np.expm1(0.014388 / (_WAVELENGTHS * _REFERENCE))
    color = planck / white
    return np.asarray(color / (color @ LUMINANCE), np.float32)


LUMINANCE = np.array([0.2126, 0.7152, 0.0722])

# Most cameras balance white about half-way to the light's own color (ours).
_ADAPTED = 0.5


def tint(kelvin: float) -> FloatingArray:
    """The color that is left of a thermal light after the camera's white balance, (3,), of luminance 1."""
    color = black_body(kelvin) ** _ADAPTED
    return np.asarray(color / (color @ LUMINANCE), np.float32)


def environment(kind: str, rng: np.random.Generator) -> FloatingArray:
    """The light of a kind of surroundings.

    Args:
        kind: ``indoor``, ``outdoor``, ``studio`` or ``clutter``, as for backgrounds.
        rng: Draws all that is left to chance.

    Returns:
        (9, 3), irradiance over π of mean luminance 0.3 to 0.6.
    """
    harmonics = projected(_KINDS[kind](rng))
    return np.asarray(harmonics * (rng.uniform(*_LEVEL) / (harmonics[0] @ LUMINANCE)), np.float32)


Radiance = Callable[[FloatingArray], FloatingArray]


def _lobe(directions: FloatingArray, towards: FloatingArray, sharpness: float) -> FloatingArray:
    """A round patch of light, (n, 1), 1 in its middle."""
    return np.exp(sharpness * (directions @ towards - 1.0))[:, None].astype(np.float32)


def _outdoor(rng: np.random.Generator) -> Radiance:
    sky, ground = tint(rng.uniform(6000, 12000)), tint(rng.uniform(4200, 6000)) * rng.uniform(0.08, 0.45)
    green = np.array([0.85, 1.1, 0.7]) if rng.random() < 0.3 else np.ones(3)
    sun = _upper(rng, spread=1.2, low=0.2)
    glow, sharp = rng.uniform(0.3, 2.5), rng.uniform(1.5, 6.0)

    def radiance(directions: FloatingArray) -> FloatingArray:
        up = np.clip(0.5 + 4 * directions[:, 1:2], 0, 1)
        bright = sky * (0.8 + 0.5 * directions[:, 1:2]) + tint(5200) * glow * _lobe(directions, sun, sharp)
        return np.asarray(up * bright + (1 - up) * ground * green, np.float32)

    return radiance


def _room(rng: np.random.Generator) -> Radiance:
    walls = tint(rng.uniform(3600, 6000)) * np.exp(rng.normal(0, 0.04, 3))
    ceiling, floor = rng.uniform(0.5, 1.4), rng.uniform(0.08, 0.5)
    patches = [
        (_upper(rng, spread=1.6, low=-0.1), rng.uniform(1.5, 6.0), rng.uniform(0.5, 4.0), tint(rng.uniform(3000, 7500)))
        for _ in range(rng.integers(1, 4))
    ]

    def radiance(directions: FloatingArray) -> FloatingArray:
        up = directions[:, 1:2]
        light = walls * (0.5 + ceiling * np.clip(up, 0, 1) - (0.5 - floor) * np.clip(-up, 0, 1))
        for towards, sharpness, strength, color in patches:
            light = light + color * (strength * _lobe(directions, towards, sharpness))
        return np.asarray(light, np.float32)

    return radiance


def _studio(rng: np.random.Generator) -> Radiance:
    gray, color = rng.uniform(0.1, 0.6), tint(rng.uniform(4800, 6500))
    boxes = [
        (_upper(rng, spread=0.8, low=0.1), rng.uniform(3.0, 10.0), rng.uniform(0.5, 4.0))
        for _ in range(rng.integers(1, 4))
    ]

    def radiance(directions: FloatingArray) -> FloatingArray:
        light = np.full((len(directions), 1), gray, np.float32)
        for towards, sharpness, strength in boxes:
            light = light + strength * _lobe(directions, towards, sharpness)
        return np.asarray(light * color, np.float32)

    return radiance


def _upper(rng: np.random.Generator, *, spread: float, low: float) -> FloatingArray:
    """A direction, mostly from the front and above: azimuth by its deviation (radians), height from ``low``."""
    azimuth, up = rng.normal(0, spread), rng.uniform(low, 0.95)
    flat = np.sqrt(1 - up * up)
    return np.array([flat * np.sin(azimuth), up, flat * np.cos(azimuth)], np.float32)


_KINDS: dict[str, Callable[[np.random.Generator], Radiance]] = {
    "indoor": _room,
    "clutter": _room,
    "outdoor": _outdoor,
    "studio": _studio,
}
