"""How each attribute that is asked for narrows the draws of people and scenes.

A rule only has to make success likely: what an image really shows is measured after it is rendered, and the scene is
drawn again where it isn't what was asked. So numbers lie well on their side of the truth's thresholds. All are ours.
The first draws keep to less, see ``wide_bounds``.
"""

from collections.abc import Mapping

from facegap.render.accessories.headwear import HEADWEAR
from facegap.render.conditions.hair_rules import hair_rules
from facegap.render.conditions.rule import BARE, MAN, RulePair, SamplingRule, others, person_rule
from facegap.render.conditions.wide_bounds import with_wide_bounds
from facegap.render.description.person import ANCESTRIES, IRIS_COLORS
from facegap.render.sampling.bounds import NO, YES, Bound, Limits, at_least, at_most, inside, names, outside
from facegap.render.tables.beards import BEARDS, beards_with
from facegap.render.tables.expressions import expressions_with
from facegap.render.tables.face_shapes import FORMS
from facegap.render.tables.hair_styles import STYLES, HairStyle
from facegap.render.truth.vocabulary import ATTRIBUTES

_EYEWEAR = names("spectacles", "sunglasses")  # MAAD-Face has no attribute for sunglasses of their own
_HEADWEAR = frozenset(HEADWEAR)
_EARS_SEEN = frozenset(name for name, headwear in HEADWEAR.items() if not headwear.hides_ears)
_SHAVED = names("shaved", "sideburns")  # as MAAD-Face has it, sideburns by themselves are no beard
_FACE_SEEN: Limits = {"mask": NO, "occluder": NO}
_BEARDED: Limits = {"sex": names("male"), "capacity": at_least(0.6)}
_GROWN_MAN: Limits = {"age": at_least(20.0)}
_WOMAN: Limits = {"sex": names("female"), "age": at_least(17.0)}
_EYES_SEEN: Limits = {"eyewear": names("none", "spectacles"), "lids": NO, "occluder": NO, "grey": NO}


def _beard(part: frozenset[str]) -> RulePair:
    """One of these beards, or one of the others."""
    return (
        SamplingRule(_BEARDED, {"beard": part}, _GROWN_MAN, _FACE_SEEN),
        SamplingRule(scene={"beard": frozenset(BEARDS) - part}, scene_tends=_FACE_SEEN),
    )


def _form(form: str, plus: Limits, minus: Limits) -> RulePair:
    """A form of the face; ``plus`` and ``minus`` are what else tends towards it and away from it."""
    return (
        SamplingRule({"form": names(form)}, {}, {"form_amount": at_least(0.75), **plus}),
        SamplingRule({"form": others(tuple(FORMS), form)}, {}, minus),
    )


def _trait(trait: str) -> RulePair:
    draw = f"trait.{trait}"
    return person_rule({draw: at_least(2.0)}, {draw: at_most(0.0)})


def _ancestry(ancestry: str) -> RulePair:
    return person_rule({"ancestry": names(ancestry)}, {"ancestry": others(ANCESTRIES, ancestry, "mixed")})


def _scene(plus: Limits, minus: Limits, *, tends: Limits | None = None, seen: Limits | None = None) -> RulePair:
    """An image-level attribute; ``tends`` is of the person, for the positive."""
    return SamplingRule({}, plus, tends or {}, seen or {}), SamplingRule({}, minus, {}, seen or {})


