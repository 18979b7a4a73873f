"""How each attribute that is asked for narrows the draws of people and scenes.

A rule only has to make success likely: what an image really shows is measured after it is rendered, and the scene is
drawn again where it isn't what was asked. So numbers lie well on their side of the truth's thresholds. All are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from facegap.render.description.person import ANCESTRIES, HAIR_FAMILIES, IRIS_COLORS
from facegap.render.sampling.bounds import NO, YES, Bound, Limits, at_least, at_most, inside, names, outside
from facegap.render.tables.beards import BEARDS, beards_with
from facegap.render.tables.expressions import expressions_with
from facegap.render.tables.face_shapes import FORMS
from facegap.render.tables.hair_styles import STYLES


@dataclass(frozen=True)
class SamplingRule:
    """What follows from one attribute with one sign.

    Attributes:
        person: bounds of a person's draws.
        scene: bounds of a scene's draws.
        person_tends: likewise, where other rules leave room for it.
        scene_tends: likewise.
    """

    person: Limits = field(default_factory=dict)
    scene: Limits = field(default_factory=dict)
    person_tends: Limits = field(default_factory=dict)
    scene_tends: Limits = field(default_factory=dict)

    @property
    def concerns_person(self) -> bool:
        """Whether the person must be drawn with it in mind."""
        return bool(self.person or self.person_tends)


def _others(of: tuple[str, ...], *but: str) -> frozenset[str]:
    return frozenset(of) - frozenset(but)


def _styles(flag: str) -> tuple[frozenset[str], frozenset[str]]:
    """Styles that have a flag, and those that don't."""
    having_it = frozenset(name for name, style in STYLES.items() if getattr(style, flag))
    return having_it, frozenset(STYLES) - having_it


_EYEWEAR = names("spectacles", "sunglasses")  # MAAD-Face has no attribute for sunglasses of their own
_HEADWEAR = names("cap", "hat", "beanie", "headscarf")
_BALD, _HAIRY = _styles("bald")
_BANGS, _NO_BANGS = _styles("bangs")
_WAVY, _NOT_WAVY = _styles("wavy")
_SHAVED = names("shaved", "sideburns")  # as MAAD-Face has it, sideburns by themselves are no beard
_BARE: Limits = {"headwear": names("none")}
_FACE_SEEN: Limits = {"mask": NO, "occluder": NO}
_BEARDED: Limits = {"sex": names("male"), "capacity": at_least(0.6)}
_GROWN_MAN: Limits = {"age": at_least(20.0)}
_WOMAN: Limits = {"sex": names("female"), "age": at_least(17.0)}
_MAN: Limits = {"sex": names("male"), "age": at_least(20.0)}
_EYES_SEEN: Limits = {"eyewear": names("none", "spectacles"), "lids": NO, "occluder": NO, "grey": NO}

Pair = tuple[SamplingRule, SamplingRule]


def _person(plus: Limits, minus: Limits, *, tends: Limits | None = None, seen: Limits | None = None) -> Pair:
    """A person-level attribute; ``tends`` is of the positive, ``seen`` keeps it from being hidden."""
    return SamplingRule(plus, {}, tends or {}, seen or {}), SamplingRule(minus, {}, {}, seen or {})


def _hair_color(family: str, tends: Limits | None = None) -> Pair:
    seen = {**_BARE, "grey": NO}
    return (
        SamplingRule({"family": names(family), "style": _HAIRY}, {}, tends or {}, seen),
        SamplingRule({"family": _others(HAIR_FAMILIES, family)}, {}, {"style": _HAIRY}, seen),
    )


def _beard(part: frozenset[str]) -> Pair:
    """One of these beards, or one of the others."""
    return (
        SamplingRule(_BEARDED, {"beard": part}, _GROWN_MAN, _FACE_SEEN),
        SamplingRule(scene={"beard": frozenset(BEARDS) - part}, scene_tends=_FACE_SEEN),
    )


def _form(form: str, plus: Limits, minus: Limits) -> Pair:
    """A form of the face; ``plus`` and ``minus`` are what else tends towards it and away from it."""
    return (
        SamplingRule({"form": names(form)}, {}, {"form_amount": at_least(0.75), **plus}),
        SamplingRule({"form": _others(tuple(FORMS), form)}, {}, minus),
    )


def _trait(trait: str) -> Pair:
    draw = f"trait.{trait}"
    return _person({draw: at_least(2.0)}, {draw: at_most(0.0)})


def _ancestry(ancestry: str) -> Pair:
    return _person({"ancestry": names(ancestry)}, {"ancestry": _others(ANCESTRIES, ancestry, "mixed")})


def _scene(plus: Limits, minus: Limits, *, tends: Limits | None = None, seen: Limits | None = None) -> Pair:
    """An image-level attribute; ``tends`` is of the person, for the positive."""
    return SamplingRule({}, plus, tends or {}, seen or {}), SamplingRule({}, minus, {}, seen or {})


