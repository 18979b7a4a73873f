"""How a fact becomes a label: 1 positive, −1 negative, 0 where the image or the fact leaves it open."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from facegap.render.truth.facts import Facts


@dataclass(frozen=True)
class LabelRule:
    """How one attribute's label follows from the facts of an image.

    Attributes:
        judge: the label, −1, 0 or 1.
    """

    judge: Callable[[Facts], int]

    @property
    def meaning(self) -> str:
        """What it means, a sentence or two: the docstring of ``judge``."""
        return " ".join((inspect.getdoc(self.judge) or "").split())


@dataclass(frozen=True)
class Band:
    """Where a quantity turns from no to yes.

    Attributes:
        low: up to here it is no.
        high: from here it is yes; between them it is undecided.
    """

    low: float
    high: float

    def judge(self, value: float) -> int:
        """The label of a value."""
        return 1 if value >= self.high else -1 if value <= self.low else 0


def as_label(positive: bool) -> int:  # noqa: FBT001
    """1 or −1."""
    return 1 if positive else -1
