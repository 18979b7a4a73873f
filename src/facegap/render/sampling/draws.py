"""Draws in a fixed order, each by one uniform number and within its bounds."""

from collections.abc import Mapping

import numpy as np
from scipy.special import ndtr, ndtri

from facegap.render.sampling.bounds import FREE, YES, Limits
from facegap.render.sampling.choices import Choice, weighted_choice
from facegap.render.sampling.distributions import Constant, Normal, Spans, Uniform
from facegap.render.sampling.odds import Odds


class Draws:
    """Draws of one group, in a fixed order, each by one uniform number and within its bounds.

    Args:
        rng: The generator of this group of draws.
        limits: Bounds by the name of the draw.
        habit: A generator that is the same for all images of a person.
        variation: From 0 to 1. The numbers are tied to those of ``habit`` by a Gaussian copula of correlation
            √(1 − v²): at 0 all images of a person are alike, at 1 they are independent, and over many people each draw
            keeps its distribution. Ours.
        odds: Multiplied by the probability of each bound that a draw is given.
    """

    def __init__(
        self,
        rng: np.random.Generator,
        limits: Limits = FREE,
        *,
        habit: np.random.Generator | None = None,
        variation: float = 1.0,
        odds: Odds | None = None,
    ) -> None:
        self.rng = rng
        self.limits = limits
        self.odds = odds or Odds()
        self._habit = habit if variation < 1.0 else None
        self._variation = variation
        self._numbers: list[float] = []
        self._usual: list[float] = []

    def uniform(self) -> float:
        """A number from 0 to 1."""
        if not self._numbers:
            self._numbers = self._block()
        return self._numbers.pop()

    def number(self, distribution: Normal | Uniform | Constant, draw: str = "") -> float:
        """A number from a distribution, within the bounds of this draw."""
        within = self.spans(draw)
        if within is not None:
            self.odds.times(distribution.mass(within))
        return distribution.at(self.uniform(), within)

    def keep(self, value: float, draw: str, *, spread: float) -> float:
        """A value that follows from other draws, moved to within its bounds, and up to ``spread`` beyond their edge."""
        beyond = spread * self.uniform()
        bound = self.limits.get(draw)
        if bound is None or isinstance(bound, frozenset) or any(low <= value <= high for low, high in bound):
            return value
        self.odds.against()
        low, high = min(bound, key=lambda span: max(span[0] - value, value - span[1]))
        return min(low + beyond, high) if value < low else max(high - beyond, low)

    def choice(self, choice: Choice, draw: str = "") -> str:
        """A name, within the bounds of this draw."""
        return self.weighted(choice.weights, draw)

    def chance(self, probability: float, draw: str = "") -> bool:
        """Yes or no, within the bounds of this draw."""
        bound = self.allowed(draw)
        u = self.uniform()
        if bound is None or len(bound) != 1:
            return u < probability
        self.odds.times(probability if bound == YES else 1.0 - probability)
        return bound == YES

    def weighted(self, weights: Mapping[str, float], draw: str = "") -> str:
        """A name by weights that needn't sum to 1, within the bounds of this draw."""
        return self.among(weights, self.allowed(draw))

    def among(self, weights: Mapping[str, float], allowed: frozenset[str] | None) -> str:
        """A name by weights that needn't sum to 1, one of those that are allowed; None allows all."""
        if allowed is not None:
            total = sum(weights.values())
            self.odds.times(sum(weights.get(name, 0.0) for name in allowed) / total if total else 0.0)
        return weighted_choice(weights, self.uniform(), allowed)

    def spans(self, draw: str) -> Spans | None:
        """The intervals that this draw may give; None for any."""
        bound = self.limits.get(draw)
        return None if isinstance(bound, frozenset) else bound

    def seed(self) -> int:
        """The seed of something that is drawn elsewhere."""
        own = self.uniform()
        if self._habit is None or self.rng.random() < self._variation:
            return int(own * _SEEDS)
        return int(self._usual[len(self._numbers)] * _SEEDS)

    def allowed(self, draw: str) -> frozenset[str] | None:
        """The names that this draw may give; None for any."""
        bound = self.limits.get(draw)
        return bound if isinstance(bound, frozenset) else None

    def _block(self) -> list[float]:
        numbers = self.rng.random(_BLOCK)
        if self._habit is not None:
            usual = self._habit.random(_BLOCK)
            self._usual = usual.tolist()
            numbers = ndtr(np.sqrt(1.0 - self._variation**2) * ndtri(usual) + self._variation * ndtri(numbers))
        return list(numbers.tolist())


_BLOCK = 48
_SEEDS = 2**31
