"""Traits: directions in which several shape parameters go together, such as a large nose."""

from collections.abc import Mapping

TRAITS: dict[str, dict[str, float]] = {
    "nose_size": {"nose-scale-horiz": 0.32, "nose-scale-vert": 0.28, "nose-scale-depth": 0.46, "nose-volume": 0.2},
    "nose_point": {
        "nose-point-width": -0.3,
        "nose-point-up": -0.28,
        "nose-volume": -0.36,
        "nose-flaring": -0.24,
        "nose-width3": -0.2,
        "nose-scale-horiz": -0.16,
        "nose-scale-depth": 0.16,
    },
    "lips": {
        "mouth-upperlip-volume": 0.2,
        "mouth-lowerlip-volume": 0.24,
        "mouth-upperlip-height": 0.3,
        "mouth-lowerlip-height": 0.34,
        "mouth-scale-vert": 0.22,
        "mouth-upperlip-middle-up": 0.14,
    },
    "cheekbones": {"cheek-bones": 0.42, "cheek-trans-up": 0.42, "eye-bag-height": -0.14, "head-angle-out": -0.1},
    "jaw": {"chin-width": 0.26, "chin-bones": 0.22, "head-scale-horiz": 0.12},
    "breadth": {"head-scale-horiz": 0.18, "head-scale-vert": -0.18},
    "chin": {"chin-prominent": 0.22, "chin-height": 0.22},
    "eyes": {"eye-scale": 0.16, "eye-height1": 0.14, "eye-height2": 0.18, "eye-height3": 0.14},
}
"""By trait, how far one standard deviation of it moves each shape parameter.

Ours: the first four follow what moves the measures of ``facegap.render.truth.proportions`` most.
"""

FORMS: dict[str, dict[str, float]] = {
    "plain": {},
    "oval": {"head-oval": 1.0, "head-fat": -0.5, "head-scale-vert": 0.3, "chin-width": 0.4},
    "round": {"head-round": 1.0, "head-fat": 0.1, "chin-height": -0.3},
    "square": {"head-square": 1.0, "head-fat": 0.35, "chin-width": 0.4, "forehead-temple": 0.4},
    "rectangular": {"head-rectangular": 1.0},
    "diamond": {"head-diamond": 1.0},
    "triangular": {"head-triangular": 1.0},
    "heart": {"head-invertedtriangular": 1.0, "chin-triangle": 0.3},
}
"""The form of the face: a head has one of them, by an amount. Ours; the first parameter of each is MakeHuman's."""


def add_to(shape: dict[str, float], direction: Mapping[str, float], amount: float) -> None:
    """Move a shape along a direction."""
    for name, loading in direction.items():
        shape[name] = shape.get(name, 0.0) + amount * loading
