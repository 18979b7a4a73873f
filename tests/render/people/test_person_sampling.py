import numpy as np
import pytest

from facegap.render.conditions.conditions import NO_REQUEST, Request
from facegap.render.description.person import Person
from facegap.render.head.shape import shape_parameters
from facegap.render.people.person_sampling import sample_person
from facegap.render.recipes.people import PeopleRecipe
from facegap.render.tables.hair_styles import STYLES


def people(number: int, ask: Request = NO_REQUEST, **recipe: object) -> list[Person]:
    made = PeopleRecipe.from_dict(dict(recipe), where="test")
    return [sample_person(made, seed=1, identity=identity, ask=ask) for identity in range(number)]


def test_a_person_is_the_same_anywhere_and_unlike_the_next() -> None:
    first, second = people(2)
    assert people(1)[0] == first
    assert first != second
    assert {*first.shape, *first.asymmetry} <= shape_parameters().keys()
    assert first.african + first.asian + first.caucasian == pytest.approx(1.0)


def test_shares_and_correlations_are_those_declared() -> None:
    drawn = people(600)
    assert np.mean([each.male for each in drawn]) == pytest.approx(0.5, abs=0.06)
    assert np.mean([each.ancestry == "white" for each in drawn]) == pytest.approx(0.42, abs=0.06)
    old = [each for each in drawn if each.age > 62]
    young = [each for each in drawn if each.age < 30]
    gray = [np.mean([each.hair.family == "gray" for each in group]) for group in (old, young)]
    assert gray[0] > 0.4 > 0.05 > gray[1]
    assert np.mean([each.skin.wrinkles for each in old]) > 0.5 > 0.1 > np.mean([each.skin.wrinkles for each in young])
    assert all(each.beard.capacity == 0.0 and each.beard.habit == "shaved" for each in drawn if not each.male)
    dark = [each for each in drawn if each.ancestry == "black"]
    assert np.mean([each.eyes.color == "brown" for each in dark]) > 0.9
    assert all(each.hair.style.name in STYLES for each in drawn)


@pytest.mark.parametrize(
    ("attribute", "holds"),
    [
        ("Male", lambda person: person.male),
        ("Young", lambda person: person.age < 35),
        ("Middle_Aged", lambda person: 35 <= person.age <= 60),
        ("Senior", lambda person: person.age > 60),
        ("Asian", lambda person: person.ancestry == "asian"),
        ("Bald", lambda person: person.hair.style.bald),
        ("Bangs", lambda person: person.hair.style.bangs),
        ("Wavy_Hair", lambda person: person.hair.style.wavy),
        ("Gray_Hair", lambda person: person.hair.family == "gray"),
        ("Blond_Hair", lambda person: person.hair.family == "blond"),
        ("Brown_Eyes", lambda person: person.eyes.color == "brown"),
        ("Chubby", lambda person: person.weight > 0.7),
        ("Receding_Hairline", lambda person: person.hair.recession > 0.4),
        ("Bags_Under_Eyes", lambda person: person.skin.bags > 0.45),
        ("Bushy_Eyebrows", lambda person: person.brows.thickness * person.brows.density > 0.95),
        ("Arched_Eyebrows", lambda person: person.brows.arch > 0.3),
        ("Double_Chin", lambda person: person.shape["neck-double"] > 0.4),
        ("Big_Lips", lambda person: person.shape["mouth-lowerlip-height"] > 0.25),
        ("Oval_Face", lambda person: person.shape.get("head-oval", 0.0) > 0.5),
    ],
)
def test_what_is_asked_is_likely(attribute: str, holds: object) -> None:
    assert callable(holds)
    for sign in (1, -1):
        met = [bool(holds(person)) is (sign > 0) for person in people(60, Request({attribute: sign}))]
        assert np.mean(met) >= 0.7, (attribute, sign)


def test_combinations_hold_together() -> None:
    asked = Request({"Male": 1, "Senior": 1, "Asian": 1, "Blond_Hair": 1, "Bangs": 1})
    for person in people(30, asked):
        style = person.hair.style
        assert person.male
        assert person.age > 60
        assert person.ancestry == "asian"
        assert person.hair.family == "blond"
        assert style.bangs
    bearded = people(30, Request({"Mustache": 1}))
    assert all(person.male and person.beard.capacity >= 0.6 for person in bearded)
    barren = people(30, Request({"Bald": 1, "Male": -1}))
    assert all(person.hair.style.bald and not person.male for person in barren)


def test_extreme_recipes_are_kept() -> None:
    assert not any(person.male for person in people(20, male=0.0))
    assert {person.ancestry for person in people(20, ancestry={"mixed": 1})} == {"mixed"}
    still = people(5, shape_sd=0.0, asymmetry_sd=0.0, trait_scale=0.0, form={"plain": 1})
    assert all(person.shape["nose-hump"] == 0.0 == person.asymmetry["eye-scale"] for person in still)
    assert all(person.shape["nose-hump"] == 0.0 for person in people(5, shape_sds={"nose-hump": 0.0}))
    assert {
        person.hair.style.name
        for person in people(20, male=1.0, hair={"styles": dict.fromkeys(STYLES, 0.0) | {"buzz": 1}})
    } >= {"buzz"}
