"""A real and a synthetic set of embeddings, with all that several metrics need of them, computed once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeVar

import numpy as np

from facegap.base.arrays import BoolArray
from facegap.base.suggestions import check_names
from facegap.compare.fidelity.points import check_points
from facegap.compare.fidelity.real_reference import real_reference_splits
from facegap.estimates import PeopleGroups, group_people
from facegap.matching import EmbeddedSet

T = TypeVar("T")

Reach = Literal["people", "images"]
"""To the k-th nearest of what a neighborhood reaches: of other people, or, as published, of other images."""

NEIGHBORS = 5
"""k: a neighborhood reaches to the k-th nearest of the same set (Naeem et al., 2020, who want 5)."""


@dataclass(frozen=True)
class Needs:
    """What both sets must have for a metric.

    Attributes:
        images: So many images.
        people: So many people.
        neighbors: One person more than the k of neighborhoods, or, where these reach to images, two images more.
    """

    images: int = 1
    people: int = 1
    neighbors: bool = False


class EmbeddedPair:
    """Two sets that are compared: P, the real data, and Q, the synthetic model.

    Args:
        real: The data. An image of which the person is unknown counts as a person of its own, as in ``EmbeddedSet``.
        synthetic: The model, in the embeddings of the same network.
        neighbors: k, for the metrics that look at neighborhoods.
        reach: Whether a neighborhood reaches to the k-th nearest other person, or, as published, image.
        seed: Seed of the division of people into groups, and of the choice of real people for the noise floors.

    Raises:
        ValueError: The embeddings have other dimensions, there are none, or one isn't finite; ``neighbors`` is below
            1, or ``reach`` is unknown.
    """

    def __init__(
        self,
        *,
        real: EmbeddedSet,
        synthetic: EmbeddedSet,
        neighbors: int = NEIGHBORS,
        reach: Reach = "people",
        seed: int = 0,
    ) -> None:
        if neighbors < 1:
            msg = f"{neighbors} neighbors; there must be one at least"
            raise ValueError(msg)
        check_names([reach], ("people", "images"), "reach of neighborhoods")
        check_points(real=real.embeddings, synthetic=synthetic.embeddings, least=1)
        self.real, self.synthetic = real, synthetic
        self.neighbors, self.reach, self.seed = neighbors, reach, seed
        self._shared: dict[Callable[[EmbeddedPair], Any], Any] = {}

    @cached_property
    def groups(self) -> tuple[PeopleGroups, PeopleGroups]:
        """The people of the real and of the synthetic set in random groups, for intervals."""
        return group_people(self.real.people, seed=self.seed), group_people(self.synthetic.people, seed=self.seed)

    @cached_property
    def people(self) -> tuple[int, int]:
        """How many people there are in the real and in the synthetic set."""
        return len(np.unique(self.real.people)), len(np.unique(self.synthetic.people))

    @cached_property
    def reference(self) -> "EmbeddedPair | None":
        """Some real people in place of the synthetic set, against the other real people; None of one real person.

        This is what metrics whose noise floor comes from a single choice are computed from a second time.
        """
        images = len(self.synthetic.embeddings)
        chosen = real_reference_splits(self.real.people, images=images, splits=1, seed=self.seed)[0][self.real.people]
        if chosen.all():
            return None
        rest, part = (_images_of(self.real, images) for images in (~chosen, chosen))
        return EmbeddedPair(real=rest, synthetic=part, neighbors=self.neighbors, reach=self.reach, seed=self.seed)

    def lacking(self, needs: Needs) -> str | None:
        """What a metric needs but the sets don't have, such as ``2 people in each set``; None if they have all."""
        images, people = needs.images, needs.people
        if needs.neighbors and self.reach == "people":
            people = max(people, self.neighbors + 1)
        elif needs.neighbors:
            images = max(images, self.neighbors + 2)
        if min(len(self.real.embeddings), len(self.synthetic.embeddings)) < images:
            return f"{images} images in each set"
        return f"{people} people in each set" if min(self.people) < people else None

    def shared(self, work: Callable[["EmbeddedPair"], T]) -> T:
        """What a function makes of this pair, computed the first time only, so that several metrics can use it."""
        if work not in self._shared:
            self._shared[work] = work(self)
        result: T = self._shared[work]
        return result


def _images_of(embedded: EmbeddedSet, images: BoolArray) -> EmbeddedSet:
    """Some images of a set, bool (images,)."""
    return EmbeddedSet(embedded.embeddings[images], embedded.people[images], unknown=0, missing=0)
