"""What differs between ancestries: the tendencies of each, which stand in ``tables/ancestries.toml``."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from facegap.base.config import Config
from facegap.base.suggestions import check_names
from facegap.render.description.person import HAIR_FAMILIES, HAIR_TEXTURES, IRIS_COLORS
from facegap.render.head.shape import shape_parameters
from facegap.render.sampling.choices import Choice, among
from facegap.render.sampling.distributions import Quantity
from facegap.render.tables.face_shapes import TRAITS
from facegap.render.tables.reading import table_content

_UNCHECKED = "names of shape parameters stay unchecked"  # to check them, the head must have been read


def _check_shape(given: Mapping[str, float], info: ValidationInfo) -> Mapping[str, float]:
    if not (info.context or {}).get(_UNCHECKED):
        check_names(given, shape_parameters(), "shape parameter")
    return given


def _check_traits(given: Mapping[str, float]) -> Mapping[str, float]:
    check_names(given, TRAITS, "trait")
    return given


ByShape = Annotated[Mapping[str, float], AfterValidator(_check_shape)]
"""A number by shape parameter (see ``facegap.render.head.shape.shape_parameters``)."""

ByTrait = Annotated[Mapping[str, float], AfterValidator(_check_traits)]
"""A number by trait (see ``facegap.render.tables.face_shapes``)."""


class Ancestry(Config):
    """The tendencies of one ancestry.

    Melanin goes with the families of hair and iris through these tables: who descends from dark-skinned people mostly
    has black hair and brown eyes. A mixed person has two parents of different ancestries: a number lies between what
    the two would have, a color or texture is one parent's.

    Attributes:
        african: weight of MakeHuman's African head, before the three are scaled to sum to 1.
        asian: likewise.
        caucasian: likewise.
        melanin: of the skin, 0 palest to 1 darkest.
        carotene: yellowness of the skin, 0 to 1.
        lips: how much redder and darker the lips are than the skin, 0 to 1.
        family: of hair color, before it grays.
        texture: of the hair.
        iris: its color.
        beard: how much beard a man in his prime can grow, 0 to 1.
        brows: density of the brows, 0 to 1.
        freckled: the share of freckled people.
        traits: shifts of the means of traits, in standard deviations.
        shape: shifts of the means of shape parameters.
    """

    african: Quantity
    asian: Quantity
    caucasian: Quantity
    melanin: Quantity
    carotene: Quantity
    lips: Quantity
    family: Annotated[Choice, among(*HAIR_FAMILIES)]
    texture: Annotated[Choice, among(*HAIR_TEXTURES)]
    iris: Annotated[Choice, among(*IRIS_COLORS)]
    beard: Quantity
    brows: Quantity
    freckled: float = 0.02
    traits: ByTrait = Field(default={})
    shape: ByShape = Field(default={})


def _shipped(name: str) -> Ancestry:
    """The tendencies that come with the package; their names of shape parameters are checked by a test."""
    return Ancestry.model_validate(_TABLE[name], context={_UNCHECKED: True})


_TABLE = table_content("ancestries")


class Ancestries(Config):
    """The tendencies of each ancestry that isn't mixed."""

    white: Ancestry = _shipped("white")
    black: Ancestry = _shipped("black")
    asian: Ancestry = _shipped("asian")
    indian: Ancestry = _shipped("indian")

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, content: Any) -> Any:
        """What a recipe leaves out of an ancestry is as it ships."""
        if not isinstance(content, Mapping):
            return content
        return {
            name: {**_TABLE[name], **given} if isinstance(given, Mapping) and name in _TABLE else given
            for name, given in content.items()
        }

    def of(self, name: str) -> Ancestry:
        """One of them by name."""
        ancestry = getattr(self, name)
        assert isinstance(ancestry, Ancestry)
        return ancestry
