"""What one attribute that is asked for does to the draws of people and scenes."""

from dataclasses import dataclass, field

from facegap.render.sampling.bounds import Limits, at_least, names


@dataclass(frozen=True)
class SamplingRule:
    """What follows from one attribute with one sign.

    Attributes:
        person: bounds of a person's draws.
        scene: bounds of a scene's draws.
        person_tends: likewise, where other rules leave room for it.
        scene_tends: likewise.
    """

    person: Limits = field(default_factory=dict)
    scene: Limits = field(default_factory=dict)
    person_tends: Limits = field(default_factory=dict)
    scene_tends: Limits = field(default_factory=dict)

    @property
    def concerns_person(self) -> bool:
        """Whether the person must be drawn with it in mind."""
        return bool(self.person or self.person_tends)


RulePair = tuple[SamplingRule, SamplingRule]
"""The rules of an attribute that is asked to be there, and not to be there."""


def person_rule(plus: Limits, minus: Limits, *, tends: Limits | None = None, seen: Limits | None = None) -> RulePair:
    """A person-level attribute; ``tends`` is of the positive, ``seen`` keeps it from being hidden."""
    return SamplingRule(plus, {}, tends or {}, seen or {}), SamplingRule(minus, {}, {}, seen or {})


def others(of: tuple[str, ...], *but: str) -> frozenset[str]:
    """All names but some."""
    return frozenset(of) - frozenset(but)


BARE: Limits = {"headwear": names("none")}
MAN: Limits = {"sex": names("male"), "age": at_least(20.0)}
