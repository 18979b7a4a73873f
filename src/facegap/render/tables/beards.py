"""How a beard may be worn on a day, and which habit leads to what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BeardParts:
    """How much there is of each part, 0 to 1, as a range or nothing; stubble is drawn by itself."""

    mustache: bool = False
    goatee: bool = False
    sideburns: bool = False
    cheeks: bool = False
    stubble: bool = False


BEARDS: dict[str, BeardParts] = {
    "shaved": BeardParts(),
    "stubble": BeardParts(stubble=True),
    "moustache": BeardParts(mustache=True),
    "goatee": BeardParts(goatee=True),
    "sideburns": BeardParts(sideburns=True),
    "circle": BeardParts(mustache=True, goatee=True),
    "strap": BeardParts(goatee=True, sideburns=True),
    "friendly": BeardParts(mustache=True, sideburns=True),
    "curtain": BeardParts(cheeks=True),
    "short": BeardParts(mustache=True, goatee=True, sideburns=True, cheeks=True),
    "full": BeardParts(mustache=True, goatee=True, sideburns=True, cheeks=True),
}
"""What a face can look like; ``short`` is half as long and dense as ``full``."""

TODAY: dict[str, dict[str, float]] = {
    "shaved": {"shaved": 0.84, "stubble": 0.16},
    "stubble": {"stubble": 0.72, "shaved": 0.24, "short": 0.04},
    "moustache": {"moustache": 0.9, "stubble": 0.04, "friendly": 0.06},
    "goatee": {"circle": 0.55, "goatee": 0.33, "stubble": 0.08, "strap": 0.04},
    "sideburns": {"sideburns": 0.8, "friendly": 0.08, "strap": 0.06, "curtain": 0.06},
    "short": {"short": 0.82, "stubble": 0.1, "shaved": 0.04, "curtain": 0.04},
    "full": {"full": 0.92, "short": 0.08},
}
"""By a person's habit, how often what is worn. Ours."""


def beards_with(part: str) -> frozenset[str]:
    """The beards that have a part."""
    return frozenset(name for name, worn in BEARDS.items() if getattr(worn, part))
