"""Hair of the face, as it is worn on the day."""

from collections.abc import Mapping

from facegap.render.truth.facts import Facts
from facegap.render.truth.labels.label_rule import Band, LabelRule

# Of a part's strength, 0 to 1; ours. From 0.35 on a part stands off the skin.
_PART = Band(low=0.15, high=0.35)
_STUBBLE = Band(low=0.2, high=0.45)


def sideburns(facts: Facts) -> int:
    """Hair of the face before the ears, also as part of a beard; 0 where that is hidden, but −1 of who grows none."""
    if not facts.person.beard.capacity:
        return -1
    return _PART.judge(facts.scene.beard.sideburns) if facts.shows("temples") else 0


def no_beard(facts: Facts) -> int:
    """Neither beard nor mustache nor distinct stubble; 0 for a light stubble, and under a mask or a hand."""
    today = facts.scene.beard
    if not _shows_beard(facts):
        return 0
    grown = _PART.judge(max(today.mustache, today.goatee, today.cheeks))
    return -max(grown, _STUBBLE.judge(today.stubble))


def mustache(facts: Facts) -> int:
    """Hair on the upper lip; 0 where that is hidden."""
    return _PART.judge(facts.scene.beard.mustache) if facts.shows("upper_lip") else 0


def five_o_clock_shadow(facts: Facts) -> int:
    """Stubble without a beard on the cheeks; 0 where mouth or chin is hidden."""
    today = facts.scene.beard
    if not _shows_beard(facts):
        return 0
    return min(_STUBBLE.judge(today.stubble), -_PART.judge(today.cheeks))


def goatee(facts: Facts) -> int:
    """Hair on the chin but not on the cheeks; 0 of a full beard, and where the chin is hidden."""
    today = facts.scene.beard
    if not facts.shows("chin"):
        return 0
    grown = _PART.judge(today.goatee)
    return min(grown, 0) if _PART.judge(today.cheeks) >= 0 else grown


def _shows_beard(facts: Facts) -> bool:
    return facts.shows("upper_lip") and facts.shows("chin")


RULES: Mapping[str, LabelRule] = {
    "Sideburns": LabelRule(sideburns),
    "No_Beard": LabelRule(no_beard),
    "Mustache": LabelRule(mustache),
    "5_o_Clock_Shadow": LabelRule(five_o_clock_shadow),
    "Goatee": LabelRule(goatee),
}