_RULES: Mapping[str, RulePair] = {
    "Male": person_rule({"sex": names("male")}, {"sex": names("female")}),
    "Young": person_rule({"age": at_most(34.99)}, {"age": at_least(35.0)}),
    "Middle_Aged": person_rule({"age": inside(35.0, 60.0)}, {"age": outside(34.99, 60.01)}),
    "Senior": person_rule({"age": at_least(60.01)}, {"age": at_most(60.0)}),
    "Asian": _ancestry("asian"),
    "White": _ancestry("white"),
    "Black": _ancestry("black"),
    "Rosy_Cheeks": (
        SamplingRule(
            scene={"redness": at_least(0.6)},
            person_tends={"melanin": at_most(0.7)},
            scene_tends={**_FACE_SEEN, "grey": NO},
        ),
        SamplingRule(scene={"redness": at_most(0.2)}, scene_tends={**_FACE_SEEN, "grey": NO}),
    ),
    "Shiny_Skin": _scene({"gleam": at_least(0.7)}, {"gleam": at_most(0.46)}),
    "Sideburns": _beard(beards_with("sideburns")),
    "No_Beard": (
        SamplingRule(scene={"beard": _SHAVED, "stubble": at_most(0.1)}, scene_tends=_FACE_SEEN),
        SamplingRule(_BEARDED, {"beard": frozenset(BEARDS) - _SHAVED}, _GROWN_MAN, _FACE_SEEN),
    ),
    "Mustache": _beard(beards_with("mustache")),
    "5_o_Clock_Shadow": (
        SamplingRule(
            _BEARDED,
            {"beard": frozenset(BEARDS) - beards_with("cheeks") - {"shaved"}, "stubble": at_least(0.6)},
            _GROWN_MAN,
            {"beard": names("stubble"), **_FACE_SEEN},
        ),
        SamplingRule(scene={"beard": frozenset(BEARDS) - {"stubble"}, "stubble": at_most(0.1)}, scene_tends=_FACE_SEEN),
    ),
    # A full beard is neither: its goatee is part of it.
    "Goatee": (_beard(beards_with("goatee") - beards_with("cheeks"))[0], _beard(beards_with("goatee"))[1]),
    "Oval_Face": _form(
        "oval", {"trait.jaw": at_most(-1.2), "trait.breadth": inside(-0.5, 0.5), "weight": at_most(0.42)}, {}
    ),
    "Square_Face": _form(
        "square",
        {"trait.jaw": at_least(0.6)},
        {"trait.jaw": at_most(0.3), "form": others(tuple(FORMS), "square", "triangular", "rectangular")},
    ),
    "Round_Face": _form(
        "round",
        {"trait.breadth": at_least(0.4), "trait.chin": at_most(0.0)},
        {"trait.breadth": at_most(-0.4), "form": others(tuple(FORMS), "round", "oval")},
    ),
    "Double_Chin": (
        SamplingRule({"double_chin": at_least(0.65)}, {}, {"weight": at_least(0.55), "trait.chin": at_most(0.5)}),
        SamplingRule({"double_chin": at_most(-0.1)}, {}, {"weight": at_most(0.6), "trait.chin": at_least(0.0)}),
    ),
    "High_Cheekbones": _trait("cheekbones"),
    "Chubby": person_rule({"weight": at_least(0.78)}, {"weight": at_most(0.58)}),
    "Obstructed_Forehead": (
        SamplingRule(scene={"forehead": names("covered")}),
        SamplingRule(scene={"forehead": names("free", "partly")}, scene_tends={**BARE, "occluder": NO}),
    ),
    "Fully_Visible_Forehead": (
        SamplingRule(
            scene={"forehead": names("free"), "headwear": names("none")},
            person_tends={"hairline": at_least(0.15)},
            scene_tends={"occluder": NO},
        ),
        SamplingRule(scene={"forehead": names("partly", "covered")}),
    ),
    "Brown_Eyes": person_rule(
        {"iris": names("brown")}, {"iris": others(IRIS_COLORS, "brown", "hazel")}, seen=_EYES_SEEN
    ),
    "Bags_Under_Eyes": person_rule(
        {"bags": at_least(0.6)}, {"bags": at_most(0.3)}, tends={"age": at_least(35.0)}, seen=_EYES_SEEN
    ),
    "Bushy_Eyebrows": person_rule(
        {"brows.thickness": at_least(1.35), "brows.density": at_least(0.75)}, {"brows.thickness": at_most(1.0)}
    ),
    "Arched_Eyebrows": person_rule({"brows.arch": at_least(0.5)}, {"brows.arch": at_most(0.15)}),
    "Mouth_Closed": _scene(
        {"expression": expressions_with(parted=False)}, {"expression": expressions_with(parted=True)}, seen=_FACE_SEEN
    ),
    "Smiling": _scene(
        {"expression": expressions_with(smiling=True)},
        {"expression": expressions_with(smiling=False) - {"smirk"}},
        seen=_FACE_SEEN,
    ),
    "Big_Lips": _trait("lips"),
    "Big_Nose": _trait("nose_size"),
    "Pointy_Nose": _trait("nose_point"),
    "Heavy_Makeup": (
        SamplingRule(
            scene={"made_up": YES, "strength": at_least(0.8)},
            person_tends={**_WOMAN, "make_up": at_least(0.6)},
            scene_tends={"lipstick": YES, **_FACE_SEEN},
        ),
        SamplingRule(scene={"strength": at_most(0.3)}),
    ),
    "Wearing_Hat": (
        SamplingRule(scene={"headwear": _HEADWEAR}, scene_tends={"headwear": _EARS_SEEN}),
        SamplingRule(scene={"headwear": names("none")}),
    ),
    "Wearing_Earrings": (
        SamplingRule(
            scene={"earrings": YES, "headwear": _EARS_SEEN | {"none"}},
            person_tends={"earrings": YES, "sex": names("female")},
            scene_tends=BARE,
        ),
        SamplingRule(scene={"earrings": NO}),
    ),
    "Wearing_Necktie": _scene({"necktie": YES}, {"necktie": NO}, tends=MAN),
    "Wearing_Lipstick": _scene(
        {"lipstick": YES}, {"lipstick": NO}, tends={**_WOMAN, "make_up": at_least(0.4)}, seen=_FACE_SEEN
    ),
    "No_Eyewear": _scene({"eyewear": names("none")}, {"eyewear": _EYEWEAR}),
    "Eyeglasses": _scene({"eyewear": _EYEWEAR}, {"eyewear": names("none")}),
}


