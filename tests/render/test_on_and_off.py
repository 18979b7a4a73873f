"""Request and not asked: the truth says so, and the pictures differ where they should."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pytest
from tests.render import looks
from tests.render.looks import Measure, Picture, Region

from facegap.render import candidates, sampler
from facegap.render.draw.surfaces import Segment
from facegap.render.image.framing import FrameName
from facegap.render.image.rendering import SceneRenderer
from facegap.render.recipes.recipe import Recipe
from facegap.render.sampler import RenderedImage, Sampler
from facegap.render.truth.vocabulary import ATTRIBUTES

NEVER = {"share": 0, "amount": 0}
UNCHANGED = {"share": 0, "amount": 1}
# The people of the default recipe in a calm scene, so that little differs between two images but what is asked.
CALM: dict[str, Any] = {
    "face": {"lids": NEVER, "brows": 0, "tilt": 0, "to_camera": 1},
    "pose": {
        "pitch": {"mean": 0, "sd": 3, "low": -6, "high": 6},
        **dict.fromkeys(("roll", "turn", "camera_roll", "off_center", "jitter"), 0),
        "distance": 15,
        "focal": 55,
    },
    "light": {"place": {"studio": 1}, "contrast": 0.95, "ambient": 1, "brightness": 1},
    "accessories": {"mask": 0, "occluder": 0, "headphones": 0},
    "capture": {
        **dict.fromkeys(("exposure", "balance", "defocus", "motion", "noise", "jpeg"), NEVER),
        **dict.fromkeys(("contrast", "saturation", "resolution"), UNCHANGED),
        "gray": 0,
    },
}
FRONT = {"pose": {**CALM["pose"], "yaw": {"mean": 0, "sd": 4, "low": -8, "high": 8}}}
WHOLE_HEAD = {"pose": {**FRONT["pose"], "focal": 130}}
HALF_LENGTH = {"pose": {**FRONT["pose"], "focal": 80}}
PROFILE = {"pose": {**CALM["pose"], "yaw": {"low": 80, "high": 88}, "focal": 160}}
USUAL = {"Eyeglasses": -1, "Wearing_Hat": -1, "Mouth_Closed": 1, "Smiling": -1}
MAN = {"Male": 1, "Young": -1}
DARK_MAN = {**MAN, "Senior": -1, "Black_Hair": 1}  # whose beard is dark
WOMAN = {"Male": -1, "Young": 1}
HAIRY_MAN = {**MAN, "Bald": -1, "No_Beard": 1}
SEED = 3
PAIRS = 4
CONCENTRATED = 1.3
TEXTURE = 256  # coarser ones break up thin brows


@dataclass(frozen=True)
class Case:
    """What differs between two images of a person, of whom the first has an attribute and the second hasn't.

    Attributes:
        measure: of each.
        change: the median over pairs of the first's less the second's is at least this (at most, where negative).
        where: they differ more in this region than elsewhere; None where much else changes with the attribute.
        given: asked of both, beside ``USUAL``.
        besides: asked of the second.
        scenes: how they are photographed.
    """

    measure: Measure
    change: float
    where: Region | None = None
    given: Mapping[str, int] = field(default_factory=dict)
    besides: Mapping[str, int] = field(default_factory=dict)
    scenes: Mapping[str, Any] = field(default_factory=lambda: FRONT)


BAGS = looks.lightness(looks.under_eyes, beside=looks.cheeks)
CHIN = looks.lightness(looks.chin, beside=looks.cheeks)
LIP = looks.lightness(looks.upper_lip, beside=looks.cheeks)
JAW = looks.length(4, 12, over=(1, 15))
COVERED = looks.share(Segment.HAIR, Segment.HEADWEAR, within=looks.upper_half)
EYEWEAR = looks.share(Segment.EYEWEAR, within=looks.glasses)

CASES: Mapping[str, Case] = {
    "Male": Case(looks.length(51, 57), -0.02),
    "Young": Case(BAGS, 0.01, besides={"Senior": 1}),
    "Middle_Aged": Case(BAGS, 0.01, besides={"Senior": 1}),
    "Senior": Case(BAGS, -0.01, besides={"Young": 1}),
    "Asian": Case(looks.bridge, -0.01),
    "White": Case(looks.warmth(looks.cheeks), -0.01),
    "Black": Case(looks.lightness(looks.cheeks), -0.04),
    "Rosy_Cheeks": Case(looks.redness(looks.cheeks, beside=looks.forehead), 0.01, looks.cheeks),
    "Shiny_Skin": Case(looks.highlights(looks.skin), 0.005),
    "Bald": Case(looks.share(Segment.HAIR), -0.05, given={**MAN, "No_Beard": 1}),
    "Wavy_Hair": Case(looks.waves, 0.1, looks.hair, {**WOMAN, "Bald": -1}),
    "Receding_Hairline": Case(looks.share(Segment.HAIR), -0.01, given=HAIRY_MAN),
    "Bangs": Case(looks.share(Segment.HAIR, within=looks.forehead), 0.2, given=WOMAN),
    "Sideburns": Case(looks.share(Segment.BEARD), 0.005, given=MAN, scenes=PROFILE),
    "Black_Hair": Case(looks.lightness(looks.hair), -0.05, looks.hair, HAIRY_MAN),
    "Blond_Hair": Case(looks.lightness(looks.hair), 0.1, looks.hair, HAIRY_MAN),
    "Brown_Hair": Case(looks.warmth(looks.hair), 0.1, looks.hair, HAIRY_MAN),
    "Gray_Hair": Case(looks.warmth(looks.hair), -0.05, looks.hair, HAIRY_MAN),
    "No_Beard": Case(CHIN, 0.05, looks.lower_half, DARK_MAN),
    "Mustache": Case(LIP, -0.1, looks.lower_half, DARK_MAN),
    "5_o_Clock_Shadow": Case(CHIN, -0.05, looks.lower_half, DARK_MAN, {"No_Beard": 1}),
    "Goatee": Case(CHIN, -0.1, looks.lower_half, DARK_MAN),
    "Oval_Face": Case(JAW, -0.05, scenes=WHOLE_HEAD),
    "Square_Face": Case(JAW, 0.05, scenes=WHOLE_HEAD),
    "Round_Face": Case(looks.length(27, 8, over=(1, 15)), -0.05, scenes=WHOLE_HEAD),
    "Double_Chin": Case(looks.under_chin, 0.05, given={"No_Beard": 1}, scenes=PROFILE),
    "High_Cheekbones": Case(looks.length(2, 14, over=(3, 13)), 0.02),
    "Chubby": Case(looks.length(4, 12), 0.03),
    "Obstructed_Forehead": Case(COVERED, 0.1, given={"Wearing_Hat": 0}),
    "Fully_Visible_Forehead": Case(COVERED, -0.1, given={"Wearing_Hat": 0}),
    "Brown_Eyes": Case(looks.warmth(looks.irises), 0.03, looks.irises),
    "Bags_Under_Eyes": Case(BAGS, -0.02, looks.under_eyes),
    "Bushy_Eyebrows": Case(looks.brow_area, 0.03, looks.brows),
    "Arched_Eyebrows": Case(looks.brow_arch, 0.001, looks.brows, WOMAN),
    "Mouth_Closed": Case(looks.length(62, 66), -0.05),
    "Smiling": Case(looks.smile, 0.05),
    "Big_Lips": Case(looks.length(51, 57), 0.08),
    "Big_Nose": Case(looks.length(31, 35), 0.04),
    "Pointy_Nose": Case(looks.nose_tip, 0.01),
    "Heavy_Makeup": Case(looks.redness(looks.cheeks, beside=looks.forehead), 0.01, given=WOMAN),
    "Wearing_Hat": Case(looks.share(Segment.HEADWEAR, within=looks.upper_half), 0.05, looks.upper_half),
    "Wearing_Earrings": Case(looks.share(Segment.JEWELLERY), 0.0002, given=MAN, scenes=PROFILE),
    "Wearing_Necktie": Case(looks.tie, 0.1, given=MAN, scenes=HALF_LENGTH),
    "Wearing_Lipstick": Case(looks.redness(looks.lips, beside=looks.cheeks), 0.01, looks.mouth, WOMAN),
    "No_Eyewear": Case(EYEWEAR, -0.05, looks.glasses, {"Eyeglasses": 0}),
    "Eyeglasses": Case(EYEWEAR, 0.05, looks.glasses),
}


@pytest.fixture(autouse=True)
def only_the_first_candidate(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that with and without an attribute the same draws are made, and the two images show nearly the same person."""
    only = candidates.CandidatePool(least=1, most=1, worth=0.0)
    for name in ("PEOPLE", "SCENES"):
        monkeypatch.setattr(candidates, name, only)
    monkeypatch.setattr(candidates, "WIDE_PEOPLE", 0)
    monkeypatch.setattr(sampler, "WIDE_SCENES", 0)


