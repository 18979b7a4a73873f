"""A person's shape: traits, the form of the face, and all local parameters by themselves."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from facegap.base.arrays import BoolArray, StrArray
from facegap.render.head.shape import shape_parameters
from facegap.render.recipes.ancestries import Ancestry
from facegap.render.recipes.people import PeopleRecipe
from facegap.render.sampling.distributions import Normal
from facegap.render.sampling.draws import Draws
from facegap.render.tables.face_shapes import FORMS, TRAITS, add_to

_TRAIT = Normal(mean=0.0, sd=1.0, low=-2.4, high=2.4)
# Set by what else is drawn: the form of the face and the double chin.
_DRAWN_ELSEWHERE = frozenset(name for form in FORMS.values() for name in form if name.startswith("head-")) - {
    "head-fat"
} | {"neck-double"}


@dataclass(frozen=True)
class _Free:
    """What is drawn by itself.

    Attributes:
        names: of the parameters.
        one_sign: which can't be negative.
        lopsided: which are asymmetric by nature.
        in_trait: which traits move, too.
        group: the first word of each name.
        sided: names of those that have a left and a right side.
    """

    names: tuple[str, ...]
    one_sign: BoolArray
    lopsided: BoolArray
    in_trait: BoolArray
    group: StrArray
    sided: tuple[str, ...]


@cache
def _free() -> _Free:
    known = shape_parameters()
    names = tuple(name for name in known if name not in _DRAWN_ELSEWHERE)
    moved = {name for direction in TRAITS.values() for name in direction}
    return _Free(
        names,
        np.array([not known[name].negative for name in names]),
        np.array([name.startswith("asym-") for name in names]),
        np.array([name in moved for name in names]),
        np.array([name.split("-")[0] for name in names]),
        tuple(name for name in known if known[name].sided),
    )


def sample_shape(
    recipe: PeopleRecipe,
    draws: Draws,
    *,
    male: bool,
    tendencies: tuple[Ancestry, ...],
    weight: float,
    double_chin: float,
) -> tuple[dict[str, float], dict[str, float]]:
    """Draw the weights of all local shape parameters, and those of asymmetry.

    Args:
        recipe: What people are drawn from.
        draws: The draws of this person's shape; their bounds are those of ``form``, ``form_amount`` and ``trait.NAME``.
        male: Whether the person is a man.
        tendencies: Those of the parents' ancestries; shifts are their mean.
        weight: From 0, thin, to 1, heavy: heavy people have fuller jaws and cheeks.
        double_chin: The weight of the parameter ``neck-double``.
    """
    known = _free()
    names, sided = known.names, known.sided
    spread = np.where(known.lopsided, recipe.asymmetry_sd, np.where(known.in_trait, _OF_ITSELF, 1.0) * recipe.shape_sd)
    for group, sd in recipe.group_sds.items():
        spread[known.group == group] = sd
    index = {name: row for row, name in enumerate(names)} if recipe.shape_sds else {}
    for name, sd in recipe.shape_sds.items():
        if name in index:
            spread[index[name]] = sd
    free = draws.rng.standard_normal(len(names)) * spread
    free[known.one_sign] = np.abs(free[known.one_sign])
    limit = recipe.shape_limit
    shape = dict(zip(names, np.clip(free, -limit, limit).tolist(), strict=True))
    tilt = np.clip(draws.rng.standard_normal(len(sided)) * recipe.asymmetry_sd, -0.5, 0.5)
    asymmetry = dict(zip(sided, tilt.tolist(), strict=True))

    shifts = [tendency.traits for tendency in tendencies]
    for trait, direction in TRAITS.items():
        mean = sum(shift.get(trait, 0.0) for shift in shifts) / len(shifts)
        mean += recipe.male_traits.get(trait, 0.0) if male else 0.0
        amount = min(max(draws.number(_TRAIT, f"trait.{trait}") + mean, -2.8), 2.8)
        if (bound := draws.limits.get(f"trait.{trait}")) and not isinstance(bound, frozenset):
            if not bound[0][0] <= amount <= bound[-1][1]:
                draws.odds.against()
            amount = min(max(amount, bound[0][0]), bound[-1][1])
        add_to(shape, direction, amount * recipe.trait_scale)
    form = draws.choice(recipe.form, "form")
    add_to(shape, FORMS[form], draws.number(recipe.form_amount, "form_amount"))
    for tendency in tendencies:
        add_to(shape, tendency.shape, 1.0 / len(tendencies))
    if male:
        add_to(shape, recipe.male_shape, 1.0)
    add_to(shape, _FULLNESS, weight - 0.5)
    shape["neck-double"] = double_chin
    return {name: min(max(value, -_FAR), _FAR) for name, value in shape.items()}, asymmetry


_FULLNESS = {"head-fat": 0.9, "cheek-volume": 0.6}  # from the thinnest to the heaviest
_OF_ITSELF = 0.7  # the part of a parameter's deviation that its trait leaves it
_FAR = 1.3  # Beyond it meshes fold.
