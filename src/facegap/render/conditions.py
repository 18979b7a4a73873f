"""Conditions: what is asked of people and images, drawn from rows of attributes and from demographic cells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal, Self

import numpy as np
import numpy.typing as npt
from pydantic import AfterValidator, Field, model_validator

from facegap.config import Config
from facegap.engine.seeds import generator
from facegap.render.bounds import Bound, merge, names
from facegap.render.distributions import check_names
from facegap.render.people.ancestries import ANCESTRIES
from facegap.render.rules import RULES, rule
from facegap.render.truth.vocabulary import ATTRIBUTES, DEMOGRAPHIC, PERSONAL

Sign = Literal[-1, 0, 1]


def _attributes(given: Mapping[str, Sign]) -> Mapping[str, Sign]:
    check_names(given, ATTRIBUTES, "attribute")
    return given


class Condition(Config):
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
class Asked:
    """What is asked of one person, or of one of its images.

    Attributes:
        attributes: 1 for there, −1 for not there; those that aren't named are free.
        cell: the person's demographic cell.
    """

    attributes: Mapping[str, int] = field(default_factory=dict)
    cell: Cell | None = None

    @cached_property
    def person_limits(self) -> dict[str, Bound]:
        """What this leaves of a person's draws."""
        rules = [rule(attribute, sign) for attribute, sign in self.attributes.items()]
        cell = [] if self.cell is None else [self.cell.limits]
        return merge([*cell, *(one.person for one in rules)], (one.person_tends for one in rules))

    @cached_property
    def scene_limits(self) -> dict[str, Bound]:
        """What this leaves of a scene's draws."""
        rules = [rule(attribute, sign) for attribute, sign in self.attributes.items()]
        return merge((one.scene for one in rules), (one.scene_tends for one in rules))


NOTHING_ASKED = Asked()

Signs = npt.NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of conditions.

    Attributes:
        signs: (rows, 47), in the order of ``ATTRIBUTES``, −1, 0 or 1.
        weights: (rows,), at least 0, their sum more than 0.
        lines: the number by which a message calls each row, (rows,).
        alike: how many rows a person's images are drawn from, at least, where there are so many: 1 keeps to the rows
            that ask the same of the person; more adds those that differ least from them, but not in sex, age, ancestry
            or in whether there's a beard to grow.
    """

    signs: Signs
    weights: npt.NDArray[np.float64]
    lines: npt.NDArray[np.int64]
    alike: int = 1

    @cached_property
    def _upto(self) -> npt.NDArray[np.float64]:
        return np.cumsum(self.weights / self.weights.sum())

    @cached_property
    def _of_person(self) -> Signs:
        """The rows as far as they concern the person, (rows, 47): the others are 0."""
        return np.where(_concerns(_any_part)[self.signs + 1, np.arange(len(ATTRIBUTES))], self.signs, 0).astype(np.int8)

    @cached_property
    def _strict(self) -> Signs:
        """What must be the same for two rows to be of one person, (rows, 47)."""
        columns = np.arange(len(ATTRIBUTES))
        return np.where(_concerns(_must)[self.signs + 1, columns], self.signs, 0).astype(np.int8)

    @cached_property
    def _groups(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The group of each row whose rows ask the same of the person; rows by group; where each group starts."""
        group = _same(self._of_person)
        order = np.argsort(group, kind="stable")
        return group, order, np.searchsorted(group[order], np.arange(group.max() + 2))

    @cached_property
    def _blocks(self) -> npt.NDArray[np.int64]:
        return _same(self._strict)

    @cached_property
    def _candidates(self) -> dict[int, tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]]:
        return {}

    def row(self, u: float) -> int:
        """The row at u, uniform in 0 to 1, by weight."""
        return min(int(np.searchsorted(self._upto, u, side="right")), len(self.weights) - 1)

    def row_of_image(self, row: int, u: float) -> int:
        """One of the rows that may be an image's of a person who was drawn by ``row``; by weight."""
        group, order, starts = self._groups
        key = int(group[row])
        if key not in self._candidates:
            members = order[starts[key] : starts[key + 1]]
            if len(members) < self.alike:
                members = self._nearest(row)
            members = members[self.weights[members] > 0.0]
            if len(self._candidates) > _REMEMBERED:
                self._candidates.clear()
            self._candidates[key] = members, np.cumsum(self.weights[members])
        members, upto = self._candidates[key]
        return int(members[min(int(np.searchsorted(upto, u * upto[-1], side="right")), len(members) - 1)])

    def _nearest(self, row: int) -> npt.NDArray[np.int64]:
        block = np.flatnonzero(self._blocks == self._blocks[row])
        differences = (self._of_person[block] != self._of_person[row]).sum(1)
        return block[np.argsort(differences, kind="stable")[: max(self.alike, 1)]]

    def asked_of_person(self, row: int) -> dict[str, int]:
        """The attributes of a row that concern the person."""
        return _named(self._of_person[row])

    def asked_of_image(self, row: int) -> dict[str, int]:
        """The attributes of a row that are the image's own."""
        return {name: sign for name, sign in _named(self.signs[row]).items() if name not in PERSONAL}


