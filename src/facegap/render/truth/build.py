"""The build of the face: its form, chin, cheeks, lips and nose, by the proportions of the head at rest.

The bands are ours: about a fifth of the default recipe's people are positive and two thirds negative (of ``Chubby`` and
``Double_Chin`` fewer are positive).
"""

from collections.abc import Mapping

from facegap.render.description.person import Person
from facegap.render.truth.facts import Facts
from facegap.render.truth.labels.label_rule import Band, LabelRule
from facegap.render.truth.proportions import Proportions

_OVAL = Band(low=0.06, high=0.42)
_SQUARE = Band(low=0.42, high=0.92)
_ROUND = Band(low=0.33, high=0.70)
_DOUBLE_CHIN = Band(low=0.138, high=0.165)
_CHEEKBONES = Band(low=-0.04, high=-0.007)
_HEAVY = Band(low=0.6, high=0.7)
_LIPS = Band(low=0.177, high=0.203)
_NOSE = Band(low=0.324, high=0.342)
_TIP = Band(low=10.2, high=13.7)


def heaviness(person: Person) -> float:
    """How fat a face is: the person's weight, and what fills cheeks and jaw beyond it."""
    return person.weight + 0.25 * person.shape.get("head-fat", 0.0) + 0.12 * person.shape.get("cheek-volume", 0.0)


def oval_face(facts: Facts) -> int:
    """Narrowing from the cheeks to the jaw, of middling length, not pointed; 0 where jaw or chin is hidden."""
    return _OVAL.judge(ovalness(facts.proportions)) if _shows_outline(facts) else 0


def square_face(facts: Facts) -> int:
    """Jaw, chin and forehead are nearly as wide as the cheekbones; 0 where jaw or chin is hidden."""
    return _SQUARE.judge(squareness(facts.proportions)) if _shows_outline(facts) else 0


def round_face(facts: Facts) -> int:
    """The face is short for its width, the cheeks full; 0 where jaw or chin is hidden."""
    return _ROUND.judge(roundness(facts.proportions)) if _shows_outline(facts) else 0


def double_chin(facts: Facts) -> int:
    """Skin hangs under the chin; 0 where the chin is hidden. An aligned crop may end above it."""
    return _DOUBLE_CHIN.judge(facts.proportions.double_chin) if facts.shows("chin") else 0


def high_cheekbones(facts: Facts) -> int:
    """Cheekbones that stand out and lie high; 0 where the cheeks are hidden."""
    return _CHEEKBONES.judge(facts.proportions.cheekbones) if facts.shows("cheeks") else 0


def chubby(facts: Facts) -> int:
    """A heavy person with a full face; 0 where the cheeks are hidden."""
    return _HEAVY.judge(heaviness(facts.person)) if facts.shows("cheeks") else 0


def big_lips(facts: Facts) -> int:
    """Much red of the lips for the height of the face; 0 where the mouth is hidden."""
    return _LIPS.judge(facts.proportions.lips) if facts.shows("mouth") else 0


def big_nose(facts: Facts) -> int:
    """A wide, long or deep nose for the size of the face; 0 where it is hidden."""
    return _NOSE.judge(facts.proportions.nose) if facts.shows("nose") else 0


def pointy_nose(facts: Facts) -> int:
    """A tip of the nose that is narrow for the nose's width; 0 where it is hidden."""
    return _TIP.judge(facts.proportions.nose_tip) if facts.shows("nose") else 0


def _shows_outline(facts: Facts) -> bool:
    return facts.shows("jaw") and facts.shows("chin")


RULES: Mapping[str, LabelRule] = {
    "Oval_Face": LabelRule(oval_face),
    "Square_Face": LabelRule(square_face),
    "Round_Face": LabelRule(round_face),
    "Double_Chin": LabelRule(double_chin),
    "High_Cheekbones": LabelRule(high_cheekbones),
    "Chubby": LabelRule(chubby),
    "Big_Lips": LabelRule(big_lips),
    "Big_Nose": LabelRule(big_nose),
    "Pointy_Nose": LabelRule(pointy_nose),
}


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
