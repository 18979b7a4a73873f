"""Three people of very different heads."""

import pytest

from facegap.render.description.person import Beard, Brows, Eyes, Hair, Person, Skin

BROWN = (0.03, 0.018, 0.01)


def person(**fields: object) -> Person:
    usual: dict[str, object] = {
        "seed": 1, "male": True, "age": 30.0, "ancestry": "white", "african": 0.0, "asian": 0.0, "caucasian": 1.0,
        "weight": 0.5, "muscle": 0.5, "shape": {}, "asymmetry": {},
        "skin": Skin(0.2, 0.4, 0.3, 0.0, 3, 0.2, 0.1, 0.2, 0.0, 0.5, 0.3),
        "eyes": Eyes("brown", BROWN, BROWN, 1.0, 0.6), "brows": Brows(1.0, 0.8, 0.2, 1.0, 1.0, 0.0, BROWN),
        "hair": Hair("bald", "brown", BROWN, BROWN, 1.0, 1.0, 0.0, 0.4, 0.0, 0.0, 0.0, 0.0),
        "beard": Beard(0.0, "shaved", BROWN), "earrings": False, "make_up": 0.0, "glasses": False,
    }  # fmt: skip
    return Person(**{**usual, **fields})  # type: ignore[arg-type]


@pytest.fixture
def people() -> tuple[Person, ...]:
    small = {"head-scale-horiz": -1.0, "head-scale-vert": -1.0, "nose-scale-depth": -1.0}
    large = {"head-scale-horiz": 1.0, "head-scale-vert": 1.0, "nose-scale-depth": 1.0, "chin-height": 1.0}
    return (
        person(),
        person(male=False, age=75.0, weight=0.2, asian=1.0, caucasian=0.0, shape=small),
        person(age=18.0, weight=1.0, african=1.0, caucasian=0.0, shape=large),
    )
