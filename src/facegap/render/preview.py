"""A contact sheet of a recipe: a row a person."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import UInt8Array
from facegap.render.recipes.recipe import Recipe
from facegap.render.sampler import Sampler
from facegap.render.source import scene_renderer

_GAP = 3  # pixels between pictures


@dataclass(frozen=True)
class ContactSheet:
    """The first people of a set side by side.

    Attributes:
        pixels: (rows, columns, 3), sRGB; where an image couldn't be made as asked for, its place is white.
        problems: why, one a place.
    """

    pixels: UInt8Array
    problems: tuple[str, ...]


def contact_sheet(recipe: Recipe, *, identities: int, images: int, seed: int, device: str = "cpu") -> ContactSheet:
    """Render a few people: the very images that the set of this seed begins with."""
    renderer = scene_renderer(recipe.output, device=device)
    sampler = Sampler(recipe, seed=seed)
    size = recipe.output.size
    step = size + _GAP
    sheet = np.full((identities * step + _GAP, images * step + _GAP, 3), 255, np.uint8)
    problems = []
    for person in range(identities):
        for take in sampler.render([(person, image) for image in range(images)], renderer):
            if take.problem:
                problems.append(f"person {person}, image {take.image}: {take.problem}")
                continue
            top, left = _GAP + person * step, _GAP + take.image * step
            sheet[top : top + size, left : left + size] = take.rendered.pixels
    return ContactSheet(sheet, tuple(problems))
