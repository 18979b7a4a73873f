"""People and scenes that are asked for, drawn as the recipe has those that happen to be so.

Draws within bounds, one after the other, change what they don't bind: of people who are drawn at large and then given
eyewear, most wear sunglasses, as most need no spectacles. So several candidates are drawn, each is weighted by how
likely free draws were to keep to the bounds, and one is chosen by weight (sampling, importance, resampling: Rubin,
1987, "The calculation of posterior distributions by data augmentation: comment"). A person is weighted together with
one scene that isn't made, the scout, so that people come as often as their images would show what is asked for.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.base.seeds import generator
from facegap.render.conditions.conditions import Request
from facegap.render.description.person import Person
from facegap.render.description.scene import Scene
from facegap.render.people.person_sampling import sample_person
from facegap.render.recipes.recipe import Recipe
from facegap.render.sampling.odds import Odds
from facegap.render.scenes.scene_sampling import sample_scene
from facegap.render.truth.expressed import ExpressedFace, expressed_face
from facegap.render.truth.layer import RULES
from facegap.render.truth.plain import described_facts, plain_scene
from facegap.render.truth.proportions import Proportions
from facegap.render.truth.vocabulary import PERSONAL

MEASURED = frozenset(
    (
        *("Oval_Face", "Square_Face", "Round_Face", "Double_Chin", "High_Cheekbones"),
        *("Big_Lips", "Big_Nose", "Pointy_Nose", "Mouth_Closed", "Smiling"),
    )
)
"""What no description tells, only the head that is made of it."""

PICTURED = frozenset(("Obstructed_Forehead", "Fully_Visible_Forehead", "Wearing_Hat", "Wearing_Earrings"))
"""What only the picture tells."""

WIDE_PEOPLE = 30  # draws of a person that keep to no more than what is asked for needs; all these are ours
_RARE = 0.08  # the share of people from which on they are waited for
_SHARES = {1: 0.2, -1: 0.65}  # of people about whom a measure of the head says so, roughly
_UNSUITED = -60.0  # added to the logarithm of the weight of what can't be what is asked for

Drawn = TypeVar("Drawn")


@dataclass(frozen=True)
class CandidatePool:
    """How many candidates are drawn; all numbers are ours.

    Attributes:
        least: At least so many, so that those of great weight are among them where they are few.
        most: At most so many.
        worth: Between the two, until the weights together are worth so many of the greatest.
    """

    least: int
    most: int
    worth: float

    def is_full(self, candidates: "list[_Candidate[Drawn]]", *, bound: bool) -> bool:
        """Whether one can be chosen."""
        logs = [each.log for each in candidates if each.natural]
        if not bound:
            return bool(logs) or len(candidates) >= self.most
        enough = bool(logs) and sum(math.exp(log - max(logs)) for log in logs) >= self.worth
        return len(candidates) >= (self.least if enough else self.most)


PEOPLE, SCENES = CandidatePool(least=24, most=96, worth=6.0), CandidatePool(least=6, most=32, worth=3.0)


@dataclass(frozen=True)
class _Candidate(Generic[Drawn]):
    """What was drawn, the logarithm of its weight, and whether free draws could have come out so."""

    drawn: Drawn
    log: float
    natural: bool


def wide_attempts(asked: Mapping[str, int]) -> int:
    """How many draws of a person keep to no more than what is asked for needs.

    None, where so many measures of the head are asked for that hardly anyone has them by chance.
    """
    share = math.prod(_SHARES[sign] for name, sign in asked.items() if name in MEASURED - {"Mouth_Closed"})
    return WIDE_PEOPLE if share >= _RARE else 0


def described_smile(person: Person, scene: Scene, proportions: Proportions, rest: FloatingArray) -> int:
    """Whether a person smiles in a scene as their head has it; ``rest`` are its 68 landmarks, (68, 3)."""
    face = expressed_face(rest, scene.expression)
    return RULES["Smiling"].judge(described_facts(person, scene, proportions, face))


def draw_person(
    recipe: Recipe, *, seed: int, identity: int, attempt: int, ask: Request, of_image: Request, wide: bool
) -> tuple[Person, Scene]:
    """Draw a person, and the scout by which they were chosen.

    Args:
        recipe: What people and scenes are drawn from.
        seed: The seed of the whole set.
        identity: The person's number.
        attempt: 0, and one more whenever the person hadn't what was asked.
        ask: What is asked of the person.
        of_image: What is asked of the scout.
        wide: Whether draws keep to what the attributes are possible with, or to what they are likely with.
    """
    styles = recipe.people.hair.known_styles
    asked = of_image.attributes
    of_all_images = {name: sign for name, sign in asked.items() if name in PERSONAL}
    of_one_image = {name: sign for name, sign in asked.items() if name not in PERSONAL}

    def candidate(number: int) -> _Candidate[tuple[Person, Scene]]:
        odds = Odds()
        person = sample_person(
            recipe.people,
            seed=seed,
            identity=identity,
            attempt=attempt,
            candidate=number,
            ask=ask,
            wide=wide,
            odds=odds,
        )
        scout = sample_scene(
            recipe.scenes,
            person,
            seed=seed,
            identity=identity,
            image=_SCOUT,
            attempt=attempt,
            candidate=number,
            ask=of_image,
            wide=wide,
            odds=odds,
            styles=styles,
        )
        suits = _suits(person, scout, of_one_image) and _suits(person, plain_scene(person.hair.style), of_all_images)
        return _judged((person, scout), odds, suits)

    bound = bool(asked) and bool(ask.wide_person_limits or of_image.wide_scene_limits)
    return _choose(candidate, PEOPLE, bound=bound, rng=generator(seed, "person", identity, attempt, "chosen"))


_SCOUT = -1  # the number of an image that isn't made


def draw_scene(
    recipe: Recipe,
    person: Person,
    *,
    seed: int,
    identity: int,
    image: int,
    attempt: int,
    ask: Request,
    wide: bool,
    may_hide: bool,
) -> Scene:
    """Draw the scene of an image.

    Args:
        recipe: What scenes are drawn from.
        person: The person in the scene.
        seed: The seed of the whole set.
        identity: The person's number.
        image: The image's number among the person's.
        attempt: 0, and one more whenever the image hadn't what was asked.
        ask: What is asked of the image.
        wide: Whether draws keep to what the attributes are possible with, or to what they are likely with.
        may_hide: Whether the image may hide what is the person's own.
    """

    def candidate(number: int) -> _Candidate[Scene]:
        odds = Odds()
        scene = sample_scene(
            recipe.scenes,
            person,
            seed=seed,
            identity=identity,
            image=image,
            attempt=attempt,
            candidate=number,
            ask=ask,
            wide=wide,
            odds=odds,
            styles=recipe.people.hair.known_styles,
        )
        return _judged(scene, odds, _suits(person, scene, ask.attributes, hidden=PERSONAL if may_hide else frozenset()))

    bound = bool(ask.wide_scene_limits)
    return _choose(candidate, SCENES, bound=bound, rng=generator(seed, "scene", identity, image, attempt, "chosen"))


def _judged(drawn: Drawn, odds: Odds, suits: bool) -> _Candidate[Drawn]:  # noqa: FBT001
    return _Candidate(drawn, odds.log if suits else odds.log + _UNSUITED, odds.natural and suits)


def _choose(
    candidate: Callable[[int], _Candidate[Drawn]], pool: CandidatePool, *, bound: bool, rng: np.random.Generator
) -> Drawn:
    """One of several candidates by weight; the first that suits where nothing binds the draws."""
    first = candidate(0)
    if not bound and first.natural:
        return first.drawn
    candidates = [first]
    while not pool.is_full(candidates, bound=bound):
        candidates.append(candidate(len(candidates)))
    # The greatest of the logarithms with Gumbel's noise is one by weight.
    scores = [each.log - math.log(-math.log(max(float(rng.random()), _SMALLEST))) for each in candidates]
    return candidates[max(range(len(scores)), key=scores.__getitem__)].drawn


_SMALLEST = 1e-300


def _suits(person: Person, scene: Scene, asked: Mapping[str, int], *, hidden: frozenset[str] = frozenset()) -> bool:
    """Whether what is asked for is true as far as descriptions tell; ``hidden`` may be undecided."""
    facts = described_facts(person, scene, _unknown_proportions(), _UNKNOWN_FACE)
    for name, sign in asked.items():
        if name not in MEASURED and name not in PICTURED:
            label = RULES[name].judge(facts)
            if label != sign and (label or name not in hidden):
                return False
    return True


_UNKNOWN_FACE = ExpressedFace(corners_raised=(0.0, 0.0), corners_above=0.0, eyes_open=0.0)


@cache
def _unknown_proportions() -> Proportions:
    return Proportions(**dict.fromkeys(Proportions.__dataclass_fields__, math.nan))
