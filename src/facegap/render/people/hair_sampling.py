"""A person's hair, brows and beard: styles by sex and texture, colors by ancestry and age."""

from facegap.render.colors import RGB, mix_colors, scaled
from facegap.render.description.person import HAIR_TEXTURES, Beard, Brows, Hair
from facegap.render.recipes.ancestries import Ancestry
from facegap.render.recipes.people import HABITS, PeopleRecipe
from facegap.render.sampling.draws import Draws
from facegap.render.tables.hair_styles import HairStyle
from facegap.render.tables.palettes import hair_color

_NO_BEARD = 0.25  # Capacity under which a man shaves.
_GRAYER_BEARD = 5.0  # Years by which a beard grays before the hair of the head.
_DYED_MEN = 1 / 3


def sample_style(recipe: PeopleRecipe, draws: Draws, *, male: bool, age: float, texture: str) -> HairStyle:
    """Draw the style, within the bounds of ``style``: bald or not by age and sex, the others by sex and texture."""
    grown = min(max((age - 20.0) / 60.0, 0.0), 1.0)
    share = recipe.aging.balding * (0.2 + 0.8 * grown) if male else recipe.aging.bald_women
    allowed = draws.allowed("style")
    bald = draws.uniform() < share
    styles, factors = recipe.hair.known_styles, recipe.hair.styles
    can = {styles[name].bald for name in allowed} if allowed else {True, False}
    if len(can) == 1:
        draws.odds.times(share if can == {True} else 1.0 - share)
    bald = bald if bald in can else not bald
    # Where no style of this sex and texture is left, one of another texture or sex is.
    for sex, kind in ((male, texture), (male, ""), (not male, "")):
        weights = {
            name: weight
            for name, style in styles.items()
            if style.bald is bald and (bald or not kind or kind in style.textures)
            if (weight := (style.male if sex else style.female) * factors.get(name, 1.0)) > 0.0
        }
        if weights and (allowed is None or not allowed.isdisjoint(weights)):
            break
        draws.odds.against()
    else:
        weights = {}
    return styles[draws.among(weights or dict.fromkeys(sorted(allowed or styles), 1.0), allowed)]


def sample_hair(
    recipe: PeopleRecipe, draws: Draws, *, male: bool, age: float, tendency: Ancestry
) -> tuple[Hair, RGB, RGB]:
    """Draw the hair; return it with the colors of brows and beard.

    Graying: past the person's own age of graying the family is ``gray``, unless it's dyed; brows and beard follow the
    natural color.
    """
    hair, aging = recipe.hair, recipe.aging
    texture = draws.choice(tendency.texture)
    style = sample_style(recipe, draws, male=male, age=age, texture=texture)
    natural = draws.choice(tendency.family, "natural")
    grays_at = draws.number(aging.gray)
    dyed = draws.chance(aging.dyed * (_DYED_MEN if male else 1.0))
    family = "gray" if age > grays_at and not dyed else natural
    allowed = draws.allowed("family")
    if allowed is not None and family not in allowed:
        draws.odds.against()
        family = tendency.family.at(draws.uniform(), allowed)
    lightness = draws.number(hair.lightness)
    old = max((age - grays_at) / 30.0, 0.0)
    root = hair_color(family, min(lightness * 0.8 + old, 1.0) if family == "gray" else lightness)
    tip = scaled(root, draws.number(hair.tip))
    grown = min(max((age - 20.0) / 55.0, 0.0), 1.3)
    recession = draws.number(aging.recession) * grown * (1.0 if male else 0.2)
    recession = min(max(draws.keep(recession, "recession", spread=0.3), 0.0), 1.0)
    thinning = 1.0 if style.bald else min(recession * max(draws.uniform() * 1.4 - 0.4, 0.0), 1.0)
    hairline = draws.number(hair.hairline, "hairline")
    curl = draws.number(hair.curl[HAIR_TEXTURES.index(texture)], "curl")
    peaked = draws.chance(hair.peaked)
    peak = draws.number(hair.peak)
    sampled = Hair(
        style=style,
        family=family,
        root=root,
        tip=tip,
        length=draws.number(hair.length),
        volume=draws.number(hair.volume),
        curl=curl,
        parting=draws.number(hair.parting),
        hairline=min(hairline + 0.5 * recession, 1.0),
        recession=recession,
        peak=peak if peaked else 0.0,
        thinning=thinning,
    )
    pigment = hair_color(natural, min(lightness, 0.55))
    silver = hair_color("gray", 0.5 * lightness + 0.3)
    brows = scaled(mix_colors(pigment, silver, min(max((age - grays_at - 8.0) / 25.0, 0.0), 0.75)), 0.85)
    chin = mix_colors(pigment, silver, min(max((age - grays_at + _GRAYER_BEARD) / 14.0, 0.0), 0.95))
    return sampled, brows, scaled(chin, 0.95)


def sample_brows(recipe: PeopleRecipe, draws: Draws, *, male: bool, density: float, color: RGB) -> Brows:
    """Draw the eyebrows, within the bounds of ``brows.thickness``, ``brows.density`` and ``brows.arch``."""
    brows, sex = recipe.brows, float(male)
    thickness = draws.number(brows.thickness) + sex * brows.male_thickness
    arch = draws.number(brows.arch) + sex * brows.male_arch
    return Brows(
        thickness=min(max(draws.keep(thickness, "brows.thickness", spread=0.5), 0.4), 2.0),
        density=min(max(draws.keep(density + sex * brows.male_density, "brows.density", spread=0.3), 0.1), 1.0),
        arch=min(max(draws.keep(arch, "brows.arch", spread=0.4), -1.0), 1.0),
        length=draws.number(brows.length),
        gap=max(draws.number(brows.gap) + sex * brows.male_gap, 0.2),
        height=min(max(draws.number(brows.height) + sex * brows.male_height, -1.0), 1.0),
        color=color,
    )


def sample_beard(recipe: PeopleRecipe, draws: Draws, *, male: bool, age: float, prime: float, color: RGB) -> Beard:
    """Draw beard and habit: none of women and children, full capacity at 25."""
    capacity = prime * min(max((age - 14.0) / 11.0, 0.0), 1.0) if male else 0.0
    capacity = draws.keep(capacity, "capacity", spread=0.3)
    habit = draws.choice(recipe.beard, "habit")
    return Beard(capacity, habit if capacity >= _NO_BEARD and habit in HABITS else "shaved", color)
