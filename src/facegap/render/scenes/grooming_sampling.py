"""Draw the hair, the beard and the make-up of the day."""

from functools import cache
from typing import Literal

from facegap.render.description.person import Person
from facegap.render.description.scene import BeardToday, MakeUp
from facegap.render.recipes.scenes import AccessoriesRecipe, LookRecipe, SceneRecipe
from facegap.render.sampling.bounds import Limits
from facegap.render.sampling.draws import Draws
from facegap.render.tables.beards import BEARDS, TODAY
from facegap.render.tables.hair_styles import STYLES
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


def hair_today(recipe: SceneRecipe, draws: Draws, person: Person, *, forehead: Forehead) -> str:
    """The person's style, or now and then one that is tied to it; with or without bangs where the forehead asks so."""
    usual = STYLES[person.hair.style]
    allowed = draws.allowed("style")
    # Where the style is bound (by a person-level attribute), all styles of the person must keep to it.
    others = (name for name in usual.tied_to if STYLES[name].bald is usual.bald)
    styles = tuple(name for name in (usual.name, *others) if allowed is None or name in allowed) or (usual.name,)
    restyled, u = draws.chance(recipe.look.restyled), draws.uniform()
    if forehead:
        bangs = forehead == "covered"
        fitting = tuple(name for name in styles if STYLES[name].bangs is bangs)
        by_hat = bangs and bool((draws.allowed("headwear") or recipe.accessories.headwear.possible) - {"none"})
        combed = () if by_hat else _combed(usual.name, bangs=bangs, male=person.male)
        styles = fitting or tuple(name for name in combed if allowed is None or name in allowed) or styles
    if styles[0] == usual.name and (not restyled or len(styles) == 1):
        return usual.name
    rest = [name for name in styles if name != usual.name]
    return rest[min(int(u * len(rest)), len(rest) - 1)]


@cache
def _combed(name: str, *, bangs: bool, male: bool) -> tuple[str, ...]:
    """Styles like the usual one but with or without bangs, for foreheads that none of the person's own styles gives."""
    usual = STYLES[name]
    worn = {
        other: style
        for other, style in STYLES.items()
        if (style.bald, style.bangs) == (usual.bald, bangs) and (style.male if male else style.female) > 0.0
    }
    suiting = [other for other, style in worn.items() if set(style.textures) & set(usual.textures)]
    alike = [other for other in suiting if worn[other].wavy is usual.wavy]
    return tuple(alike or suiting or worn)


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
