"""People and scenes made by hand: plain ones, with changes by name."""

from dataclasses import is_dataclass, replace
from typing import Any, TypeVar

from facegap.render.description.person import Beard, Brows, Eyes, Hair, Person, Skin
from facegap.render.description.scene import Scene
from facegap.render.tables.hair_styles import STYLES, HairStyle
from facegap.render.truth.plain import plain_scene

BROWN = (0.03, 0.018, 0.01)
Made = TypeVar("Made")


def a_person(**changes: Any) -> Person:
    """A man of 30 of average build; ``a_person(age=70.0, hair={"style": "bald"})`` changes that."""
    usual = Person(
        seed=1,
        male=True,
        age=30.0,
        ancestry="white",
        african=0.0,
        asian=0.0,
        caucasian=1.0,
        weight=0.5,
        muscle=0.5,
        shape={},
        asymmetry={},
        skin=Skin(0.2, 0.4, 0.3, 0.0, 3, 0.2, 0.1, 0.2, 0.0, 0.5, 0.3),
        eyes=Eyes("blue", (0.2, 0.3, 0.5), (0.05, 0.1, 0.2), 1.0, 0.6),
        brows=Brows(0.9, 0.7, 0.0, 1.0, 1.0, 0.0, BROWN),
        hair=Hair(STYLES["side-part"], "brown", BROWN, BROWN, 1.0, 1.0, 0.0, 0.4, 0.0, 0.0, 0.0, 0.0),
        beard=Beard(0.8, "shaved", BROWN),
        earrings=False,
        make_up=0.0,
        glasses=False,
    )
    return changed(usual, **changes)


def a_scene(**changes: Any) -> Scene:
    """A plain photograph from the front; ``a_scene(accessories={"mask": True}, pupil=0.5)`` changes that."""
    return changed(plain_scene(STYLES["side-part"]), **changes)


def changed(thing: Made, **changes: Any) -> Made:
    """A copy of a dataclass with other fields.

    A dict for a field that is a dataclass changes fields of that; a hair style may be given by its name.
    """
    return replace(thing, **{name: _value(getattr(thing, name), value) for name, value in changes.items()})  # type: ignore[type-var]


def _value(usual: Any, given: Any) -> Any:
    if isinstance(given, dict) and is_dataclass(usual):
        return changed(usual, **given)
    return STYLES[given] if isinstance(given, str) and isinstance(usual, HairStyle) else given
