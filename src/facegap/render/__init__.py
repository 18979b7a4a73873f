"""The graphics pipeline: a person and a scene in, an image and its exact ground truth out.

Recipes are there at once; what draws is loaded when it is first used, since it needs Warp.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from facegap.render.recipes.commented_toml import to_toml
from facegap.render.recipes.recipe import Recipe, with_asked, with_table

if TYPE_CHECKING:
    from facegap.render.preparation import discard_broken, prepare
    from facegap.render.preview import RecipePreview, preview_recipe
    from facegap.render.sampler import RenderedImage, Sampler
    from facegap.render.source import RenderSource

__all__ = [
    "Recipe",
    "RecipePreview",
    "RenderSource",
    "RenderedImage",
    "Sampler",
    "discard_broken",
    "prepare",
    "preview_recipe",
    "to_toml",
    "with_asked",
    "with_table",
]

_DRAWING = {
    "RecipePreview": "preview",
    "RenderSource": "source",
    "RenderedImage": "sampler",
    "Sampler": "sampler",
    "discard_broken": "preparation",
    "prepare": "preparation",
    "preview_recipe": "preview",
}


def __getattr__(name: str) -> Any:
    if name not in _DRAWING:
        msg = f"module 'facegap.render' has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(f"facegap.render.{_DRAWING[name]}"), name)
    globals()[name] = value
    return value
