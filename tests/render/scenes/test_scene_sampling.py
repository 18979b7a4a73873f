from collections.abc import Callable

import numpy as np
import pytest

from facegap.render.conditions.conditions import NO_REQUEST, Request
from facegap.render.conditions.rules import RULES, bound_draws
from facegap.render.description.scene import Scene
from facegap.render.head.basis import head_basis
from facegap.render.people.person_sampling import sample_person
from facegap.render.recipes.people import PeopleRecipe
from facegap.render.recipes.recipe import Recipe
from facegap.render.recipes.scenes import SceneRecipe
from facegap.render.scenes.scene_sampling import sample_scene
from facegap.render.tables.expressions import EXPRESSIONS, action_weights
from facegap.render.tables.hair_styles import STYLES
from facegap.render.truth.labels.complexion import redness, shine

NUMBER = 60


def scenes(number: int, ask: Request = NO_REQUEST, recipe: SceneRecipe | None = None) -> list[Scene]:
    made, people = recipe or SceneRecipe(), PeopleRecipe()
    drawn = []
    for identity in range(number):
        person = sample_person(people, seed=2, identity=identity, ask=ask)
        drawn.append(sample_scene(made, person, seed=2, identity=identity, image=0, attempt=0, ask=ask, styles=STYLES))
    return drawn


def test_a_scene_is_the_same_anywhere_and_another_at_each_attempt() -> None:
    recipe = SceneRecipe()
    person = sample_person(PeopleRecipe(), seed=2, identity=0, ask=NO_REQUEST)
    first, again, later, other = (
        sample_scene(recipe, person, seed=2, identity=0, image=image, attempt=attempt, ask=NO_REQUEST, styles=STYLES)
        for image, attempt in ((0, 0), (0, 0), (0, 1), (1, 0))
    )
    assert first == again
    assert first.pose != later.pose != other.pose != first.pose


def test_shares_are_those_declared() -> None:
    drawn = scenes(600)
    assert np.mean([scene.accessories.headwear != "" for scene in drawn]) == pytest.approx(0.15, abs=0.04)
    assert np.mean([scene.accessories.eyewear == "spectacles" for scene in drawn]) == pytest.approx(0.15, abs=0.05)
    assert np.mean([scene.make_up.foundation > 0 for scene in drawn]) == pytest.approx(0.15, abs=0.05)
    assert np.std([scene.pose.yaw for scene in drawn]) == pytest.approx(27.0, abs=2.5)
    smiles = [scene.expression.get("mouthSmileLeft", 0.0) > 0.25 for scene in drawn]
    assert np.mean(smiles) == pytest.approx(0.48, abs=0.07)
    assert all(0.0 <= weight <= 1.0 for scene in drawn for weight in scene.expression.values())


def test_expressions_are_of_known_actions() -> None:
    for name, expression in EXPRESSIONS.items():
        weights = action_weights(name, strength=0.0, tilt=0.0, left=True)
        assert set(weights) <= set(head_basis().names), name
        smile = min(weights.get("mouthSmileLeft", 0.0), weights.get("mouthSmileRight", 0.0))
        assert (smile >= 0.4) is expression.smiling, name
        assert (weights.get("jawOpen", 0.0) >= 0.1) is expression.parted, name


def _smile(scene: Scene) -> float:
    return (scene.expression.get("mouthSmileLeft", 0.0) + scene.expression.get("mouthSmileRight", 0.0)) / 2


