"""Draw the hair, the beard and the make-up of the day."""

from collections.abc import Mapping
from typing import Literal

from facegap.render.description.person import Person
from facegap.render.description.scene import BeardToday, MakeUp
from facegap.render.recipes.scenes import AccessoriesRecipe, LookRecipe, SceneRecipe
from facegap.render.sampling.bounds import Limits
from facegap.render.sampling.draws import Draws
from facegap.render.tables.beards import BEARDS, TODAY
from facegap.render.tables.hair_styles import HairStyle
from facegap.render.tables.palettes import MAKE_UP, color_at

Forehead = Literal["", "free", "partly", "covered"]


def forehead_asked(limits: Limits) -> Forehead:
    """What is asked of the forehead; empty for nothing."""
    bound = limits.get("forehead")
    for state in _FOREHEADS:
        if bound is not None and state in bound:
            return state
    return ""


# Of several that are asked for alike, the first is the likeliest to be met.
_FOREHEADS: tuple[Forehead, ...] = ("free", "covered", "partly")


def hair_today(
    recipe: SceneRecipe, draws: Draws, person: Person, *, styles: Mapping[str, HairStyle], forehead: Forehead
) -> HairStyle:
    """The person's style, or now and then one that is tied to it; with or without bangs where the forehead asks so.

    Args:
        recipe: What scenes are drawn from.
        draws: The draws of this image; bounds are ``style`` and ``headwear``.
        person: The person whose hair it is.
        styles: All hair styles that people may wear, by name.
        forehead: What is asked of the forehead.
    """
    usual = person.hair.style
    allowed = draws.allowed("style")
    # Where the style is bound (by a person-level attribute), all styles of the person must keep to it.
    tied = [styles[name] for name in usual.tied_to if styles[name].bald is usual.bald]
    suiting = [style for style in (usual, *tied) if allowed is None or style.name in allowed] or [usual]
    restyled, u = draws.chance(recipe.look.restyled), draws.uniform()
    if forehead:
        bangs = forehead == "covered"
        fitting = [style for style in suiting if style.bangs is bangs]
        by_hat = bangs and bool((draws.allowed("headwear") or recipe.accessories.headwear.possible) - {"none"})
        combed = [] if by_hat else _combed(usual, styles, bangs=bangs, male=person.male)
        suiting = fitting or [style for style in combed if allowed is None or style.name in allowed] or suiting
    if suiting[0].name == usual.name and (not restyled or len(suiting) == 1):
        return usual
    rest = [style for style in suiting if style.name != usual.name]
    return rest[min(int(u * len(rest)), len(rest) - 1)]


def _combed(usual: HairStyle, styles: Mapping[str, HairStyle], *, bangs: bool, male: bool) -> list[HairStyle]:
    """Styles like the usual one but with or without bangs, for foreheads that none of the person's own styles gives."""
    worn = [
        style
        for style in styles.values()
        if (style.bald, style.bangs) == (usual.bald, bangs) and (style.male if male else style.female) > 0.0
    ]
    suiting = [style for style in worn if set(style.textures) & set(usual.textures)]
    alike = [style for style in suiting if style.wavy is usual.wavy]
    return alike or suiting or worn


def sample_beard_today(recipe: LookRecipe, draws: Draws, person: Person) -> BeardToday:
    """By habit and capacity, within the bounds of ``beard`` (which) and ``stubble`` (how much)."""
    habits = TODAY[person.beard.habit]
    name = draws.weighted(habits, "beard")
    grown, stubble, shaven = draws.number(recipe.grown), draws.number(recipe.stubble), draws.number(recipe.shaven)
    worn = BEARDS[name]
    capacity = person.beard.capacity
    amount = grown * min(capacity / _FULL, 1.0) * (_SHORT if name == "short" else 1.0)
    shadow = stubble * min(capacity / _FULL, 1.0) if worn.stubble else shaven * capacity
    shadow = draws.keep(shadow, "stubble", spread=0.3)
    return BeardToday(
        stubble=min(max(shadow if capacity else 0.0, 0.0), 1.0),
        mustache=amount * worn.mustache,
        goatee=amount * worn.goatee,
        sideburns=amount * worn.sideburns,
        cheeks=amount * worn.cheeks,
    )


_FULL = 0.6  # Capacity from which on a beard can be full.
_SHORT = 0.75


def make_up_today(recipe: AccessoriesRecipe, draws: Draws, person: Person) -> MakeUp:
    """By habit; within the bounds of ``lipstick`` and ``made_up`` (all of it). A mask doesn't keep from it."""
    habit = person.make_up
    made_up = draws.chance(recipe.make_up * habit, "made_up")
    lips = draws.chance(recipe.lipstick if made_up else 0.0, "lipstick")
    strength = draws.keep(min(draws.number(recipe.strength) * (0.6 + 0.6 * habit), 1.0), "strength", spread=0.25)
    u = [draws.uniform() for _ in range(8)]
    face = strength if made_up else 0.0
    shadow, blush, liner = (min(face * (0.7 + 0.4 * each), 1.0) for each in u[:3])
    return MakeUp(
        lipstick=min(max(strength, 0.4) * (0.8 + 0.35 * u[3]), 1.0) if lips else 0.0,
        lip_color=color_at(MAKE_UP.lips, u[4]),
        eye_shadow=shadow,
        shadow_color=color_at(MAKE_UP.lids, u[5]),
        blush=0.8 * blush,
        blush_color=color_at(MAKE_UP.cheeks, u[6]),
        liner=liner,
        foundation=face * (0.5 + 0.5 * u[7]),
    )
