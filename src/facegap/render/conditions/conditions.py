"""Conditions: what is asked of people and images, drawn from rows of attributes and from demographic cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from facegap.base.config import Config
from facegap.base.seeds import generator
from facegap.base.suggestions import check_names
from facegap.render.conditions.quotas import Quotas
from facegap.render.conditions.rows import Rows
from facegap.render.conditions.rule import RulePair, SamplingRule
from facegap.render.conditions.rules import RULES, rule
from facegap.render.description.person import ANCESTRIES
from facegap.render.sampling.bounds import Bound, Limits, merge_limits, names
from facegap.render.truth.vocabulary import ATTRIBUTES, PERSONAL

Sign = Literal[-1, 0, 1]


def _attributes(given: Mapping[str, Sign]) -> Mapping[str, Sign]:
    check_names(given, ATTRIBUTES, "attribute")
    return given


class ConditionRow(Config):
    """One row: what is asked together.

    Attributes:
        weight: how often, relative to the other rows (they needn't sum to 1).
        attributes: 1 for there, −1 for not there, 0 (or left out) for either.
    """

    weight: float = Field(default=1.0, ge=0.0, allow_inf_nan=False)
    attributes: Annotated[Mapping[str, Sign], AfterValidator(_attributes)]

    @model_validator(mode="before")
    @classmethod
    def _keys(cls, given: object) -> object:
        check_names(given if isinstance(given, Mapping) else (), cls.model_fields, "key")
        return given


class Cell(Config):
    """A demographic group and its share of the people; what isn't said is as the recipe draws it.

    Attributes:
        share: all cells' sum to 1.
        male: sex.
        ancestry: one of the recipe's.
        age: from and to, in years.
    """

    share: float = Field(ge=0.0, le=1.0)
    male: bool | None = None
    ancestry: str | None = None
    age: tuple[float, float] | None = None

    @model_validator(mode="before")
    @classmethod
    def _keys(cls, given: object) -> object:
        check_names(given if isinstance(given, Mapping) else (), cls.model_fields, "key")
        return given

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_names(() if self.ancestry is None else (self.ancestry,), ANCESTRIES, "ancestry")
        if self.age is not None and not _YOUNGEST <= self.age[0] < self.age[1] <= _OLDEST:
            msg = f"age must be [from, to] within {_YOUNGEST:g} to {_OLDEST:g}, not {list(self.age)}"
            raise ValueError(msg)
        return self

    @cached_property
    def limits(self) -> dict[str, Bound]:
        """Bounds of a person's draws."""
        limits: dict[str, Bound] = {}
        if self.male is not None:
            limits["sex"] = names("male" if self.male else "female")
        if self.ancestry is not None:
            limits["ancestry"] = names(self.ancestry)
        if self.age is not None:
            limits["age"] = (self.age,)
        return limits


_YOUNGEST, _OLDEST = 14.0, 90.0


@dataclass(frozen=True)
class Request:
    """What is asked of one person, or of one of its images.

    Attributes:
        attributes: 1 for there, −1 for not there; those that aren't named are free.
        cell: the person's demographic cell.
        rules: how attributes narrow the draws, see ``sampling_rules``.
    """

    attributes: Mapping[str, int] = field(default_factory=dict)
    cell: Cell | None = None
    rules: Mapping[str, RulePair] = field(default_factory=lambda: RULES, repr=False)

    @cached_property
    def person_limits(self) -> dict[str, Bound]:
        """What this leaves of a person's draws."""
        return merge_limits(
            [*self._cell, *(each.person for each in self._asked)], (each.person_tends for each in self._asked)
        )

    @cached_property
    def scene_limits(self) -> dict[str, Bound]:
        """What this leaves of a scene's draws."""
        return merge_limits((each.scene for each in self._asked), (each.scene_tends for each in self._asked))

    @cached_property
    def wide_person_limits(self) -> dict[str, Bound]:
        """What a person must be drawn from to have at all what is asked, as in the recipe."""
        return merge_limits([*self._cell, *(each.wide_person for each in self._asked)], ())

    @cached_property
    def wide_scene_limits(self) -> dict[str, Bound]:
        """What a scene must be drawn from to have at all what is asked, as in the recipe."""
        return merge_limits((each.wide_scene for each in self._asked), ())

    @cached_property
    def _asked(self) -> list[SamplingRule]:
        return [rule(attribute, sign, self.rules) for attribute, sign in self.attributes.items()]

    @property
    def _cell(self) -> list[Limits]:
        return [] if self.cell is None else [self.cell.limits]


NO_REQUEST = Request()


@dataclass(frozen=True, eq=False)
class Conditions:
    """All that a recipe asks for.

    Attributes:
        rows: None where no attributes are asked for.
        cells: none where the recipe's own shares hold.
        rules: how attributes narrow the draws, see ``sampling_rules``.
    """

    rows: Rows | None = None
    cells: tuple[Cell, ...] = ()
    rules: Mapping[str, RulePair] = field(default_factory=lambda: RULES, repr=False)

    def for_person(self, *, seed: int, identity: int) -> Request:
        """What is asked of a person: what in one row, drawn by weight, concerns people; and a cell, by ``Quotas``."""
        if self.rows is None and not self.cells:
            return NO_REQUEST
        row, cell = self._drawn(seed, identity)
        return Request({} if self.rows is None else self.rows.asked_of_person(row), cell, self.rules)

    def for_image(self, *, seed: int, identity: int, image: int) -> Request:
        """What is asked of one image: the person's attributes, and of a row that asks the same of the person the rest.

        So over many people each row is met by its share of the images.
        """
        return self._of_image(seed, identity, image)

    def for_scout(self, *, seed: int, identity: int, attempt: int) -> Request:
        """What is asked of an image that isn't made, by which a person is judged: as of one of the person's images."""
        return self._of_image(seed, identity, "scout", attempt)

    def _of_image(self, seed: int, identity: int, *image: int | str) -> Request:
        if self.rows is None:
            return self.for_person(seed=seed, identity=identity)
        row, cell = self._drawn(seed, identity)
        own = self.rows.row_of_image(row, float(generator(seed, "asked", identity, *image).random()))
        personal = {name: sign for name, sign in self.rows.asked_of_person(row).items() if name in PERSONAL}
        return Request({**personal, **self.rows.asked_of_image(own)}, cell, self.rules)

    def _drawn(self, seed: int, identity: int) -> tuple[int, Cell | None]:
        row = 0 if self.rows is None else self.rows.row(float(generator(seed, "asked", identity).random()))
        return row, self.cells[self._quotas.cell(identity, seed=seed)] if self.cells else None

    @cached_property
    def _quotas(self) -> Quotas:
        return Quotas(tuple(cell.share for cell in self.cells))