@pytest.mark.parametrize(
    ("attribute", "holds"),
    [
        ("Smiling", lambda scene: _smile(scene) > 0.3),
        ("Mouth_Closed", lambda scene: scene.expression.get("jawOpen", 0.0) < 0.05),
        ("Mustache", lambda scene: scene.beard.mustache > 0.4),
        ("Goatee", lambda scene: scene.beard.goatee > 0.4 and scene.beard.cheeks < 0.1),
        ("Sideburns", lambda scene: scene.beard.sideburns > 0.4),
        ("5_o_Clock_Shadow", lambda scene: scene.beard.stubble > 0.4),
        ("No_Beard", lambda scene: max(scene.beard.mustache, scene.beard.cheeks, scene.beard.stubble) < 0.2),
        ("Heavy_Makeup", lambda scene: scene.make_up.eye_shadow > 0.5),
        ("Wearing_Lipstick", lambda scene: scene.make_up.lipstick > 0.3),
        ("Wearing_Hat", lambda scene: scene.accessories.headwear != ""),
        ("Wearing_Earrings", lambda scene: scene.accessories.earrings),
        (
            "Wearing_Necktie",
            lambda scene: scene.accessories.necktie and scene.accessories.clothes in ("shirt", "jacket"),
        ),
        ("No_Eyewear", lambda scene: scene.accessories.eyewear == ""),
        ("Eyeglasses", lambda scene: scene.accessories.eyewear != ""),
        ("Obstructed_Forehead", lambda scene: scene.accessories.headwear != "" or scene.hair.bangs),
        ("Fully_Visible_Forehead", lambda scene: scene.accessories.headwear == "" and not scene.hair.bangs),
        ("Bangs", lambda scene: scene.hair.bangs),
        ("Wavy_Hair", lambda scene: scene.hair.wavy),
    ],
)
def test_what_is_asked_is_likely(attribute: str, holds: Callable[[Scene], bool]) -> None:
    for sign in (1, -1):
        met = [bool(holds(scene)) is (sign > 0) for scene in scenes(NUMBER, Request({attribute: sign}))]
        assert np.mean(met) >= 0.8, (attribute, sign)


def test_redness_and_shine_count_with_the_persons_own_as_in_the_truth() -> None:
    for attribute, measure, threshold in (("Rosy_Cheeks", redness, 0.5), ("Shiny_Skin", shine, 0.66)):
        for sign in (1, -1):
            ask = Request({attribute: sign})
            met = []
            for identity in range(40):
                person = sample_person(PeopleRecipe(), seed=2, identity=identity, ask=ask)
                scene = sample_scene(
                    SceneRecipe(), person, seed=2, identity=identity, image=0, attempt=0, ask=ask, styles=STYLES
                )
                met.append((measure(person, scene) >= threshold) is (sign > 0))
            assert np.mean(met) > 0.9, (attribute, sign)


def test_the_studio_covers_foreheads_without_hats() -> None:
    studio = Recipe.load("studio").scenes
    for sign in (1, -1):
        drawn = scenes(40, Request({"Obstructed_Forehead": sign}), studio)
        assert np.mean([scene.hair.bangs is (sign > 0) for scene in drawn]) > 0.8
        assert all(scene.accessories.headwear == "" and abs(scene.pose.yaw) <= 10 for scene in drawn)


def test_without_variation_the_images_of_a_person_are_alike() -> None:
    still = SceneRecipe.from_dict({"variation": 0.0}, where="test")
    person = sample_person(PeopleRecipe(), seed=2, identity=4, ask=NO_REQUEST)
    first, second = (
        sample_scene(still, person, seed=2, identity=4, image=image, attempt=0, ask=NO_REQUEST, styles=STYLES)
        for image in (0, 9)
    )
    assert first.accessories == second.accessories
    assert first.light == second.light
    assert first.background == second.background
    assert first.pose.yaw == pytest.approx(second.pose.yaw)
    assert first.hair == second.hair


def test_every_bound_is_on_a_draw_that_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule about a draw that no sampler makes would silently do nothing."""
    looked_up: set[str] = set()

    class Listening(dict[str, object]):
        def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
            looked_up.add(key)
            return super().get(key, default)

    ask = Request()
    for part in ("person_limits", "scene_limits"):
        ask.__dict__[part] = Listening()
    scenes(40, ask)
    assert set(bound_draws(RULES)) <= looked_up