def sampling_rules(styles: Mapping[str, HairStyle]) -> Mapping[str, RulePair]:
    """All rules, for the hair styles that people may wear.

    Args:
        styles: by name.

    Returns:
        By attribute, in MAAD-Face's order, the rules of its positive and of its negative. ``Attractive`` has none: it's
        an opinion.
    """
    rules = with_wide_bounds({**_RULES, **hair_rules(styles)})
    return {attribute: rules[attribute] for attribute in ATTRIBUTES if attribute in rules}


RULES = sampling_rules(STYLES)
"""The rules for the hair styles that come with the package."""


def rule(attribute: str, sign: int, rules: Mapping[str, RulePair] = RULES) -> SamplingRule:
    """The rule of an attribute that is asked to be there (1) or not (−1)."""
    plus, minus = rules[attribute]
    return plus if sign > 0 else minus


def bounds_on(draw: str, rules: Mapping[str, RulePair]) -> dict[str, tuple[Bound | None, Bound | None]]:
    """By attribute that binds a draw, the bounds of its positive and of its negative."""
    bounds = {attribute: (_bound(plus, draw), _bound(minus, draw)) for attribute, (plus, minus) in rules.items()}
    return {attribute: pair for attribute, pair in bounds.items() if pair != (None, None)}


def _bound(rule: SamplingRule, draw: str) -> Bound | None:
    return rule.person.get(draw, rule.scene.get(draw))


def bound_draws(rules: Mapping[str, RulePair]) -> tuple[str, ...]:
    """All draws that attributes can bind, sorted."""
    return tuple(sorted({draw for pair in rules.values() for each in pair for draw in (*each.person, *each.scene)}))
