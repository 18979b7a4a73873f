"""From numbers to pictures: who is person 17, what is on their image 4, and does it show what was asked for?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from threadpoolctl import ThreadpoolController

from facegap.render.conditions.conditions import Request
from facegap.render.description.scene import Scene
from facegap.render.image.person_assets import PersonAssets
from facegap.render.image.rendering import RenderOutput, SceneRenderer
from facegap.render.people.person_sampling import sample_person
from facegap.render.recipes.recipe import Recipe
from facegap.render.scenes.scene_sampling import sample_scene
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


@dataclass(frozen=True)
class RenderedImage:
    """One image of a set.

    Attributes:
        identity: the person's number.
        image: the image's number among the person's.
        rendered: the picture.
        truth: its row of the ``truth`` layer.
        problem: why it isn't what was asked for, or None.
    """

    identity: int
    image: int
    rendered: RenderOutput
    truth: dict[str, Any]
    problem: str | None


@dataclass(frozen=True)
class SampledPerson:
    """A person who was drawn.

    Attributes:
        assets: ready to be put into scenes.
        proportions: what their truth is measured from.
        missed: which attributes of their own aren't as asked for, in words; mostly empty.
    """

    assets: PersonAssets
    proportions: Proportions
    missed: str


class Sampler:
    """Draws people and scenes, and draws again where a picture hasn't what its condition asks for.

    The last people are kept once drawn, as the images of a person mostly come one after the other.

    Args:
        recipe: what to draw.
        seed: of everything.
    """

    def __init__(self, recipe: Recipe, *, seed: int) -> None:
        self._recipe = recipe
        self._seed = seed
        self._members: dict[int, SampledPerson] = {}

    def render(self, numbers: Sequence[tuple[int, int]], renderer: SceneRenderer) -> list[RenderedImage]:
        """Make images.

        Args:
            numbers: of person and image, each.
            renderer: renders.

        Returns:
            A take for each; one that never came to show what was asked for says so in ``problem``.
        """
        takes: dict[tuple[int, int], RenderedImage] = {}
        open_: list[tuple[int, int]] = list(numbers)
        for attempt in range(ATTEMPTS):
            with _threads().limit(limits=1):
                done = self._attempt(open_, attempt, renderer)
            takes |= {(take.identity, take.image): take for take in done}
            open_ = [(take.identity, take.image) for take in done if take.problem]
            if not open_:
                break
        return [takes[number] for number in numbers]

    def scene(self, identity: int, image: int, attempt: int = 0) -> Scene:
        """The scene of an image."""
        return sample_scene(
            self._recipe.scenes,
            self.member(identity).assets.person,
            seed=self._seed,
            identity=identity,
            image=image,
            attempt=attempt,
            ask=self._asked(identity, image),
            styles=self._recipe.people.hair.known_styles,
        )

    def member(self, identity: int) -> SampledPerson:
        """The person with a number; drawn again, up to a limit, while their looks aren't what was asked for."""
        if identity not in self._members:
            ask = self._recipe.asking.for_person(seed=self._seed, identity=identity)
            for attempt in range(ATTEMPTS):
                with _threads().limit(limits=1):
                    member = self._drawn(identity, attempt, ask)
                if not member.missed:
                    break
            if len(self._members) >= KEPT:
                del self._members[next(iter(self._members))]  # the first that was drawn
            self._members[identity] = member
        return self._members[identity]

    def _drawn(self, identity: int, attempt: int, ask: Request) -> SampledPerson:
        output = self._recipe.output
        person = sample_person(self._recipe.people, seed=self._seed, identity=identity, attempt=attempt, ask=ask)
        skin = skin_for(person, Path(output.skins)) if output.skins else None
        assets = PersonAssets(person, texture_rows=output.texture, photograph=skin)
        proportions = proportions_of(assets.head)
        return SampledPerson(assets, proportions, _missed(ask.attributes, personal_truth(person, proportions)))

    def _asked(self, identity: int, image: int) -> Request:
        return self._recipe.asking.for_image(seed=self._seed, identity=identity, image=image)

    def _attempt(
        self, numbers: Sequence[tuple[int, int]], attempt: int, renderer: SceneRenderer
    ) -> list[RenderedImage]:
        members = [self.member(identity) for identity, _ in numbers]
        scenes = [self.scene(identity, image, attempt) for identity, image in numbers]
        pictures = renderer.render([(member.assets, scene) for member, scene in zip(members, scenes, strict=True)])
        return [
            self._take(number, member, scene, picture, attempt)
            for number, member, scene, picture in zip(numbers, members, scenes, pictures, strict=True)
        ]

    def _take(
        self, number: tuple[int, int], member: SampledPerson, scene: Scene, picture: RenderOutput, attempt: int
    ) -> RenderedImage:
        facts = facts_of(
            member.assets.person,
            scene,
            member.proportions,
            framing=picture.composed.framing,
            positions=picture.composed.positions,
            normals=picture.composed.normals,
            segment=picture.segment,
            depth=picture.depth,
            size=self._recipe.output.size,
        )
        truth = truth_row(facts)
        asked = self._asked(*number).attributes
        if attempt >= HIDDEN_AFTER and not member.missed:
            asked = {name: sign for name, sign in asked.items() if name not in PERSONAL or truth[name] != 0}
        missed = _missed(asked, truth)
        problem = f"not met in {ATTEMPTS} draws: {missed}" if missed else None
        return RenderedImage(*number, rendered=picture, truth=truth, problem=problem)


@cache
def _threads() -> ThreadpoolController:
    """Of the linear algebra: on several threads it adds up in another order, and rounds to other images."""
    return ThreadpoolController()


def _missed(asked: Mapping[str, int], truth: Mapping[str, Any]) -> str:
    """The attributes that aren't as asked for; those that ``truth`` says nothing of are left out."""
    missed = [name for name, sign in asked.items() if truth.get(name, sign) != sign]
    return ", ".join(f"{name} = {asked[name]} (is {truth[name]})" for name in missed)
