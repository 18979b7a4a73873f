"""A whole recipe as TOML: every key with what it means, to be copied and changed."""

import inspect
import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from facegap.render.recipes.recipe import Recipe
from facegap.render.recipes.scenes import Sometimes
from facegap.render.sampling.choices import Choice
from facegap.render.sampling.distributions import Constant, Normal, Uniform

_IN_A_LINE = (Choice, Constant, Normal, Sometimes, Uniform)  # all other models are tables
_FIRST = ("share", "mean", "sd")  # as people write them; other keys follow in their own order
_WIDTH = 110


def to_toml(recipe: Recipe) -> str:
    """Write a recipe as TOML with all its keys, each with its meaning in a comment; reading it gives the same recipe.

    Args:
        recipe: The recipe. Paths of files that it names become absolute.

    Example:
        >>> text = to_toml(Recipe.load("studio"))
        >>> [line for line in text.splitlines() if line.startswith("male = ")]
        ['male = 0.5  # the share of men']
        >>> import tomllib
        >>> Recipe.from_dict(tomllib.loads(text), where="a copy") == Recipe.load("studio")
        True
    """
    recipe = _with_absolute_paths(recipe)
    return "\n".join(_table(recipe, (), set())) + "\n"


def _with_absolute_paths(recipe: Recipe) -> Recipe:
    """The recipe with paths that don't depend on its folder: relative ones would be looked for beside the new file."""
    hair = recipe.people.hair
    paths = {
        "conditions_table": _absolute(recipe.conditions_table),
        "people": recipe.people.model_copy(
            update={"hair": hair.model_copy(update={"styles_file": _absolute(hair.styles_file)})}
        ),
        "output": recipe.output.model_copy(update={"skins": _absolute(recipe.output.skins)}),
    }
    return recipe.model_copy(update=paths)


def _absolute(path: str) -> str:
    return str(Path(path).resolve()) if path else ""


def _table(model: BaseModel, path: tuple[str, ...], told: set[type]) -> Iterator[str]:
    """A table's heading, its plain keys, then the tables in it; ``told`` are the classes that were explained before."""
    summary, meanings = _documented(type(model))
    if path:
        yield from ("", *_comment("" if type(model) in told else summary), f"[{'.'.join(path)}]")
    tables = []
    for name, value in model.model_dump(mode="json", exclude_none=True).items():
        own = getattr(model, name)
        if isinstance(own, BaseModel) and not isinstance(own, _IN_A_LINE):
            tables.append((own, (*path, name)))
            continue
        explained, meaning = meanings.get(name, (type(model), ""))
        yield from _explained(f"{name} = {_value(value)}", "" if explained in told else meaning)
    told.update((type(model), *(explained for explained, _ in meanings.values())))
    for inner, its_path in tables:
        yield from _table(inner, its_path, told)


def _documented(model: type) -> tuple[str, dict[str, tuple[type, str]]]:
    """The first line of a model's docstring; by attribute, the class that explains it, and what that says."""
    meanings: dict[str, tuple[type, str]] = {}
    for each in reversed(model.__mro__):
        _, _, listed = inspect.cleandoc(each.__dict__.get("__doc__") or "").partition("Attributes:\n")
        for name, text in re.findall(r"^    (\w+): (.*(?:\n {5,}.*)*)", listed, re.MULTILINE):
            meanings[name] = each, " ".join(text.split())
    return inspect.cleandoc(model.__doc__ or "").split("\n\n")[0], meanings


def _explained(line: str, meaning: str) -> list[str]:
    """A line with its comment, beside it where there is room."""
    comment = _comment(meaning)
    if len(comment) == 1 and len(line) + len(comment[0]) <= _WIDTH:
        return [f"{line}  {comment[0]}"]
    return [*comment, line]


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text.replace("``", "").removesuffix("."), _WIDTH)]


def _value(value: Any) -> str:
    if isinstance(value, dict):
        first = [name for name in _FIRST if name in value]
        names = [*first, *(name for name in value if name not in first)]
        return "{" + ", ".join(f"{name} = {_value(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
