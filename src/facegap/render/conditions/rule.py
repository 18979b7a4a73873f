"""What one attribute that is asked for does to the draws of people and scenes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from facegap.render.sampling.bounds import Bound, Limits, at_least, names


@dataclass(frozen=True)
class SamplingRule:
    """What follows from one attribute with one sign.

    Attributes:
        person: bounds of a person's draws.
        scene: bounds of a scene's draws.
        person_tends: likewise, where other rules leave room for it.
        scene_tends: likewise.
        wide: by draw, what the attribute is possible with, in place of the bounds above; None where that is anything.
            The first draws keep to this alone, so that they have what the attribute has in the recipe.
    """

    person: Limits = field(default_factory=dict)
    scene: Limits = field(default_factory=dict)
    person_tends: Limits = field(default_factory=dict)
    scene_tends: Limits = field(default_factory=dict)
    wide: Mapping[str, Bound | None] = field(default_factory=dict)

    @property
    def wide_person(self) -> Limits:
        """Bounds of a person's first draws."""
        return self._widened(self.person)

    @property
    def wide_scene(self) -> Limits:
        """Bounds of a scene's first draws."""
        return self._widened(self.scene)

    def _widened(self, limits: Limits) -> Limits:
        widened = {draw: self.wide.get(draw, bound) for draw, bound in limits.items()}
        return {draw: bound for draw, bound in widened.items() if bound is not None}

    @property
    def concerns_person(self) -> bool:
        """Whether the person must be drawn with it in mind."""
        return bool(self.person or self.person_tends)


RulePair = tuple[SamplingRule, SamplingRule]
"""The rules of an attribute that is asked to be there, and not to be there."""


def person_rule(plus: Limits, minus: Limits, *, tends: Limits | None = None, seen: Limits | None = None) -> RulePair:
    """A person-level attribute; ``tends`` is of the positive, ``seen`` keeps it from being hidden."""
    return SamplingRule(plus, {}, tends or {}, seen or {}), SamplingRule(minus, {}, {}, seen or {})


def widened(pair: RulePair, plus: Mapping[str, Bound | None], minus: Mapping[str, Bound | None]) -> RulePair:
    """The rules of an attribute with what their first draws may be."""
    return replace(pair[0], wide=plus), replace(pair[1], wide=minus)


def others(of: tuple[str, ...], *but: str) -> frozenset[str]:
    """All names but some."""
    return frozenset(of) - frozenset(but)


BARE: Limits = {"headwear": names("none")}
MAN: Limits = {"sex": names("male"), "age": at_least(20.0)}
