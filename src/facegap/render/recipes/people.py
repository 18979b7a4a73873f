"""What people are drawn from."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from facegap.base.config import Config
from facegap.base.suggestions import check_names
from facegap.render.description.person import ANCESTRIES
from facegap.render.head.shape import shape_parameters
from facegap.render.recipes.ancestries import Ancestries, ByShape, ByTrait
from facegap.render.sampling.choices import Choice, among, shares
from facegap.render.sampling.distributions import Chance, Normal, Quantity, Uniform
from facegap.render.tables.face_shapes import FORMS
from facegap.render.tables.hair_styles import HairStyle, styles_with

HABITS = ("shaved", "stubble", "moustache", "goatee", "sideburns", "short", "full")


class SkinRecipe(Config):
    """The skin besides its color; what comes with age is in ``Aging``.

    Attributes:
        haemoglobin: 0 pale to 1 ruddy.
        freckles: of freckled people, 0 to 1; they are the fewer the darker the skin.
        moles: their number, rounded.
        blotches: unevenness of the color, 0 to 1.
        flush: usual redness of the cheeks, −1 to 1.
        gloss: 0 dry to 1 oily, in youth; men's is higher by 0.06.
    """

    haemoglobin: Quantity = Normal(mean=0.45, sd=0.18, low=0.05, high=1.0)
    freckles: Quantity = Normal(mean=0.45, sd=0.25, low=0.1, high=1.0)
    moles: Quantity = Normal(mean=2.0, sd=3.5, low=-0.49, high=14.0)
    blotches: Quantity = Normal(mean=0.3, sd=0.18, low=0.0, high=1.0)
    flush: Quantity = Normal(mean=0.0, sd=0.25, low=-0.8, high=0.9)
    gloss: Quantity = Normal(mean=0.38, sd=0.18, low=0.0, high=1.0)


class Aging(Config):
    """What comes with age; all correlations of age are here.

    Attributes:
        wrinkles: factor of ((age − 25) / 50)^1.3, the usual depth of wrinkles.
        bags: what is added to (age − 30) / 75, the usual bags under the eyes.
        double_chin: what is added to 0.9 · (weight − 0.5) + (age − 35) / 120, the usual double chin.
        gray: the age in years at which hair turns gray; a beard does five years earlier.
        dyed: the share of gray women who dye their hair; of men a third of it.
        balding: the share of men, of the age of 80, who are bald or shave their head; a fifth of it at 20.
        recession: of the temples at 75, of men; it begins at 20; of women a fifth of it.
        bald_women: the share of women who are bald, at any age.
        glasses: the shares of those who need spectacles at 15 and at 75, linear between.
        heavier: what is added to weight by every ten years from 25 to 65.
    """

    former_keys: ClassVar[Mapping[str, str]] = {"grey": "gray"}

    wrinkles: Quantity = Normal(mean=1.0, sd=0.3, low=0.3, high=1.8)
    bags: Quantity = Normal(mean=0.16, sd=0.18, low=0.0, high=0.8)
    double_chin: Quantity = Normal(mean=0.0, sd=0.22, low=-0.5, high=0.8)
    gray: Quantity = Normal(mean=55.0, sd=11.0, low=25.0, high=85.0)
    dyed: Chance = 0.5
    balding: Chance = 0.32
    recession: Quantity = Normal(mean=0.45, sd=0.38, low=0.0, high=1.0)
    bald_women: Chance = 0.004
    glasses: tuple[Chance, Chance] = (0.13, 0.36)
    heavier: float = 0.03


class BrowsRecipe(Config):
    """Eyebrows, of women; men's are thicker, less arched and closer to each other and to the eyes by ``male``.

    Attributes:
        thickness: relative to the usual.
        arch: −1 flat to 1 high.
        length: relative to the usual.
        gap: between them, relative to the usual.
        height: −1 to 1.
        male_thickness: what is added for men.
        male_density: likewise; the density itself is the ancestry's.
        male_arch: likewise.
        male_gap: likewise.
        male_height: likewise.
    """

    thickness: Quantity = Normal(mean=0.9, sd=0.42, low=0.4, high=2.0)
    arch: Quantity = Normal(mean=0.28, sd=0.55, low=-1.0, high=1.0)
    length: Quantity = Normal(mean=1.0, sd=0.08, low=0.8, high=1.2)
    gap: Quantity = Normal(mean=1.02, sd=0.35, low=0.35, high=1.5)
    height: Quantity = Normal(mean=0.1, sd=0.6, low=-1.0, high=1.0)
    male_thickness: float = 0.28
    male_density: float = 0.1
    male_arch: float = -0.32
    male_gap: float = -0.14
    male_height: float = -0.25


class HairRecipe(Config):
    """Hair; its style is drawn by sex and texture from the table of hair styles, its color by ancestry and age.

    Attributes:
        styles: factors of the styles' own weights, by name; 0 leaves a style out.
        styles_file: TOML file of further styles, relative to the recipe's folder; empty for none.
        length: relative to the style's.
        volume: likewise.
        curl: of straight, wavy and coily hair.
        lightness: of the color within its family, 0 to 1.
        tip: how much lighter the tips are than the roots, a factor.
        parting: −1 to 1.
        hairline: height of the hairline, −1 to 1.
        peak: of those who have a widow's peak, 0 to 1.
        peaked: their share.
    """

    styles: Mapping[str, float] = Field(default={})
    styles_file: str = ""
    length: Quantity = Normal(mean=1.0, sd=0.12, low=0.75, high=1.3)
    volume: Quantity = Normal(mean=1.0, sd=0.16, low=0.7, high=1.4)
    curl: tuple[Quantity, Quantity, Quantity] = (
        Normal(mean=0.0, sd=0.06, low=0.0, high=0.2),
        Normal(mean=0.35, sd=0.15, low=0.05, high=0.7),
        Normal(mean=0.85, sd=0.12, low=0.5, high=1.0),
    )
    lightness: Quantity = Normal(mean=0.45, sd=0.25, low=0.0, high=1.0)
    tip: Quantity = Normal(mean=1.2, sd=0.2, low=0.9, high=1.9)
    parting: Quantity = Uniform(low=-1.0, high=1.0)
    hairline: Quantity = Normal(mean=0.0, sd=0.35, low=-1.0, high=1.0)
    peak: Quantity = Uniform(low=0.2, high=1.0)
    peaked: Chance = 0.2

    @cached_property
    def known_styles(self) -> Mapping[str, HairStyle]:
        """All styles that people may wear, by name: those that come with the package, and those of the file."""
        return styles_with(self.styles_file)

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_names(self.styles, self.known_styles, "hair style")
        return self


def _check_groups(given: Mapping[str, float]) -> Mapping[str, float]:
    check_names(given, {name.split("-")[0] for name in shape_parameters()}, "group of shape parameters")
    return given


ByGroup = Annotated[Mapping[str, float], AfterValidator(_check_groups)]
"""A number by group of shape parameters."""


class PeopleRecipe(Config):
    """The people of a set. The defaults are wide: everything varies (ours, roughly a world of adults in photographs).

    Correlations: ancestry binds skin, hair, irises, beard and traits (``Ancestry``); age binds wrinkles, bags, double
    chin, graying, balding, weight and the need of spectacles (``Aging``); sex binds beard, brows, hair style, balding,
    earrings, make-up and the jaw; melanin binds freckles.

    Attributes:
        male: the share of men.
        age: years, 14 to 90.
        ancestry: shares of the ancestries.
        ancestries: their tendencies.
        weight: 0 thin to 1 heavy, at 25.
        muscle: 0 to 1, of women; men's is higher by 0.12.
        shape_sd: standard deviation of the local shape parameters, each by itself.
        group_sds: of groups of them instead, by the first word of their names, such as ``eye``; ``bend`` are smooth
            deformations of the whole head (see ``facegap.render.head.bends``), ``rest`` the resting face.
        shape_sds: of single ones, by name.
        shape_limit: their greatest size.
        male_shape: shifts of the means of shape parameters, of men.
        male_traits: likewise of traits, in standard deviations.
        trait_scale: how far traits move the shape; 1 as in ``facegap.render.tables.face_shapes``.
        form: of the face.
        form_amount: how marked it is.
        asymmetry_sd: standard deviation of what tells left from right.
        skin: see there.
        aging: see there.
        brows: see there.
        hair: see there.
        iris_size: relative to the usual.
        lashes: 0 sparse to 1 dense, of men; women's are denser by 0.2.
        beard: habits of men who can grow one (capacity of 0.25 or more); the others shave.
        earrings: the shares of women and of men who wear some.
        make_up: habits of women, 0 never to 1 always.
        make_up_men: the share of men who have such a habit.
    """

    former_keys: ClassVar[Mapping[str, str]] = {"ageing": "aging"}

    male: Chance = 0.5
    age: Quantity = Normal(mean=36.0, sd=17.0, low=15.0, high=86.0)
    ancestry: Annotated[Choice, among(*ANCESTRIES)] = shares(
        white=0.42, black=0.17, asian=0.19, indian=0.14, mixed=0.08
    )
    ancestries: Ancestries = Ancestries()
    weight: Quantity = Normal(mean=0.46, sd=0.18, low=0.05, high=1.0)
    muscle: Quantity = Normal(mean=0.46, sd=0.13, low=0.1, high=0.9)
    shape_sd: float = Field(default=0.25, ge=0.0, le=1.0)
    group_sds: ByGroup = Field(default={"bend": 0.55, "eye": 0.5, "eyebrows": 0.6, "rest": 0.4})
    shape_sds: ByShape = Field(default={})
    shape_limit: float = Field(default=0.9, gt=0.0, le=2.0)
    male_shape: ByShape = Field(default={})
    male_traits: ByTrait = Field(default={"jaw": 0.4, "nose_size": 0.2, "lips": -0.2})
    trait_scale: float = Field(default=1.0, ge=0.0, le=2.0)
    form: Annotated[Choice, among(*FORMS)] = shares(
        plain=0.18, oval=0.24, round=0.14, square=0.14, rectangular=0.08, diamond=0.08, triangular=0.06, heart=0.08
    )
    form_amount: Quantity = Normal(mean=0.5, sd=0.25, low=0.1, high=1.0)
    asymmetry_sd: float = Field(default=0.07, ge=0.0, le=0.5)
    skin: SkinRecipe = SkinRecipe()
    aging: Aging = Aging()
    brows: BrowsRecipe = BrowsRecipe()
    hair: HairRecipe = HairRecipe()
    iris_size: Quantity = Normal(mean=1.0, sd=0.03, low=0.92, high=1.08)
    lashes: Quantity = Normal(mean=0.4, sd=0.16, low=0.05, high=0.8)
    beard: Annotated[Choice, among(*HABITS)] = shares(
        shaved=0.46, stubble=0.17, moustache=0.05, goatee=0.08, sideburns=0.05, short=0.11, full=0.08
    )
    earrings: tuple[Chance, Chance] = (0.5, 0.07)
    make_up: Quantity = Normal(mean=0.32, sd=0.28, low=0.0, high=1.0)
    make_up_men: Chance = 0.02
