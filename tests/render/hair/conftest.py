"""A person whose hair can be chosen."""

from collections.abc import Callable

import pytest

from facegap.render.description.person import Beard, Brows, Eyes, Hair, Person, Skin
from facegap.render.tables.hair_styles import STYLES

BROWN = (0.03, 0.018, 0.01)
MakePerson = Callable[..., Person]


@pytest.fixture
def make_person() -> MakePerson:
    """``make_person(seed=2, recession=0.5)``: what isn't a field of ``Person`` is one of its hair."""

    def make(*, seed: int = 1, male: bool = False, capacity: float = 0.8, **hair: object) -> Person:
        usual: dict[str, object] = {
            "style": STYLES["bob"],
            "family": "brown", "root": BROWN, "tip": BROWN, "length": 1.0, "volume": 1.0, "curl": 0.0,
            "parting": 0.4, "hairline": 0.0, "recession": 0.0, "peak": 0.0, "thinning": 0.0,
        }  # fmt: skip
        if isinstance(hair.get("style"), str):
            hair["style"] = STYLES[hair["style"]]
        return Person(
            seed=seed, male=male, age=30.0, ancestry="white", african=0.0, asian=0.0, caucasian=1.0, weight=0.5,
            muscle=0.5, shape={}, asymmetry={}, skin=Skin(0.2, 0.4, 0.3, 0.0, 3, 0.2, 0.1, 0.2, 0.0, 0.5, 0.3),
            eyes=Eyes("blue", BROWN, BROWN, 1.0, 0.6), brows=Brows(1.0, 0.8, 0.2, 1.0, 1.0, 0.0, BROWN),
            hair=Hair(**{**usual, **hair}), beard=Beard(capacity, "full", BROWN), earrings=False, make_up=0.0,
            glasses=False,
        )  # fmt: skip

    return make
