"""Draw a person from a recipe."""

from collections.abc import Callable

from facegap.base.seeds import generator
from facegap.render.conditions.conditions import Request
from facegap.render.description.person import ANCESTRIES, Eyes, Person, Skin
from facegap.render.people.hair_sampling import sample_beard, sample_brows, sample_hair
from facegap.render.people.shape_sampling import sample_shape
from facegap.render.recipes.ancestries import Ancestry
from facegap.render.recipes.people import PeopleRecipe
from facegap.render.sampling.distributions import Constant, Normal, Uniform
from facegap.render.sampling.draws import Draws
from facegap.render.sampling.odds import Odds
from facegap.render.tables.palettes import iris_colors

Quantity = Normal | Uniform | Constant
_MALE_MUSCLE, _MALE_GLOSS, _FEMALE_LASHES = 0.12, 0.06, 0.2


def sample_person(
    recipe: PeopleRecipe,
    *,
    seed: int,
    identity: int,
    attempt: int = 0,
    candidate: int = 0,
    ask: Request,
    wide: bool = False,
    odds: Odds | None = None,
) -> Person:
    """Draw one person.

    Args:
        recipe: What people are drawn from.
        seed: The seed of the whole set.
        identity: The person's number.
        attempt: 0, and one more whenever the person hadn't what was asked.
        candidate: The number among those of whom one is chosen, see ``render.candidates``.
        ask: What must be true of the person; its person-level attributes and its cell count.
        wide: Whether bounds leave all that what is asked may be true of, or what it is likely to be true of.
        odds: Multiplied by how likely free draws were to keep to the bounds.

    Returns:
        The same person for the same arguments, anywhere. What is asked narrows the draws, and makes it likely, not
        certain, that the rendered face shows it.
    """
    limits = ask.wide_person_limits if wide else ask.person_limits
    odds = odds or Odds()

    def draws(purpose: str) -> Draws:
        number = (candidate,) if candidate else ()
        return Draws(generator(seed, "person", identity, attempt, purpose, *number), limits, odds=odds)

    basics = draws("basics")
    male = basics.weighted({"male": recipe.male, "female": 1.0 - recipe.male}, "sex") == "male"
    age = min(max(basics.number(recipe.age, "age"), 14.0), 90.0)
    ancestry = basics.choice(recipe.ancestry, "ancestry")
    parents = _parents(recipe, basics, ancestry)
    share = 0.3 + 0.4 * basics.uniform()

    def inherit(of: Callable[[Ancestry], Quantity], draws: Draws, draw: str = "") -> float:
        """Between what the parents have, at the same quantile."""
        u, spans = draws.uniform(), draws.spans(draw)
        if spans is not None:
            odds.times(of(parents[0]).mass(spans))
        first = of(parents[0]).at(u, spans)
        return first if len(parents) == 1 else (1.0 - share) * first + share * of(parents[1]).at(u, spans)

    weight = basics.number(recipe.weight)
    weight += recipe.aging.heavier * min(max(age - 25.0, 0.0), 40.0) / 10.0
    weight = min(max(basics.keep(weight, "weight", spread=0.2), 0.0), 1.0)
    muscle = min(basics.number(recipe.muscle) + _MALE_MUSCLE * male, 1.0)
    african, asian, caucasian = (inherit(of, basics) for of in _WEIGHTS)
    total = african + asian + caucasian
    chin = basics.number(recipe.aging.double_chin) + 0.9 * (weight - 0.5) + (age - 35.0) / 120.0
    chin = min(max(basics.keep(chin, "double_chin", spread=0.3), -0.3), 1.0)

    shape, asymmetry = sample_shape(
        recipe, draws("shape"), male=male, tendencies=parents, weight=weight, double_chin=chin
    )
    skin = draws("skin")
    hair, brows_color, beard_color = sample_hair(
        recipe, draws("hair"), male=male, age=age, tendency=_one(parents, basics)
    )
    face = draws("face")
    return Person(
        seed=basics.seed(),
        male=male,
        age=age,
        ancestry=ancestry,
        african=african / total,
        asian=asian / total,
        caucasian=caucasian / total,
        weight=weight,
        muscle=muscle,
        shape=shape,
        asymmetry=asymmetry,
        skin=_skin(recipe, skin, age=age, male=male, inherit=inherit, freckled=_one(parents, skin).freckled),
        eyes=_eyes(recipe, face, male=male, tendency=_one(parents, face)),
        brows=sample_brows(recipe, face, male=male, density=inherit(_brows, face), color=brows_color),
        hair=hair,
        beard=sample_beard(recipe, face, male=male, age=age, prime=inherit(_beard, face), color=beard_color),
        earrings=face.chance(recipe.earrings[male], "earrings"),
        make_up=_make_up(recipe, face, male=male, age=age),
        glasses=face.chance(_need_of_glasses(recipe, age)),
    )


