"""How often something happens, and how much: the fields of the augmentation's options, and the draws from them."""

import math
from typing import Annotated

import numpy as np
from pydantic import AfterValidator, Field

Chance = Annotated[float, Field(ge=0, le=1)]
"""Share of the images that something happens to."""


def _in_order(span: tuple[float, float]) -> tuple[float, float]:
    if not span[0] <= span[1]:
        msg = f"({span[0]}, {span[1]}): the first must not be above the second"
        raise ValueError(msg)
    return span


Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(gt=0, le=1)]
Quality = Annotated[float, Field(ge=1, le=100)]

Factors = Annotated[tuple[Positive, Positive], AfterValidator(_in_order)]
"""Least and greatest factor."""
Amounts = Annotated[tuple[NotNegative, NotNegative], AfterValidator(_in_order)]
"""Least and greatest amount; an amount of 0 is no change where a factor can't be 0."""
Shares = Annotated[tuple[Share, Share], AfterValidator(_in_order)]
"""Least and greatest share, above 0 and up to 1."""
Qualities = Annotated[tuple[Quality, Quality], AfterValidator(_in_order)]
"""Worst and best quality of a JPEG, 1 to 100."""


def happens(rng: np.random.Generator, chance: float) -> bool:
    """Whether something of this chance happens; draws nothing where it is certain either way."""
    return chance >= 1 or (chance > 0 and rng.random() < chance)


def uniform(rng: np.random.Generator, span: tuple[float, float]) -> float:
    """A number between two, each equally likely."""
    return span[0] + (span[1] - span[0]) * rng.random()


def log_uniform(rng: np.random.Generator, span: tuple[float, float]) -> float:
    """A factor between two, each ratio equally likely: half as often as twice where the span is (1/2, 2)."""
    return math.exp(uniform(rng, (math.log(span[0]), math.log(span[1]))))


def plus_minus(rng: np.random.Generator, most: float) -> float:
    """A number from -most to most."""
    return most * (2 * rng.random() - 1)
