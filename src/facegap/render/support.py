"""What a recipe can give: of each draw that conditions may bind, the names or numbers that it ever has."""

from facegap.render.bounds import NO, YES, Bound
from facegap.render.hair.styles import STYLES
from facegap.render.people.ancestries import ANCESTRIES, Ancestry
from facegap.render.people.recipe import PeopleRecipe
from facegap.render.scenes.beards import TODAY
from facegap.render.scenes.recipe import SceneRecipe, WearRecipe


def support_of(people: PeopleRecipe, scenes: SceneRecipe) -> dict[str, Bound]:
    """The names, or least and greatest numbers, by draw; a draw that isn't there can be moved anywhere."""
    wear = scenes.wear
    sexes = {"male": people.male, "female": 1.0 - people.male}
    return {
        "sex": frozenset(name for name, share in sexes.items() if share),
        "age": (people.age.support,),
        "ancestry": people.ancestry.possible,
        "style": _styles(people),
        "family": frozenset().union(*(each.family.possible for each in _tendencies(people))) | {"gray"},
        "iris": frozenset().union(*(each.iris.possible for each in _tendencies(people))),
        "form": people.form.possible,
        "expression": scenes.face.expression.possible,
        "headwear": wear.headwear.possible,
        "eyewear": _eyewear(people, wear),
        "earrings": _chance(wear.earrings * max(people.earrings)),
        "necktie": _chance(max(wear.necktie)),
        "made_up": _chance(wear.make_up * people.make_up.support[1]),
        "lipstick": _chance(wear.make_up * wear.lipstick * people.make_up.support[1]),
        "beard": frozenset(worn for habit in people.beard.possible for worn in TODAY[habit]) | {"shaved"},
    }


def _chance(probability: float) -> frozenset[str]:
    return (YES if probability > 0.0 else frozenset()) | (NO if probability < 1.0 else frozenset())


def _tendencies(people: PeopleRecipe) -> tuple[Ancestry, ...]:
    """Of the ancestries that have a share; mixed people descend from any two."""
    possible = people.ancestry.possible
    named = [name for name in ANCESTRIES if name != "mixed" and (name in possible or "mixed" in possible)]
    return tuple(people.ancestries.of(name) for name in named)


def _styles(people: PeopleRecipe) -> frozenset[str]:
    """Those with weight for a sex that there is."""
    factors = people.hair.styles
    bald = {True: people.aging.balding, False: people.aging.bald_women}
    return frozenset(
        name
        for name, style in STYLES.items()
        for male, weight, share in ((True, style.male, people.male), (False, style.female, 1.0 - people.male))
        if weight * share * factors.get(name, 1.0) > 0.0 and (not style.bald or bald[male] > 0.0)
    )


def _eyewear(people: PeopleRecipe, wear: WearRecipe) -> frozenset[str]:
    there = {"spectacles": wear.spectacles, "sunglasses": wear.sunglasses}
    bare = 1.0 - max(wear.spectacles if max(people.aging.glasses) >= 1.0 else 0.0, 0.0) - wear.sunglasses
    return frozenset(name for name, share in {**there, "none": bare}.items() if share > 0.0)