_REMEMBERED = 20_000


def _named(signs: Signs) -> dict[str, int]:
    return {ATTRIBUTES[column]: int(signs[column]) for column in np.flatnonzero(signs)}


def _any_part(attribute: str, sign: int) -> bool:
    return attribute in PERSONAL or rule(attribute, sign).concerns_person


def _must(attribute: str, sign: int) -> bool:
    return attribute in DEMOGRAPHIC or (attribute not in PERSONAL and bool(rule(attribute, sign).person))


def _concerns(test: Callable[[str, int], bool]) -> npt.NDArray[np.bool_]:
    """For signs −1, 0, 1 (rows) and all attributes (columns), whether a test holds, (3, 47)."""
    return np.array([[sign != 0 and name in RULES and test(name, sign) for name in ATTRIBUTES] for sign in (-1, 0, 1)])


def _same(keys: Signs) -> npt.NDArray[np.int64]:
    """Number the distinct rows of keys; the number of each."""
    packed = np.ascontiguousarray(keys).view(np.dtype((np.void, keys.shape[1]))).ravel()
    return np.unique(packed, return_inverse=True)[1].astype(np.int64)


@dataclass(frozen=True, eq=False)
class Conditions:
    """All that a recipe asks for.

    Attributes:
        rows: None where no attributes are asked for.
        cells: none where the recipe's own shares hold.
    """

    rows: Rows | None = None
    cells: tuple[Cell, ...] = ()

    def for_person(self, *, seed: int, identity: int) -> Asked:
        """What is asked of a person: what in one row, drawn by weight, concerns people; and a cell, drawn by share."""
        if self.rows is None and not self.cells:
            return NOTHING_ASKED
        row, cell = self._drawn(seed, identity)
        return Asked({} if self.rows is None else self.rows.asked_of_person(row), cell)

    def for_image(self, *, seed: int, identity: int, image: int) -> Asked:
        """What is asked of one image: the person's attributes, and of a row that asks the same of the person the rest.

        So over many people each row is met by its share of the images.
        """
        if self.rows is None:
            return self.for_person(seed=seed, identity=identity)
        row, cell = self._drawn(seed, identity)
        own = self.rows.row_of_image(row, float(generator(seed, "asked", identity, image).random()))
        personal = {name: sign for name, sign in self.rows.asked_of_person(row).items() if name in PERSONAL}
        return Asked({**personal, **self.rows.asked_of_image(own)}, cell)

    def _drawn(self, seed: int, identity: int) -> tuple[int, Cell | None]:
        u, v = generator(seed, "asked", identity).random(2).tolist()
        row = self.rows.row(u) if self.rows is not None else 0
        for cell in self.cells:
            v -= cell.share
            if v < 0.0:
                return row, cell
        return row, self.cells[-1] if self.cells else None
