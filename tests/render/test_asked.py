"""Asked and not asked: the truth says so, and the pictures differ where they should."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pytest
from tests.render import looks
from tests.render.looks import Measure, Picture, Region

from facegap.render.casting import Casting, Take
from facegap.render.draw.kernels.records import Segment
from facegap.render.image.rendering import ImageMaker
from facegap.render.recipe import Recipe
from facegap.render.truth.vocabulary import ATTRIBUTES

NEVER = {"share": 0, "amount": 0}
UNCHANGED = {"share": 0, "amount": 1}
# The people of the default recipe in a calm scene, so that little differs between two images but what is asked.
CALM: dict[str, Any] = {
    "face": {"lids": NEVER, "brows": 0, "tilt": 0, "to_camera": 1},
    "pose": {
        "pitch": {"mean": 0, "sd": 3, "low": -6, "high": 6},
        **dict.fromkeys(("roll", "turn", "camera_roll", "off_centre", "jitter"), 0),
        "distance": 15,
        "focal": 55,
    },
    "light": {"place": {"studio": 1}, "contrast": 0.6, "ambient": 1, "brightness": 1},
    "wear": {"mask": 0, "occluder": 0, "headphones": 0},
    "capture": {
        **dict.fromkeys(("exposure", "balance", "defocus", "motion", "noise", "jpeg"), NEVER),
        **dict.fromkeys(("contrast", "saturation", "resolution"), UNCHANGED),
        "grey": 0,
    },
}
FRONT = {"mean": 0, "sd": 4, "low": -8, "high": 8}
PROFILE = {"low": 75, "high": 85}
USUAL = {"Eyeglasses": -1, "Wearing_Hat": -1, "Mouth_Closed": 1, "Smiling": -1}
MAN = {"Male": 1, "Young": -1}
SHAVED = {**MAN, "No_Beard": 1}
WOMAN = {"Male": -1, "Young": 1}
PAIRS = 4
TEXTURE = 128


@dataclass(frozen=True)
class Case:
    """What differs between two images of a person, of whom the first has an attribute.

    Attributes:
        measure: of each.
        change: the median over pairs of the first's less the second's is at least this (at most, where negative).
        where: most of what differs between the two is in this region of one of them.
        given: asked of both.
        besides: asked of the second.
        frame, yaw: of the camera, and degrees of the pose.
    """

    measure: Measure
    change: float
    where: Region | None = None
    given: Mapping[str, int] = field(default_factory=dict)
    besides: Mapping[str, int] = field(default_factory=dict)
    frame: str = "arcface"
    yaw: Any = field(default_factory=lambda: FRONT)


HAIR = {"Bald": -1}
ON_MAN, ON_WOMAN = {"given": MAN}, {"given": WOMAN}
IN_HAIR: dict[str, Any] = {"where": looks.hair, "given": {**SHAVED, **HAIR}}

CASES: Mapping[str, Case] = {
    "Male": Case(looks.lightness(looks.brows, beside=looks.cheeks), -0.02),
    "Young": Case(looks.lightness(looks.under_eyes, beside=looks.cheeks), 0.01),
    "Middle_Aged": Case(looks.lightness(looks.under_eyes, beside=looks.cheeks), 0.01, besides={"Senior": 1}),
    "Senior": Case(looks.lightness(looks.under_eyes, beside=looks.cheeks), -0.02),
    "Asian": Case(looks.bridge, -0.01),
    "White": Case(looks.lightness(looks.cheeks), 0.02),
    "Black": Case(looks.lightness(looks.cheeks), -0.04),
    "Rosy_Cheeks": Case(looks.redness(looks.cheeks, beside=looks.forehead), 0.02),
    "Shiny_Skin": Case(looks.highlights(looks.skin), 0.02),
    "Bald": Case(looks.share(Segment.HAIR), -0.03, given=SHAVED),
    "Wavy_Hair": Case(looks.roughness(looks.hair), 0.0, **IN_HAIR),
    "Receding_Hairline": Case(looks.share(Segment.HAIR, within=looks.temples), -0.05, given={**SHAVED, **HAIR}),
    "Bangs": Case(looks.share(Segment.HAIR, within=looks.forehead), 0.1, **ON_WOMAN),
    "Sideburns": Case(looks.share(Segment.BEARD, within=looks.sides), 0.02, given={**MAN, "Goatee": -1}),
    "Black_Hair": Case(looks.lightness(looks.hair), -0.05, **IN_HAIR),
    "Blond_Hair": Case(looks.lightness(looks.hair), 0.1, **IN_HAIR),
    "Brown_Hair": Case(looks.warmth(looks.hair), 0.1, **IN_HAIR),
    "Gray_Hair": Case(looks.warmth(looks.hair), -0.1, **IN_HAIR),
    "No_Beard": Case(looks.lightness(looks.chin, beside=looks.cheeks), 0.05, looks.lower_half, MAN),
    "Mustache": Case(looks.lightness(looks.upper_lip, beside=looks.cheeks), -0.05, looks.lower_half, MAN),
    "5_o_Clock_Shadow": Case(looks.lightness(looks.chin, beside=looks.cheeks), -0.05, looks.lower_half, MAN),
    "Goatee": Case(looks.lightness(looks.chin, beside=looks.cheeks), -0.1, looks.lower_half, MAN),
    "Oval_Face": Case(looks.length(4, 12, over=(1, 15)), -0.01),
    "Square_Face": Case(looks.length(4, 12, over=(1, 15)), 0.05),
    "Round_Face": Case(looks.length(27, 8, over=(1, 15)), -0.05),
    "Double_Chin": Case(looks.share(Segment.SKIN, within=looks.lower_half), 0.0, frame="photo", yaw=PROFILE),
    "High_Cheekbones": Case(looks.length(1, 15, over=(3, 13)), 0.0),
    "Chubby": Case(looks.length(4, 12), 0.03),
    "Obstructed_Forehead": Case(
        looks.share(Segment.HAIR, Segment.HEADWEAR, within=looks.forehead), 0.2, given={"Wearing_Hat": 0}
    ),
    "Fully_Visible_Forehead": Case(
        looks.share(Segment.SKIN, within=looks.forehead), 0.1, given={"Wearing_Hat": 0}
    ),
    "Brown_Eyes": Case(looks.warmth(looks.irises), 0.03, looks.irises),
    "Bags_Under_Eyes": Case(looks.lightness(looks.under_eyes, beside=looks.cheeks), -0.02, given={"Young": -1}),
    "Bushy_Eyebrows": Case(looks.brow_area, 0.03, looks.brows),
    "Arched_Eyebrows": Case(looks.brow_arch, 0.0, looks.brows),
    "Mouth_Closed": Case(looks.length(62, 66), -0.05),
    "Smiling": Case(looks.smile, 0.05),
    "Big_Lips": Case(looks.length(51, 57), 0.08),
    "Big_Nose": Case(looks.length(31, 35), 0.05),
    "Pointy_Nose": Case(looks.nose_tip, 0.01),
    "Heavy_Makeup": Case(looks.redness(looks.lips, beside=looks.forehead), 0.02, given=WOMAN),
    "Wearing_Hat": Case(looks.share(Segment.HEADWEAR, within=looks.upper_half), 0.05, looks.upper_half),
    "Wearing_Earrings": Case(looks.share(Segment.JEWELLERY), 0.0005, **ON_WOMAN),
    "Wearing_Necktie": Case(looks.share(Segment.CLOTHES), 0.0, frame="photo", given=MAN),
    "Wearing_Lipstick": Case(looks.redness(looks.lips, beside=looks.cheeks), 0.03, looks.mouth, WOMAN),
    "No_Eyewear": Case(looks.share(Segment.EYEWEAR, within=looks.glasses), -0.05, looks.glasses, {"Eyeglasses": 0}),
    "Eyeglasses": Case(looks.share(Segment.EYEWEAR, within=looks.glasses), 0.05, looks.glasses),
}


@cache
def maker(frame: str) -> ImageMaker:
    return ImageMaker(texture_rows=TEXTURE, frame=frame)  # type: ignore[arg-type]


def shot(asked: Mapping[str, int], *, people: int, frame: str = "arcface", scenes: Mapping[str, Any]) -> list[Take]:
    """An image of each of a few people."""
    content = {"conditions": [{"attributes": asked}], "scenes": scenes, "output": {"texture": TEXTURE, "frame": frame}}
    casting = Casting(Recipe.from_dict(content, where="test"), seed=3)
    return casting.shoot([(person, 0) for person in range(people)], maker(frame))


def pairs_of(attribute: str) -> list[tuple[Picture, Picture]]:
    case = CASES[attribute]
    scenes = {**CALM, "pose": {**CALM["pose"], "yaw": case.yaw}}
    shots = [
        shot({**USUAL, **case.given, **more, attribute: sign}, people=PAIRS, frame=case.frame, scenes=scenes)
        for sign, more in ((1, {}), (-1, case.besides))
    ]
    assert [take.problem for takes in shots for take in takes] == [None] * (2 * PAIRS)
    return [(Picture(one), Picture(other)) for one, other in zip(*shots, strict=True)]


def test_every_attribute_has_a_case():
    assert set(CASES) == set(ATTRIBUTES) - {"Attractive"}


@pytest.mark.parametrize("attribute", CASES)
def test_an_image_differs_from_one_without_where_it_should(attribute):
    case = CASES[attribute]
    pairs = pairs_of(attribute)
    change = np.median([case.measure(one) - case.measure(other) for one, other in pairs])
    assert np.sign(case.change) * change >= abs(case.change)
    if case.where:
        assert np.median([concentration(one, other, case.where) for one, other in pairs]) > 2.0


def concentration(one: Picture, other: Picture, where: Region) -> float:
    """How much more the two differ within a region, on average, than elsewhere."""
    inside = where(one) | where(other)
    difference = np.abs(one.rgb - other.rgb).mean(-1)
    return float(difference[inside].mean() / max(difference[~inside].mean(), 1e-6))
