"""From numbers to pictures: who is person 17, what is on their image 4, and does it show what was asked for?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from threadpoolctl import ThreadpoolController

from facegap.render.candidates import described_smile, draw_person, draw_scene, wide_attempts
from facegap.render.conditions.conditions import Request
from facegap.render.description.scene import Scene
from facegap.render.image.person_assets import PersonAssets
from facegap.render.image.rendering import RenderOutput, SceneRenderer
from facegap.render.recipes.recipe import Recipe
from facegap.render.skin.photographs import skin_for
from facegap.render.truth.facts import facts_of
from facegap.render.truth.layer import personal_truth, truth_row
from facegap.render.truth.proportions import Proportions, proportions_of
from facegap.render.truth.vocabulary import PERSONAL

ATTEMPTS = 40  # draws of a person, and of a scene, before a request is given up (ours)
KEPT = 64  # people in memory, each a few megabytes; more than a batch has


# Draws of a scene after which an image may hide what is the person's own, such as a bald head under a hat that is asked
# for, too (ours).
HIDDEN_AFTER = 5
WIDE_SCENES = 12  # draws of a scene that keep to no more than what is asked for needs (ours)


@dataclass(frozen=True)
class RenderedImage:
    """One image of a rendered set.

    Attributes:
        identity: The person's number.
        image: The image's number among the person's.
        rendered: The pixels, and the buffers that were drawn with them.
        truth: Its row of the layer ``truth``: labels and measures by column.
        problem: Why it isn't what was asked for, in words; None where it is.
    """

    identity: int
    image: int
    rendered: RenderOutput
    truth: dict[str, Any]
    problem: str | None


@dataclass(frozen=True)
class SampledPerson:
    """A person who was sampled.

    Attributes:
        assets: The person ready to be put into scenes: head, skin, hair and wardrobe.
        proportions: The measures of the face that its truth follows from.
        missed: Which attributes of their own aren't as asked for, in words; mostly empty.
    """

    assets: PersonAssets
    proportions: Proportions
    missed: str


class Sampler:
    """Samples people and scenes of a recipe and renders them, again where a picture hasn't what its condition asks for.

    Person 17's image 4 depends on the recipe, the seed, 17 and 4 alone. The people who were sampled last are kept, as
    the images of a person mostly come one after the other.

    Args:
        recipe: What people and scenes are drawn from.
        seed: Of all draws.

    >>> from facegap.render import Recipe
    >>> person = Sampler(Recipe.load("studio"), seed=1).person(17).assets.person
    >>> 18 <= person.age <= 50
    True
    """

    def __init__(self, recipe: Recipe, *, seed: int) -> None:
        self._recipe = recipe
        self._seed = seed
        self._people: dict[int, SampledPerson] = {}

    def render(self, numbers: Sequence[tuple[int, int]], renderer: SceneRenderer) -> list[RenderedImage]:
        """Render images.

        Args:
            numbers: Of each image, the person's number and the image's number among the person's.
            renderer: Draws persons in scenes, see ``scene_renderer``.

        Returns:
            The images in the order of ``numbers``. One that never came to show what was asked for within ``ATTEMPTS``
            draws says so in ``problem``.
        """
        images: dict[tuple[int, int], RenderedImage] = {}
        missing = list(numbers)
        for attempt in range(ATTEMPTS):
            with _threads().limit(limits=1):
                rendered = self._attempt(missing, attempt, renderer)
            images |= {(image.identity, image.image): image for image in rendered}
            missing = [(image.identity, image.image) for image in rendered if image.problem]
            if not missing:
                break
        return [images[number] for number in numbers]

    def scene(self, identity: int, image: int, attempt: int = 0) -> Scene:
        """Sample the scene of an image; ``attempt`` counts the draws before it that didn't show what was asked for."""
        sampled = self.person(identity)
        return draw_scene(
            self._recipe,
            sampled.assets.person,
            seed=self._seed,
            identity=identity,
            image=image,
            attempt=attempt,
            ask=self._request(identity, image),
            wide=attempt < WIDE_SCENES,
            may_hide=attempt >= HIDDEN_AFTER and not sampled.missed,
        )

    def person(self, identity: int) -> SampledPerson:
        """Sample the person of a number, again (up to a limit) while their looks aren't what was asked for."""
        if identity not in self._people:
            ask = self._recipe.asking.for_person(seed=self._seed, identity=identity)
            for attempt in range(ATTEMPTS):
                with _threads().limit(limits=1):
                    person, suits = self._sampled(identity, attempt, ask)
                if suits:
                    break
            if len(self._people) >= KEPT:
                del self._people[next(iter(self._people))]  # who was sampled first
            self._people[identity] = person
        return self._people[identity]

    def _sampled(self, identity: int, attempt: int, ask: Request) -> tuple[SampledPerson, bool]:
        """A person, and whether they and an image of theirs would be what is asked for."""
        output = self._recipe.output
        of_image = self._recipe.asking.for_scout(seed=self._seed, identity=identity, attempt=attempt)
        person, scout = draw_person(
            self._recipe,
            seed=self._seed,
            identity=identity,
            attempt=attempt,
            ask=ask,
            of_image=of_image,
            wide=attempt < wide_attempts(of_image.attributes),
        )
        skin = skin_for(person, Path(output.skins)) if output.skins else None
        assets = PersonAssets(person, texture_rows=output.texture, photograph=skin)
        proportions = proportions_of(assets.head)
        missed = _missed(ask.attributes, personal_truth(person, proportions))
        smile = of_image.attributes.get("Smiling", 0)
        suits = not missed and smile in (0, described_smile(person, scout, proportions, assets.head.landmarks))
        return SampledPerson(assets, proportions, missed), suits

    def _request(self, identity: int, image: int) -> Request:
        return self._recipe.asking.for_image(seed=self._seed, identity=identity, image=image)

    def _attempt(
        self, numbers: Sequence[tuple[int, int]], attempt: int, renderer: SceneRenderer
    ) -> list[RenderedImage]:
        people = [self.person(identity) for identity, _ in numbers]
        scenes = [self.scene(identity, image, attempt) for identity, image in numbers]
        outputs = renderer.render([(person.assets, scene) for person, scene in zip(people, scenes, strict=True)])
        return [
            self._judged(number, person, scene, output, attempt)
            for number, person, scene, output in zip(numbers, people, scenes, outputs, strict=True)
        ]

    def _judged(
        self, number: tuple[int, int], person: SampledPerson, scene: Scene, output: RenderOutput, attempt: int
    ) -> RenderedImage:
        """An image with its truth, and whether that is what was asked for."""
        facts = facts_of(
            person.assets.person,
            scene,
            person.proportions,
            rest=person.assets.head.landmarks,
            framing=output.composed.framing,
            positions=output.composed.positions,
            normals=output.composed.normals,
            segment=output.segment,
            depth=output.depth,
            size=self._recipe.output.size,
        )
        truth = truth_row(facts)
        asked = self._request(*number).attributes
        if attempt >= HIDDEN_AFTER and not person.missed:
            asked = {name: sign for name, sign in asked.items() if name not in PERSONAL or truth[name] != 0}
        missed = _missed(asked, truth)
        problem = f"not met in {ATTEMPTS} draws: {missed}" if missed else None
        return RenderedImage(*number, rendered=output, truth=truth, problem=problem)


@cache
def _threads() -> ThreadpoolController:
    """Of the linear algebra: on several threads it adds up in another order, and rounds to other images."""
    return ThreadpoolController()


def _missed(asked: Mapping[str, int], truth: Mapping[str, Any]) -> str:
    """The attributes that aren't as asked for; those that ``truth`` says nothing of are left out."""
    missed = [name for name, sign in asked.items() if truth.get(name, sign) != sign]
    return ", ".join(f"{name} = {asked[name]} (is {truth[name]})" for name in missed)