@cache
def renderer(frame: FrameName) -> SceneRenderer:
    return SceneRenderer(frame=frame)


def rendered_with(
    asked: Mapping[str, int], scenes: Mapping[str, Any], *, people: int, frame: FrameName
) -> list[RenderedImage]:
    """An image of each of a few people, who all show what is asked."""
    content = {"conditions": [{"attributes": asked}], "scenes": scenes, "output": {"texture": TEXTURE, "frame": frame}}
    sampler = Sampler(Recipe.from_dict(content, where="test"), seed=SEED)
    images = sampler.render([(person, 0) for person in range(people)], renderer(frame))
    assert [image.problem for image in images] == [None] * people
    assert all(image.truth[name] == sign for image in images for name, sign in asked.items() if sign)
    return images


def concentration(one: Picture, other: Picture, where: Region) -> float:
    """How much more the two differ within a region, on average, than elsewhere."""
    inside = where(one) | where(other)
    difference = np.abs(one.rgb - other.rgb).mean(-1)
    return float(difference[inside].mean() / max(difference[~inside].mean(), 1e-6))


def pairs_of(attribute: str) -> list[tuple[Picture, Picture]]:
    """Images with and without it; their draws differ only where the attribute, or what goes with it, binds them."""
    case = CASES[attribute]
    frame: FrameName = "photo" if case.scenes in (WHOLE_HEAD, HALF_LENGTH, PROFILE) else "arcface"
    usual = {**USUAL, "Mouth_Closed": 0, "Smiling": 0} if case.scenes is PROFILE else USUAL  # a mouth isn't seen there
    shots = [
        rendered_with(
            {**usual, **case.given, **more, attribute: sign}, {**CALM, **case.scenes}, people=PAIRS, frame=frame
        )
        for sign, more in ((1, {}), (-1, case.besides))
    ]
    return [(Picture(one), Picture(other)) for one, other in zip(*shots, strict=True)]


def test_every_attribute_but_attractive_has_a_case():
    assert set(CASES) == set(ATTRIBUTES) - {"Attractive"}


@pytest.mark.parametrize("attribute", CASES)
def test_images_with_and_without_differ_where_they_should(attribute):
    case = CASES[attribute]
    pairs = pairs_of(attribute)
    change = np.median([case.measure(one) - case.measure(other) for one, other in pairs])
    assert change >= case.change if case.change > 0 else change <= case.change
    if case.where:
        assert np.median([concentration(one, other, case.where) for one, other in pairs]) > CONCENTRATED


@pytest.mark.parametrize("sign", [1, -1])
def test_in_the_wild_everything_can_be_had(sign):
    for attribute in CASES:
        (image,) = rendered_with({attribute: sign}, {}, people=1, frame="arcface")
        assert image.truth[attribute] == sign
