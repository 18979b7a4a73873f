"""Choices of a recipe: one of several names by weight."""

import math
from collections.abc import Mapping
from typing import Any, Self

import numpy as np
from pydantic import BeforeValidator, model_serializer, model_validator

from facegap.base.config import Config
from facegap.base.suggestions import check_names


def weighted_choice(weights: Mapping[str, float], u: float, among: frozenset[str] | None = None) -> str:
    """The name at u, uniform in 0 to 1, by weights that needn't sum to 1.

    Args:
        weights: By name, each at least 0.
        u: The random number, uniform in 0 to 1.
        among: Only these names; where they have no weight, all of them alike.
    """
    left = {name: weight for name, weight in weights.items() if weight and (among is None or name in among)}
    left = left or dict.fromkeys(sorted(weights if among is None else among), 1.0)
    target = u * sum(left.values())
    for name, weight in left.items():
        target -= weight
        if target < 0.0:
            return name
    return next(reversed(left))


class Choice(Config):
    """One of several names by weight; in TOML a table from name to weight.

    Attributes:
        weights: sum to 1.
    """

    weights: Mapping[str, float]

    @model_validator(mode="before")
    @classmethod
    def _wrap(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            msg = f"must be a table from name to weight, not {given!r}"
            raise ValueError(msg)
        return given if set(given) == {"weights"} else {"weights": given}

    @model_validator(mode="after")
    def _check(self) -> Self:
        for name, weight in self.weights.items():
            if not 0.0 <= weight <= 1.0:
                msg = f"the weight of {name!r} is {weight:g}, not from 0 to 1"
                raise ValueError(msg)
        total = math.fsum(self.weights.values())
        if abs(total - 1.0) > _SUM_TOLERANCE:
            msg = f"the weights sum to {total:.7g}, not to 1"
            raise ValueError(msg)
        return self

    def at(self, u: float, among: frozenset[str] | None = None) -> str:
        """The name at u, uniform in 0 to 1.

        Args:
            u: The random number, uniform in 0 to 1.
            among: Only these names; where they have no weight, all of them alike.
        """
        return weighted_choice(self.weights, u, among)

    def sample(self, rng: np.random.Generator) -> str:
        """Draw one."""
        return self.at(float(rng.random()))

    @property
    def possible(self) -> frozenset[str]:
        """The names that have weight."""
        return frozenset(name for name, weight in self.weights.items() if weight)

    @model_serializer
    def _plain(self) -> dict[str, float]:
        return dict(self.weights)


def shares(**weights: float) -> Choice:
    """A choice by name and weight."""
    return Choice(weights=weights)


_SUM_TOLERANCE = 1e-6


def among(*names: str) -> BeforeValidator:
    """For a ``Choice`` in a recipe: the names that it may hold."""

    def check(given: Any) -> Any:
        if isinstance(given, Mapping):
            check_names(given, names, "name")
        return given

    return BeforeValidator(check)
