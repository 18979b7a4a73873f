"""By attribute, facts that turn its label on, off and to undecided: changes of plain facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from facegap.render.draw.surfaces import Segment

MASKED = {"accessories": {"mask": True}}
GRAY = {"capture": {"gray": True}}
LOWER = ("nose", "mouth", "upper_lip", "chin", "jaw")


@dataclass(frozen=True)
class Case:
    """What differs from plain facts.

    Attributes:
        person, scene, shape: changes of the person, the scene and the proportions.
        covered: by region, what covers all of it.
        turned: regions that are turned away.
        picture: shares of the picture by segment.
        lips_apart: decimeters.
        expressed: changes of how mouth and eyes look.
    """

    person: Mapping[str, Any] = field(default_factory=dict)
    scene: Mapping[str, Any] = field(default_factory=dict)
    shape: Mapping[str, float] = field(default_factory=dict)
    covered: Mapping[str, Segment] = field(default_factory=dict)
    turned: tuple[str, ...] = ()
    picture: Mapping[Segment, float] = field(default_factory=dict)
    lips_apart: float = 0.0
    expressed: Mapping[str, Any] = field(default_factory=dict)


PLAIN = Case()
NO_HAIR_SEEN = Case(scene={"accessories": {"headwear": "headscarf"}}, picture={Segment.HAIR: 0.0})
MASK = Case(scene=MASKED, covered=dict.fromkeys(LOWER, Segment.MASK))
HAND = Case(covered={"cheeks": Segment.OCCLUDER, "nose": Segment.OCCLUDER, "mouth": Segment.OCCLUDER})
NO_EYES = Case(scene={"accessories": {"eyewear": "sunglasses"}})


def _mixed(**shares: float) -> Case:
    return Case({"ancestry": "mixed", "african": 0.0, "asian": 0.0, "caucasian": 0.0, **shares})


def _beard(**parts: float) -> Case:
    return Case(scene={"beard": parts})


def _mouth(*raised: float, above: float) -> Case:
    return Case(expressed={"corners_raised": raised, "corners_above": above})


def _style(name: str, **hair: float) -> Case:
    return Case({"hair": hair}, {"hair": name})


# A square, a round and an oval outline, and one that is none of them.
SQUARE = {"elongation": 1.3, "forehead_width": 1.03, "hollow_width": 0.98, "jaw_width": 0.92, "chin_width": 0.46}
ROUND = {"elongation": 1.1, "forehead_width": 0.96, "hollow_width": 0.95, "jaw_width": 0.83, "chin_width": 0.4}
OVAL = {"elongation": 1.3, "forehead_width": 1.0, "hollow_width": 0.9, "jaw_width": 0.75, "chin_width": 0.4}
LONG = {"elongation": 1.5, "forehead_width": 0.94, "hollow_width": 0.94, "jaw_width": 0.85, "chin_width": 0.4}

MADE_UP = {"lipstick": 0.8, "eye_shadow": 0.7, "liner": 0.8, "blush": 0.5, "foundation": 0.5}

# On, off, and undecided where there is such a case.
CASES: Mapping[str, tuple[Case, Case] | tuple[Case, Case, Case]] = {
    "Male": (PLAIN, Case({"male": False})),
    "Young": (Case({"age": 34.9}), Case({"age": 35.0})),
    "Middle_Aged": (Case({"age": 60.0}), Case({"age": 60.1})),
    "Senior": (Case({"age": 60.1}), Case({"age": 60.0})),
    "Asian": (Case({"ancestry": "asian"}), Case({"ancestry": "indian"}), _mixed(asian=0.5, african=0.5)),
    "White": (_mixed(caucasian=0.8, african=0.2), Case({"ancestry": "indian"}), _mixed(caucasian=0.5, asian=0.5)),
    "Black": (Case({"ancestry": "black"}), _mixed(african=0.1, asian=0.9), _mixed(african=0.6, caucasian=0.4)),
    "Rosy_Cheeks": (
        Case(scene={"make_up": {"blush": 0.8}}),
        PLAIN,
        Case(person={"skin": {"melanin": 0.9}}, scene={"flush": 0.8}),
    ),
    "Shiny_Skin": (Case(scene={"shine": 0.9}), PLAIN, Case(scene={"shine": 0.6})),
    "Bald": (_style("horseshoe"), PLAIN, Case(scene={"hair": "bald", "accessories": {"headwear": "cap"}})),
    "Wavy_Hair": (_style("long-wavy"), PLAIN, _style("long-straight", curl=0.4)),
    "Receding_Hairline": (
        Case({"hair": {"recession": 0.7}}),
        PLAIN,
        Case({"hair": {"recession": 0.7}}, covered={"forehead": Segment.HAIR}),
    ),
    "Bangs": (_style("bob-bangs"), PLAIN, Case(scene={"hair": "bob-bangs", "accessories": {"headwear": "beanie"}})),
    "Sideburns": (_beard(sideburns=0.6), PLAIN, Case(covered={"temples": Segment.HAIR})),
    "Black_Hair": (Case({"hair": {"family": "black"}}), Case({"hair": {"family": "red"}}), NO_HAIR_SEEN),
    "Blond_Hair": (Case({"hair": {"family": "blond"}}), PLAIN, Case({"hair": {"family": "blond"}}, GRAY)),
    "Brown_Hair": (PLAIN, Case({"hair": {"family": "gray"}}), Case(scene=GRAY)),
    "Gray_Hair": (Case({"hair": {"family": "gray"}}), Case(scene=GRAY), NO_HAIR_SEEN),
    "No_Beard": (PLAIN, _beard(stubble=0.6), MASK),
    "Mustache": (_beard(mustache=0.5), _beard(goatee=1.0), MASK),
    "5_o_Clock_Shadow": (_beard(stubble=0.6), _beard(stubble=0.6, cheeks=0.8), MASK),
    "Goatee": (_beard(goatee=0.7, mustache=0.7), PLAIN, _beard(goatee=1.0, cheeks=1.0)),
    "Oval_Face": (Case(shape=OVAL), Case(shape=SQUARE), Case(shape=OVAL, turned=("jaw",))),
    "Square_Face": (Case(shape=SQUARE), Case(shape=OVAL), MASK),
    "Round_Face": (Case(shape=ROUND), Case(shape=LONG), MASK),
    "Double_Chin": (Case(shape={"double_chin": 0.2}), Case(shape={"double_chin": 0.05}), MASK),
    "High_Cheekbones": (Case(shape={"cheekbones": 0.0}), Case(shape={"cheekbones": -0.1}), HAND),
    "Chubby": (Case({"weight": 0.9}), PLAIN, HAND),
    "Obstructed_Forehead": (Case(covered={"forehead": Segment.HEADWEAR}), PLAIN, Case(turned=("forehead",))),
    "Fully_Visible_Forehead": (PLAIN, Case(covered={"forehead": Segment.HAIR}), Case(turned=("forehead",))),
    "Brown_Eyes": (Case({"eyes": {"color": "brown"}}), PLAIN, Case(picture={Segment.EYE: 0.0})),
    "Bags_Under_Eyes": (Case({"skin": {"bags": 0.8}}), PLAIN, NO_EYES),
    "Bushy_Eyebrows": (Case({"brows": {"thickness": 1.6}}), PLAIN, Case(covered={"brows": Segment.HEADWEAR})),
    "Arched_Eyebrows": (Case({"brows": {"arch": 0.7}}), PLAIN, Case(covered={"brows": Segment.HAIR})),
    "Mouth_Closed": (PLAIN, Case(lips_apart=0.1), MASK),
    "Smiling": (_mouth(0.1, 0.15, above=0.08), _mouth(0.02, 0.04, above=-0.1), _mouth(0.01, 0.12, above=0.06)),
    "Big_Lips": (Case(shape={"lips": 0.25}), Case(shape={"lips": 0.1}), MASK),
    "Big_Nose": (Case(shape={"nose": 0.36}), Case(shape={"nose": 0.28}), HAND),
    "Pointy_Nose": (Case(shape={"nose_tip": 20.0}), Case(shape={"nose_tip": 6.0}), HAND),
    "Heavy_Makeup": (
        Case(scene={"make_up": MADE_UP}),
        PLAIN,
        Case(scene={"make_up": MADE_UP, "accessories": {"eyewear": "sunglasses"}}),
    ),
    "Wearing_Hat": (
        Case(scene={"accessories": {"headwear": "headscarf"}}, picture={Segment.HEADWEAR: 0.1}),
        PLAIN,
        Case(scene={"accessories": {"headwear": "beanie"}}, picture={Segment.HEADWEAR: 0.0}),
    ),
    "Wearing_Earrings": (
        Case(scene={"accessories": {"earrings": True}}, picture={Segment.JEWELLERY: 0.001}),
        Case(turned=("left_ear",)),
        Case(turned=("left_ear", "right_ear")),
    ),
    "Wearing_Necktie": (Case(scene={"accessories": {"necktie": True}}), PLAIN),
    "Wearing_Lipstick": (Case(scene={"make_up": {"lipstick": 0.7}}), PLAIN, MASK),
    "No_Eyewear": (PLAIN, Case(scene={"accessories": {"eyewear": "sunglasses"}})),
    "Eyeglasses": (Case(scene={"accessories": {"eyewear": "sunglasses"}}), PLAIN),
}
