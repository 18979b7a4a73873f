"""A contact sheet of a recipe: a row a person."""

from dataclasses import dataclass

from facegap.base.arrays import UInt8Array
from facegap.faceset import contact_sheet
from facegap.render.recipes.recipe import Recipe
from facegap.render.sampler import Sampler
from facegap.render.source import scene_renderer

_GAP = 3  # pixels between pictures


@dataclass(frozen=True)
class RecipePreview:
    """The first people of a set side by side.

    Attributes:
        pixels: (rows, columns, 3), sRGB; where an image couldn't be made as asked for, its place is white.
        problems: why, one a place.
    """

    pixels: UInt8Array
    problems: tuple[str, ...]


def preview_recipe(recipe: Recipe, *, identities: int, images: int, seed: int, device: str = "cpu") -> RecipePreview:
    """Render a few people: the very images that the set of this seed begins with."""
    renderer = scene_renderer(recipe.output, device=device)
    sampler = Sampler(recipe, seed=seed)
    pictures: list[UInt8Array | None] = [None] * (identities * images)
    problems = []
    for person in range(identities):
        for image in sampler.render([(person, number) for number in range(images)], renderer):
            if image.problem:
                problems.append(f"person {person}, image {image.image}: {image.problem}")
            else:
                pictures[person * images + image.image] = image.rendered.pixels
    size = recipe.output.size
    return RecipePreview(contact_sheet(pictures, columns=images, height=size, width=size, gap=_GAP), tuple(problems))
