"""Draw what the camera makes of the light."""

import math

from facegap.render.bounds import Draws
from facegap.render.scenes.recipe import CaptureRecipe, Sometimes
from facegap.render.scenes.scene import Capture


def sample_capture(recipe: CaptureRecipe, draws: Draws) -> Capture:
    """Each flaw by its own share of the images."""
    red, blue = _some(recipe.balance, draws, 0.0), draws.number(recipe.balance.amount)
    return Capture(
        exposure=_some(recipe.exposure, draws, 0.0),
        balance=(math.exp(red), math.exp(blue if red else 0.0)),
        contrast=_some(recipe.contrast, draws, 1.0),
        saturation=_some(recipe.saturation, draws, 1.0),
        defocus=_some(recipe.defocus, draws, 0.0),
        motion=_some(recipe.motion, draws, 0.0),
        motion_angle=180.0 * draws.uniform(),
        noise=_some(recipe.noise, draws, 0.0),
        resolution=_some(recipe.resolution, draws, 1.0),
        gray=draws.chance(recipe.gray, "grey"),
        jpeg=round(_some(recipe.jpeg, draws, 0.0)),
        seed=draws.seed(),
    )


def _some(recipe: Sometimes, draws: Draws, neutral: float) -> float:
    """The amount where it happens, else the neutral value; two random numbers either way."""
    happens, u = draws.chance(recipe.share), draws.uniform()
    return recipe.amount.at(u) if happens else neutral
