"""An attribute with a sign, and combinations of such."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Literal:
    """That an attribute is positive, or that it is negative; neither where it is undefined."""

    attribute: str
    positive: bool

    def __str__(self) -> str:
        return self.attribute if self.positive else f"not {self.attribute}"


def literals_of(numbers: Sequence[int], attributes: Sequence[str]) -> tuple[Literal, ...]:
    """The literals with some numbers: of A attributes, a is attribute a being positive, A + a its being negative."""
    count = len(attributes)
    return tuple(Literal(attributes[number % count], number < count) for number in numbers)


def name_of(literals: Sequence[Literal]) -> str:
    """The name of a combination as people say it: ``Senior, Eyeglasses, not Male``."""
    return ", ".join(str(literal) for literal in sorted(literals, key=lambda literal: not literal.positive))
