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
    """The first people of a set side by side: a row a person, a column an image.

    Attributes:
        pixels: sRGB, (rows, columns, 3) uint8. Where an image couldn't be made as asked for, its place is white.
        problems: Why, in words, for each such place.
    """

    pixels: UInt8Array
    problems: tuple[str, ...]


def preview_recipe(recipe: Recipe, *, identities: int, images: int, seed: int, device: str = "cpu") -> RecipePreview:
    """Render a few people: the very images that the set of this recipe and seed begins with.

    Args:
        recipe: What people and scenes are drawn from.
        identities: The number of people, rows of the sheet.
        images: The number of images of each, columns of the sheet.
        seed: Of all draws.
        device: Where to draw: ``cpu``, or a CUDA device as Warp names it.

    Example:
        >>> from facegap.render import Recipe
        >>> small = Recipe.from_dict({"output": {"size": 32}}, where="a small recipe")
        >>> preview = preview_recipe(small, identities=1, images=2, seed=1)
        >>> preview.pixels.shape, preview.problems
        ((38, 73, 3), ())
    """
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
