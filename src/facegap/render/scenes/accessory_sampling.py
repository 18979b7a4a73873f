"""Draw what is worn."""

from facegap.render.accessories.headwear import HEADWEAR
from facegap.render.description.person import Person
from facegap.render.description.scene import Accessories
from facegap.render.recipes.scenes import AccessoriesRecipe
from facegap.render.sampling.draws import Draws
from facegap.render.scenes.grooming_sampling import Forehead
from facegap.render.tables.hair_styles import HairStyle

_UNNEEDED = 0.008  # How often spectacles are worn by those who need none.
_GROWN = 16.0


def sample_accessories(
    recipe: AccessoriesRecipe, draws: Draws, person: Person, *, hair: HairStyle, forehead: Forehead
) -> Accessories:
    """Draw what is worn; what can't be worn together isn't.

    Args:
        recipe: How often each thing is worn.
        draws: The draws of this image; bounds are ``eyewear``, ``headwear``, ``mask``, ``earrings``, ``necktie``.
        person: The person, whose habits and sex count.
        hair: The hair style of the day.
        forehead: What is asked of the forehead.
    """
    eyewear = _eyewear(recipe, draws, person)
    headwear = _headwear(recipe, draws, person, hair=hair, forehead=forehead)
    worn = HEADWEAR.get(headwear)
    earrings = draws.chance(recipe.earrings if person.earrings else 0.0, "earrings")
    necktie = draws.chance(recipe.necktie[person.male] if person.age >= _GROWN else 0.0, "necktie")
    clothes = draws.choice(recipe.clothes)
    with_tie = "jacket" if draws.uniform() < _TIED_JACKET else "shirt"
    headphones = draws.chance(recipe.headphones)
    return Accessories(
        eyewear=eyewear,
        headwear="" if headwear == "none" else headwear,
        mask=draws.chance(recipe.mask, "mask"),
        earrings=earrings and not (worn and worn.hides_ears),
        necktie=necktie,
        clothes=with_tie if necktie else clothes,
        headphones=headphones and not (worn and worn.over_ears) and not earrings,
        seed=draws.seed(),
    )


_TIED_JACKET = 0.7


def _eyewear(recipe: AccessoriesRecipe, draws: Draws, person: Person) -> str:
    spectacles = recipe.spectacles if person.glasses else _UNNEEDED * (recipe.spectacles > 0.0)
    spectacles = min(spectacles, 1.0 - recipe.sunglasses)
    weights = {
        "spectacles": spectacles,
        "sunglasses": recipe.sunglasses,
        "none": 1.0 - spectacles - recipe.sunglasses,
    }
    worn = draws.weighted(weights, "eyewear")
    return "" if worn == "none" else worn


def _headwear(recipe: AccessoriesRecipe, draws: Draws, person: Person, *, hair: HairStyle, forehead: Forehead) -> str:
    allowed = draws.allowed("headwear") or frozenset(recipe.headwear.weights)
    if forehead == "covered" and not hair.bangs:
        allowed = allowed & set(HEADWEAR) & recipe.headwear.possible or allowed & set(HEADWEAR) or allowed
    worn = draws.among(recipe.headwear.weights, allowed)
    if worn != "headscarf" or not person.male:
        return worn
    return "cap" if "cap" in allowed else worn
