"""The rules of the attributes that hair styles decide, such as ``Bald`` and ``Bangs``."""

from collections.abc import Mapping

from facegap.render.conditions.rule import BARE, MAN, RulePair, SamplingRule, others, person_rule
from facegap.render.description.person import HAIR_FAMILIES
from facegap.render.sampling.bounds import NO, Limits, at_least, at_most, names
from facegap.render.tables.hair_styles import HairStyle


def hair_rules(styles: Mapping[str, HairStyle]) -> dict[str, RulePair]:
    """By attribute, the rules of its positive and of its negative; ``styles`` are all that people may wear, by name."""
    bald, hairy = _split(styles, "bald")
    bangs, no_bangs = _split(styles, "bangs")
    wavy, not_wavy = _split(styles, "wavy")
    return {
        "Bald": person_rule({"style": bald}, {"style": hairy - {"shaved"}}, tends=MAN, seen=BARE),
        "Wavy_Hair": (
            SamplingRule({"style": wavy}, {"style": wavy}, {}, BARE),
            SamplingRule({"style": not_wavy, "curl": at_most(0.28)}, {"style": not_wavy}, {}, BARE),
        ),
        "Receding_Hairline": (
            SamplingRule(
                {"recession": at_least(0.55), "style": hairy | {"horseshoe"}},
                {},
                {**MAN, "age": at_least(30.0), "style": hairy & no_bangs},
                BARE,
            ),
            SamplingRule({"recession": at_most(0.22), "style": hairy}, {}, {"style": hairy & no_bangs}, BARE),
        ),
        "Bangs": (
            SamplingRule({"style": bangs}, {"style": bangs, "forehead": names("partly", "covered")}, {}, BARE),
            SamplingRule({"style": no_bangs}, {"style": no_bangs}),
        ),
        "Black_Hair": _hair_color("black", hairy),
        "Blond_Hair": _hair_color("blond", hairy),
        "Brown_Hair": _hair_color("brown", hairy),
        "Gray_Hair": _hair_color("gray", hairy, tends={"age": at_least(50.0)}),
    }


def _split(styles: Mapping[str, HairStyle], flag: str) -> tuple[frozenset[str], frozenset[str]]:
    """Styles of which something is true, and the others."""
    having_it = frozenset(name for name, style in styles.items() if getattr(style, flag))
    return having_it, frozenset(styles) - having_it


def _hair_color(family: str, hairy: frozenset[str], tends: Limits | None = None) -> RulePair:
    seen = {**BARE, "grey": NO}
    natural = {} if family == "gray" else {"natural": names(family)}
    return (
        SamplingRule({"family": names(family), "style": hairy, **natural}, {}, tends or {}, seen),
        SamplingRule({"family": others(HAIR_FAMILIES, family)}, {}, {"style": hairy}, seen),
    )
