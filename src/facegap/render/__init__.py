"""The graphics pipeline: a person and a scene in, an image and its exact ground truth out."""

from facegap.render.asked import with_asked
from facegap.render.casting import Casting, Take
from facegap.render.prepare import discard_broken, prepare
from facegap.render.preview import ContactSheet, contact_sheet
from facegap.render.recipe import Recipe
from facegap.render.recipe_toml import to_toml
from facegap.render.source import RenderSource
from facegap.render.warp_setup import start_warp

__all__ = [
    "Casting",
    "ContactSheet",
    "Recipe",
    "RenderSource",
    "Take",
    "contact_sheet",
    "discard_broken",
    "prepare",
    "to_toml",
    "with_asked",
]

start_warp()
