"""Colors of hair, brows, beard and irises, linear RGB; chosen by eye on rendered heads (ours)."""

from facegap.render.people.person import RGB

FAMILIES = ("black", "brown", "blond", "red", "gray")
IRISES = ("brown", "hazel", "green", "blue", "grey")

# From the darkest to the lightest of each family.
_HAIR: dict[str, tuple[RGB, RGB]] = {
    "black": ((0.004, 0.004, 0.005), (0.014, 0.011, 0.009)),
    "brown": ((0.025, 0.013, 0.007), (0.115, 0.062, 0.032)),
    "blond": ((0.230, 0.145, 0.068), (0.560, 0.420, 0.245)),
    "red": ((0.110, 0.028, 0.009), (0.300, 0.095, 0.030)),
    "gray": ((0.110, 0.106, 0.102), (0.430, 0.420, 0.405)),
}

# Inner color, around the pupil, and the rim's; each from dark to light.
_IRIS: dict[str, tuple[tuple[RGB, RGB], tuple[RGB, RGB]]] = {
    "brown": (((0.030, 0.013, 0.006), (0.130, 0.055, 0.020)), ((0.008, 0.004, 0.003), (0.045, 0.020, 0.009))),
    "hazel": (((0.130, 0.070, 0.020), (0.230, 0.130, 0.040)), ((0.040, 0.040, 0.018), (0.085, 0.085, 0.040))),
    "green": (((0.130, 0.140, 0.050), (0.220, 0.230, 0.100)), ((0.030, 0.060, 0.040), (0.075, 0.120, 0.080))),
    "blue": (((0.150, 0.220, 0.330), (0.330, 0.440, 0.570)), ((0.030, 0.070, 0.140), (0.100, 0.180, 0.290))),
    "grey": (((0.190, 0.220, 0.240), (0.340, 0.370, 0.390)), ((0.060, 0.075, 0.090), (0.140, 0.160, 0.180))),
}


def hair_color(family: str, lightness: float) -> RGB:
    """A color of a family, from its darkest (0) to its lightest (1)."""
    return blend(*_HAIR[family], lightness)


def iris_colors(color: str, lightness: float) -> tuple[RGB, RGB]:
    """The colors around the pupil and at the rim, from the darkest (0) to the lightest (1)."""
    inner, outer = _IRIS[color]
    return blend(*inner, lightness), blend(*outer, lightness)


def blend(first: RGB, second: RGB, share: float) -> RGB:
    """Between two colors; ``share`` of the second, 0 to 1."""
    red, green, blue = (a + share * (b - a) for a, b in zip(first, second, strict=True))
    return red, green, blue


def scaled(color: RGB, factor: float) -> RGB:
    """A color lighter or darker."""
    red, green, blue = (min(part * factor, 1.0) for part in color)
    return red, green, blue