Inherit = Callable[..., float]


def _african(tendency: Ancestry) -> Quantity:
    return tendency.african


def _asian(tendency: Ancestry) -> Quantity:
    return tendency.asian


def _caucasian(tendency: Ancestry) -> Quantity:
    return tendency.caucasian


_WEIGHTS = (_african, _asian, _caucasian)


def _brows(tendency: Ancestry) -> Quantity:
    return tendency.brows


def _beard(tendency: Ancestry) -> Quantity:
    return tendency.beard


def _parents(recipe: PeopleRecipe, draws: Draws, ancestry: str) -> tuple[Ancestry, ...]:
    """The tendencies of one ancestry, or of the two that a mixed person descends from."""
    shares = {name: recipe.ancestry.weights.get(name, 0.0) for name in ANCESTRIES if name != "mixed"}
    first = draws.weighted(shares)
    second = draws.weighted({**shares, first: 0.0})
    if second == first:  # no other has a share
        second = next(name for name in shares if name != first)
    names = (first, second) if ancestry == "mixed" else (ancestry,)
    return tuple(recipe.ancestries.of(name) for name in names)


def _one(parents: tuple[Ancestry, ...], draws: Draws) -> Ancestry:
    return parents[int(draws.uniform() * len(parents))]


def _skin(recipe: PeopleRecipe, draws: Draws, *, age: float, male: bool, inherit: Inherit, freckled: float) -> Skin:
    skin, aging = recipe.skin, recipe.aging
    melanin = inherit(lambda tendency: tendency.melanin, draws, "melanin")
    wrinkles = draws.number(aging.wrinkles) * max((age - 25.0) / 50.0, 0.0) ** 1.3
    bags = draws.number(aging.bags) + max(age - 30.0, 0.0) / 75.0
    gloss = draws.number(skin.gloss) + _MALE_GLOSS * male - 0.1 * min(max((age - 40.0) / 40.0, 0.0), 1.0)
    freckles = draws.number(skin.freckles) * max(1.0 - 1.6 * melanin, 0.0)
    has_freckles = draws.chance(freckled)
    return Skin(
        melanin=melanin,
        haemoglobin=draws.number(skin.haemoglobin),
        carotene=inherit(lambda tendency: tendency.carotene, draws),
        freckles=freckles if has_freckles else 0.0,
        moles=max(round(draws.number(skin.moles)), 0),
        blotches=draws.number(skin.blotches),
        wrinkles=min(max(draws.keep(wrinkles, "wrinkles", spread=0.2), 0.0), 1.0),
        bags=min(max(draws.keep(bags, "bags", spread=0.3), 0.0), 1.0),
        flush=draws.number(skin.flush, "skin.flush"),
        lips=inherit(lambda tendency: tendency.lips, draws),
        gloss=min(max(draws.keep(gloss, "gloss", spread=0.2), 0.0), 1.0),
    )


def _eyes(recipe: PeopleRecipe, draws: Draws, *, male: bool, tendency: Ancestry) -> Eyes:
    color = draws.choice(tendency.iris, "iris")
    inner, outer = iris_colors(color, draws.uniform())
    lashes = min(draws.number(recipe.lashes) + (0.0 if male else _FEMALE_LASHES), 1.0)
    return Eyes(color, inner, outer, size=draws.number(recipe.iris_size), lashes=lashes)


def _make_up(recipe: PeopleRecipe, draws: Draws, *, male: bool, age: float) -> float:
    """The habit; none of children, and of few men."""
    habit = draws.number(recipe.make_up)
    does = draws.chance(recipe.make_up_men if male else 1.0)
    return draws.keep(habit if does and age >= _GROWN else 0.0, "make_up", spread=0.4)


_GROWN = 16.0


def _need_of_glasses(recipe: PeopleRecipe, age: float) -> float:
    young, old = recipe.aging.glasses
    return young + (old - young) * min(max((age - 15.0) / 60.0, 0.0), 1.0)