RULES: Mapping[str, Pair] = {
    "Male": _person({"sex": names("male")}, {"sex": names("female")}),
    "Young": _person({"age": at_most(34.99)}, {"age": at_least(35.0)}),
    "Middle_Aged": _person({"age": inside(35.0, 60.0)}, {"age": outside(34.99, 60.01)}),
    "Senior": _person({"age": at_least(60.01)}, {"age": at_most(60.0)}),
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
    "Bald": _person({"style": _BALD}, {"style": _HAIRY - {"shaved"}}, tends=_MAN, seen=_BARE),
    "Wavy_Hair": (
        SamplingRule({"style": _WAVY}, {"style": _WAVY}, {}, _BARE),
        SamplingRule({"style": _NOT_WAVY, "curl": at_most(0.28)}, {"style": _NOT_WAVY}, {}, _BARE),
    ),
    "Receding_Hairline": (
        SamplingRule(
            {"recession": at_least(0.55), "style": _HAIRY | {"horseshoe"}},
            {},
            {**_MAN, "age": at_least(30.0), "style": _HAIRY & _NO_BANGS},
            _BARE,
        ),
        SamplingRule({"recession": at_most(0.22), "style": _HAIRY}, {}, {"style": _HAIRY & _NO_BANGS}, _BARE),
    ),
    "Bangs": (
        SamplingRule({"style": _BANGS}, {"style": _BANGS, "forehead": names("partly", "covered")}, {}, _BARE),
        SamplingRule({"style": _NO_BANGS}, {"style": _NO_BANGS}),
    ),
    "Sideburns": _beard(beards_with("sideburns")),
    "Black_Hair": _hair_color("black"),
    "Blond_Hair": _hair_color("blond"),
    "Brown_Hair": _hair_color("brown"),
    "Gray_Hair": _hair_color("gray", tends={"age": at_least(50.0)}),
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
        {"trait.jaw": at_most(0.3), "form": _others(tuple(FORMS), "square", "triangular", "rectangular")},
    ),
    "Round_Face": _form(
        "round",
        {"trait.breadth": at_least(0.4), "trait.chin": at_most(0.0)},
        {"trait.breadth": at_most(-0.4), "form": _others(tuple(FORMS), "round", "oval")},
    ),
    "Double_Chin": (
        SamplingRule({"double_chin": at_least(0.65)}, {}, {"weight": at_least(0.55), "trait.chin": at_most(0.5)}),
        SamplingRule({"double_chin": at_most(-0.1)}, {}, {"weight": at_most(0.6), "trait.chin": at_least(0.0)}),
    ),
    "High_Cheekbones": _trait("cheekbones"),
    "Chubby": _person({"weight": at_least(0.78)}, {"weight": at_most(0.58)}),
    "Obstructed_Forehead": (
        SamplingRule(scene={"forehead": names("covered")}),
        SamplingRule(scene={"forehead": names("free", "partly")}, scene_tends={**_BARE, "occluder": NO}),
    ),
    "Fully_Visible_Forehead": (
        SamplingRule(
            scene={"forehead": names("free"), "headwear": names("none")},
            person_tends={"hairline": at_least(0.15)},
            scene_tends={"occluder": NO},
        ),
        SamplingRule(scene={"forehead": names("partly", "covered")}),
    ),
    "Brown_Eyes": _person({"iris": names("brown")}, {"iris": _others(IRIS_COLORS, "brown", "hazel")}, seen=_EYES_SEEN),
    "Bags_Under_Eyes": _person(
        {"bags": at_least(0.6)}, {"bags": at_most(0.3)}, tends={"age": at_least(35.0)}, seen=_EYES_SEEN
    ),
    "Bushy_Eyebrows": _person(
        {"brows.thickness": at_least(1.35), "brows.density": at_least(0.75)}, {"brows.thickness": at_most(1.0)}
    ),
    "Arched_Eyebrows": _person({"brows.arch": at_least(0.5)}, {"brows.arch": at_most(0.15)}),
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
        SamplingRule(scene={"headwear": _HEADWEAR}, scene_tends={"headwear": names("cap", "hat", "beanie")}),
        SamplingRule(scene={"headwear": names("none")}),
    ),
    "Wearing_Earrings": (
        SamplingRule(
            scene={"earrings": YES, "headwear": names("none", "cap", "hat", "beanie")},
            person_tends={"earrings": YES, "sex": names("female")},
            scene_tends=_BARE,
        ),
        SamplingRule(scene={"earrings": NO}),
    ),
    "Wearing_Necktie": _scene({"necktie": YES}, {"necktie": NO}, tends=_MAN),
    "Wearing_Lipstick": _scene(
        {"lipstick": YES}, {"lipstick": NO}, tends={**_WOMAN, "make_up": at_least(0.4)}, seen=_FACE_SEEN
    ),
    "No_Eyewear": _scene({"eyewear": names("none")}, {"eyewear": _EYEWEAR}),
    "Eyeglasses": _scene({"eyewear": _EYEWEAR}, {"eyewear": names("none")}),
}
"""By attribute, the rules of its positive and of its negative. ``Attractive`` has none: it's an opinion."""


def rule(attribute: str, sign: int) -> SamplingRule:
    """The rule of an attribute that is asked to be there (1) or not (−1)."""
    plus, minus = RULES[attribute]
    return plus if sign > 0 else minus


def bounds_on(draw: str) -> dict[str, tuple[Bound | None, Bound | None]]:
    """By attribute that binds a draw, the bounds of its positive and of its negative."""
    found: dict[str, tuple[Bound | None, Bound | None]] = {}
    for attribute, (plus, minus) in RULES.items():
        pair = (_of(plus, draw), _of(minus, draw))
        if pair != (None, None):
            found[attribute] = pair
    return found


def _of(one: SamplingRule, draw: str) -> Bound | None:
    return one.person.get(draw, one.scene.get(draw))


BOUND_DRAWS: tuple[str, ...] = tuple(
    sorted({draw for pair in RULES.values() for one in pair for draw in (*one.person, *one.scene)})
)
"""All draws that attributes can bind."""
