"""Colors as linear red, green and blue, and what is done with them."""

import numpy as np

RGB = tuple[float, float, float]
"""A color: linear red, green, blue, each 0 to 1."""


def mix_colors(first: RGB, second: RGB, share: float) -> RGB:
    """Between two colors; ``share`` of the second, 0 to 1."""
    red, green, blue = (a + share * (b - a) for a, b in zip(first, second, strict=True))
    return red, green, blue


def scaled(color: RGB, factor: float) -> RGB:
    """A color lighter or darker."""
    red, green, blue = (min(part * factor, 1.0) for part in color)
    return red, green, blue


def varied(rng: np.random.Generator, base: RGB, *, spread: float = 0.2) -> RGB:
    """A color near another: in brightness by ``spread``, in each channel by a third of it (standard deviations)."""
    factors = np.exp(rng.normal(0, spread) + rng.normal(0, spread / 3, 3))
    red, green, blue = np.clip(np.array(base) * factors, 0.004, 0.85)
    return float(red), float(green), float(blue)
