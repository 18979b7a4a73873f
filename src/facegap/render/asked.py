"""Attributes that are asked for beside a recipe, as ``Male=1`` on the command line."""

from collections.abc import Mapping, Sequence

from facegap.base.errors import ConfigError
from facegap.base.suggestions import unknown
from facegap.render.conditions import Condition, Sign
from facegap.render.recipe import Recipe
from facegap.render.truth.vocabulary import ATTRIBUTES

_SIGNS: Mapping[str, Sign] = {"1": 1, "+1": 1, "-1": -1}


def with_asked(recipe: Recipe, asked: Sequence[str]) -> Recipe:
    """Ask for attributes in all images of a recipe.

    Args:
        recipe: what there is; rows of conditions that it has get the attributes too, in place of their own.
        asked: each ``ATTRIBUTE=1`` (there) or ``ATTRIBUTE=-1`` (not there).

    Raises:
        ConfigError: an attribute or value is unknown, the recipe has a table of conditions, or what is asked for is
            impossible.
    """
    if not asked:
        return recipe
    if recipe.conditions_table:
        msg = f"--ask and the table {recipe.conditions_table} exclude each other: add columns to the table"
        raise ConfigError(msg)
    attributes = _signs(asked)
    rows = recipe.conditions or (Condition(attributes={}),)
    joined = tuple(Condition(weight=row.weight, attributes={**row.attributes, **attributes}) for row in rows)
    fields = {name: getattr(recipe, name) for name in Recipe.model_fields}
    return Recipe.from_dict({**fields, "conditions": joined}, where=f"{recipe.name} with --ask")


def _signs(asked: Sequence[str]) -> dict[str, Sign]:
    signs: dict[str, Sign] = {}
    for text in asked:
        name, equals, value = text.partition("=")
        if not equals or value not in _SIGNS:
            msg = f"--ask {text}: must be ATTRIBUTE=1 (there) or ATTRIBUTE=-1 (not there)"
            raise ConfigError(msg)
        if name not in ATTRIBUTES:
            msg = f"--ask {text}: {unknown(name, ATTRIBUTES, 'attribute')}"
            raise ConfigError(msg)
        if signs.get(name, _SIGNS[value]) != _SIGNS[value]:
            msg = f"--ask {text}: {name} was asked for with the other sign too"
            raise ConfigError(msg)
        signs[name] = _SIGNS[value]
    return signs
