"""What the first draws of people and scenes leave an attribute: all that it is possible with, as its truth has it.

The rules bind draws to where an attribute is likely, such as a large trait to the top of its range. So that all else is
as in the recipe, the first draws keep to the truth's own thresholds, or to none where a measure of the head decides,
and are made again where the attribute isn't there.
"""

from collections.abc import Mapping

from facegap.render.conditions.rule import RulePair, widened
from facegap.render.description.person import ANCESTRIES
from facegap.render.sampling.bounds import Bound, at_least, at_most, names

Wide = Mapping[str, Bound | None]
_CAPACITY: Wide = {"capacity": at_least(0.2)}  # with less, no part of a beard comes to count


def _anything(draw: str) -> tuple[Wide, Wide]:
    return {draw: None}, {draw: None}


def _ancestry(ancestry: str) -> tuple[Wide, Wide]:
    return {"ancestry": names(ancestry, "mixed")}, {"ancestry": frozenset(ANCESTRIES) - {ancestry}}


def _threshold(draw: str, *, low: float, high: float) -> tuple[Wide, Wide]:
    return {draw: at_least(high)}, {draw: at_most(low)}


_WIDE: Mapping[str, tuple[Wide, Wide]] = {
    "Asian": _ancestry("asian"),
    "White": _ancestry("white"),
    "Black": _ancestry("black"),
    "Rosy_Cheeks": _threshold("redness", low=0.25, high=0.5),
    "Shiny_Skin": _threshold("gleam", low=0.5, high=0.66),
    "Wavy_Hair": ({"style": None}, {"style": None, "curl": None}),  # by the style or by nature
    "Receding_Hairline": ({"recession": None}, {"recession": at_most(0.25)}),  # a bald crown's counts whatever it is
    "Bangs": ({"forehead": None}, {}),
    "Sideburns": (_CAPACITY, {}),
    "No_Beard": ({"stubble": at_most(0.2)}, _CAPACITY),
    "Mustache": (_CAPACITY, {}),
    "5_o_Clock_Shadow": ({**_CAPACITY, "stubble": at_least(0.45)}, {"beard": None, "stubble": None}),
    "Goatee": (_CAPACITY, {}),
    "Oval_Face": _anything("form"),
    "Square_Face": _anything("form"),
    "Round_Face": _anything("form"),
    "Double_Chin": _anything("double_chin"),
    "High_Cheekbones": _anything("trait.cheekbones"),
    "Chubby": _anything("weight"),
    "Bags_Under_Eyes": _threshold("bags", low=0.4, high=0.55),
    "Bushy_Eyebrows": ({"brows.thickness": None, "brows.density": None}, {"brows.thickness": None}),
    "Arched_Eyebrows": _anything("brows.arch"),
    "Big_Lips": _anything("trait.lips"),
    "Big_Nose": _anything("trait.nose_size"),
    "Pointy_Nose": _anything("trait.nose_point"),
    "Heavy_Makeup": _anything("strength"),
}


def with_wide_bounds(rules: Mapping[str, RulePair]) -> dict[str, RulePair]:
    """The rules by attribute, each with what its first draws are bound to."""
    return {name: widened(pair, *_WIDE[name]) if name in _WIDE else pair for name, pair in rules.items()}
