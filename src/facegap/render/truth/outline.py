"""Forms of the face, judged by its outline from the front; scores and weights are ours.

Each width and length of an outline is first put as a deviation from the usual one, in usual spreads, both those of the
default recipe's people. So a score of 0 is average, and the scores of all people spread by about 1.
"""

from collections.abc import Mapping

from facegap.render.truth.proportions import Proportions

# By measure: mean and standard deviation over people of the default recipe.
_USUAL: Mapping[str, tuple[float, float]] = {
    "elongation": (1.275, 0.139),
    "forehead_width": (0.971, 0.087),
    "hollow_width": (0.933, 0.072),
    "jaw_width": (0.822, 0.098),
    "chin_width": (0.402, 0.070),
}


def squareness(of: Proportions) -> float:
    """Jaw, chin and forehead nearly as wide as the cheekbones."""
    z = _deviations(of)
    return 0.45 * z["jaw_width"] + 0.45 * z["chin_width"] + 0.6 * z["forehead_width"] + 0.1 * z["hollow_width"]


def roundness(of: Proportions) -> float:
    """Short for its width, full cheeks, narrow forehead, a jaw neither wide nor pointed."""
    z = _deviations(of)
    return -z["elongation"] - 0.3 * z["forehead_width"] + 0.3 * z["hollow_width"] - 0.2 * abs(z["jaw_width"])


def ovalness(of: Proportions) -> float:
    """Narrower from the cheeks to the jaw, of middling length, the chin not pointed."""
    z = _deviations(of)
    pointed = max(-z["chin_width"] - 0.5, 0.0)
    return -0.6 * z["jaw_width"] - 0.4 * z["hollow_width"] - 0.3 * abs(z["elongation"]) - 0.6 * pointed


def _deviations(of: Proportions) -> dict[str, float]:
    return {name: (getattr(of, name) - mean) / spread for name, (mean, spread) in _USUAL.items()}
