"""The graphics pipeline: a person and a scene in, an image and its exact ground truth out."""

from facegap.render.preparation import discard_broken, prepare
from facegap.render.preview import RecipePreview, preview_recipe
from facegap.render.recipes.commented_toml import to_toml
from facegap.render.recipes.recipe import Recipe, with_asked
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
]
