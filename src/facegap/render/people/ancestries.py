"""What differs between ancestries: the tendencies of each, over wide ranges that overlap. All numbers are ours."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from facegap.base.config import Config
from facegap.base.suggestions import check_names
from facegap.render.choices import Choice, among, shares
from facegap.render.distributions import Normal, Quantity, Uniform
from facegap.render.head.shape import shape_parameters
from facegap.render.people.colors import FAMILIES, IRISES
from facegap.render.people.traits import TRAITS

ANCESTRIES = ("white", "black", "asian", "indian", "mixed")
TEXTURES = ("straight", "wavy", "coily")


def _check_shape(given: Mapping[str, float]) -> Mapping[str, float]:
    check_names(given, shape_parameters(), "shape parameter")
    return given


def _check_traits(given: Mapping[str, float]) -> Mapping[str, float]:
    check_names(given, TRAITS, "trait")
    return given


ByShape = Annotated[Mapping[str, float], AfterValidator(_check_shape)]
"""A number by shape parameter (see ``facegap.render.head.shape.shape_parameters``)."""

ByTrait = Annotated[Mapping[str, float], AfterValidator(_check_traits)]
"""A number by trait (see ``facegap.render.people.traits``)."""


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
    family: Annotated[Choice, among(*FAMILIES)]
    texture: Annotated[Choice, among(*TEXTURES)]
    iris: Annotated[Choice, among(*IRISES)]
    beard: Quantity
    brows: Quantity
    freckled: float = 0.02
    traits: ByTrait = Field(default={})
    shape: ByShape = Field(default={})


class White(Ancestry):
    """European descent."""

    african: Quantity = Uniform(low=0.0, high=0.08)
    asian: Quantity = Uniform(low=0.0, high=0.1)
    caucasian: Quantity = Uniform(low=0.85, high=1.0)
    melanin: Quantity = Normal(mean=0.17, sd=0.07, low=0.03, high=0.38)
    carotene: Quantity = Normal(mean=0.32, sd=0.14, low=0.0, high=0.8)
    lips: Quantity = Normal(mean=0.5, sd=0.17, low=0.1, high=1.0)
    family: Annotated[Choice, among(*FAMILIES)] = shares(black=0.12, brown=0.56, blond=0.26, red=0.06)
    texture: Annotated[Choice, among(*TEXTURES)] = shares(straight=0.58, wavy=0.4, coily=0.02)
    iris: Annotated[Choice, among(*IRISES)] = shares(brown=0.36, hazel=0.15, green=0.12, blue=0.29, grey=0.08)
    beard: Quantity = Normal(mean=0.72, sd=0.2, low=0.1, high=1.0)
    brows: Quantity = Normal(mean=0.6, sd=0.17, low=0.2, high=1.0)
    freckled: float = 0.16


class Black(Ancestry):
    """African descent."""

    african: Quantity = Uniform(low=0.8, high=1.0)
    asian: Quantity = Uniform(low=0.0, high=0.08)
    caucasian: Quantity = Uniform(low=0.0, high=0.22)
    melanin: Quantity = Normal(mean=0.72, sd=0.13, low=0.42, high=1.0)
    carotene: Quantity = Normal(mean=0.35, sd=0.15, low=0.0, high=0.8)
    lips: Quantity = Normal(mean=0.4, sd=0.16, low=0.05, high=0.9)
    family: Annotated[Choice, among(*FAMILIES)] = shares(black=0.9, brown=0.08, blond=0.02)
    texture: Annotated[Choice, among(*TEXTURES)] = shares(straight=0.1, wavy=0.14, coily=0.76)
    iris: Annotated[Choice, among(*IRISES)] = shares(brown=0.97, hazel=0.03)
    beard: Quantity = Normal(mean=0.62, sd=0.2, low=0.05, high=1.0)
    brows: Quantity = Normal(mean=0.66, sd=0.16, low=0.2, high=1.0)
    traits: ByTrait = Field(default={"lips": 0.5, "nose_size": 0.2, "nose_point": -0.4})


class Asian(Ancestry):
    """East Asian descent."""

    african: Quantity = Uniform(low=0.0, high=0.05)
    asian: Quantity = Uniform(low=0.8, high=1.0)
    caucasian: Quantity = Uniform(low=0.0, high=0.2)
    melanin: Quantity = Normal(mean=0.26, sd=0.08, low=0.1, high=0.5)
    carotene: Quantity = Normal(mean=0.5, sd=0.15, low=0.1, high=1.0)
    lips: Quantity = Normal(mean=0.48, sd=0.16, low=0.1, high=1.0)
    family: Annotated[Choice, among(*FAMILIES)] = shares(black=0.83, brown=0.15, blond=0.02)
    texture: Annotated[Choice, among(*TEXTURES)] = shares(straight=0.84, wavy=0.155, coily=0.005)
    iris: Annotated[Choice, among(*IRISES)] = shares(brown=0.985, hazel=0.015)
    beard: Quantity = Normal(mean=0.38, sd=0.2, low=0.0, high=0.9)
    brows: Quantity = Normal(mean=0.52, sd=0.17, low=0.15, high=1.0)
    traits: ByTrait = Field(default={"cheekbones": 0.2})
    shape: ByShape = Field(default={"eye-epicanthus-out": -0.35})


class Indian(Ancestry):
    """South Asian descent."""

    african: Quantity = Uniform(low=0.05, high=0.3)
    asian: Quantity = Uniform(low=0.05, high=0.25)
    caucasian: Quantity = Uniform(low=0.6, high=0.9)
    melanin: Quantity = Normal(mean=0.48, sd=0.11, low=0.24, high=0.8)
    carotene: Quantity = Normal(mean=0.48, sd=0.15, low=0.1, high=1.0)
    lips: Quantity = Normal(mean=0.45, sd=0.16, low=0.1, high=0.9)
    family: Annotated[Choice, among(*FAMILIES)] = shares(black=0.87, brown=0.12, blond=0.01)
    texture: Annotated[Choice, among(*TEXTURES)] = shares(straight=0.56, wavy=0.4, coily=0.04)
    iris: Annotated[Choice, among(*IRISES)] = shares(brown=0.94, hazel=0.05, green=0.01)
    beard: Quantity = Normal(mean=0.8, sd=0.17, low=0.2, high=1.0)
    brows: Quantity = Normal(mean=0.76, sd=0.15, low=0.3, high=1.0)


class Ancestries(Config):
    """The tendencies of each ancestry that isn't mixed."""

    white: White = White()
    black: Black = Black()
    asian: Asian = Asian()
    indian: Indian = Indian()

    def of(self, name: str) -> Ancestry:
        """One of them by name."""
        found = getattr(self, name)
        assert isinstance(found, Ancestry)
        return found
