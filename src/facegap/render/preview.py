"""A contact sheet of a recipe: a row a person."""

import numpy as np

from facegap.render.arrays import Pixels
from facegap.render.casting import Casting
from facegap.render.image.rendering import ImageMaker
from facegap.render.recipe import Recipe

_GAP = 3  # pixels between pictures


def contact_sheet(recipe: Recipe, *, identities: int, images: int, seed: int) -> Pixels:
    """Render a few people and put them side by side: (rows, columns, 3), the very images that the set would have."""
    output = recipe.output
    maker = ImageMaker(
        frame=output.frame, size=output.size, samples=output.samples, texture_rows=output.texture
    )
    casting = Casting(recipe, seed=seed)
    step = output.size + _GAP
    sheet = np.full((identities * step + _GAP, images * step + _GAP, 3), 255, np.uint8)
    for person in range(identities):
        takes = casting.shoot([(person, image) for image in range(images)], maker)
        for take in takes:
            top, left = _GAP + person * step, _GAP + take.image * step
            sheet[top : top + output.size, left : left + output.size] = take.rendered.pixels
    return sheet
