"""Hair of the head: cut, line and color, and how much of the forehead it leaves free."""

from collections.abc import Mapping

from facegap.render.draw.surfaces import Segment
from facegap.render.truth.facts import Facts
from facegap.render.truth.labels.label_rule import Band, LabelRule, as_label

# All ours.
_CURL = Band(low=0.3, high=0.5)
_RECESSION = Band(low=0.25, high=0.45)
_THIN = 0.7  # thinning of the crown from which on a head is neither bald nor not
_HAIR_OVER_LINE = 0.25  # share of the forehead under hair from which on the hairline can't be judged
_OBSTRUCTED = Band(low=0.2, high=0.4)  # of the share of the forehead that is covered
_FULLY_VISIBLE = Band(low=-0.25, high=-0.08)  # likewise, negative


def bald(facts: Facts) -> int:
    """No hair on top of the head; 0 under headwear, and where it is shaved to stubble or very thin."""
    if facts.scene.accessories.headwear:
        return 0
    if facts.scene.hair.bald:
        return 1
    return 0 if facts.scene.hair.name == "shaved" or facts.person.hair.thinning >= _THIN else -1


def wavy_hair(facts: Facts) -> int:
    """Waves or curls, by the style or by nature; 0 where little hair is seen, and of short or plaited coils."""
    style, curl = facts.scene.hair, facts.person.hair.curl
    if style.bald and not facts.scene.accessories.headwear:
        return -1
    if not facts.shows_hair:
        return 0
    if style.wavy:
        return 1
    loose = style.cards is not None and not style.rows
    return _CURL.judge(curl) if loose else min(_CURL.judge(curl), 0)


def receding_hairline(facts: Facts) -> int:
    """Temples without hair; 0 where the hairline is hidden by bangs or headwear, or there is no hair at all."""
    scene, seen = facts.scene, facts.visibility
    hidden = facts.scene.hair.bangs or seen.covered("forehead", Segment.HAIR) > _HAIR_OVER_LINE
    if scene.accessories.headwear or hidden or not facts.shows("forehead"):
        return 0
    if facts.scene.hair.horseshoe:
        return 1
    return 0 if facts.scene.hair.bald else _RECESSION.judge(facts.person.hair.recession)


def bangs(facts: Facts) -> int:
    """A style with bangs; 0 where headwear hides them or the forehead is turned away."""
    if not facts.scene.hair.bangs:
        return -1
    return 0 if facts.scene.accessories.headwear or not facts.forehead_in_view else 1


def black_hair(facts: Facts) -> int:
    """Black hair; 0 where too little hair is seen to tell, or a black-and-white image leaves it open."""
    return _color(facts, "black")


def blond_hair(facts: Facts) -> int:
    """Blond hair; 0 as for ``Black_Hair``."""
    return _color(facts, "blond")


def brown_hair(facts: Facts) -> int:
    """Brown hair; 0 as for ``Black_Hair``. Red hair is none of the four colors."""
    return _color(facts, "brown")


def gray_hair(facts: Facts) -> int:
    """Gray or white hair; 0 as for ``Black_Hair``."""
    return _color(facts, "gray")


# What black-and-white images still exclude: dark hair isn't light and light hair isn't black.
_EXCLUDED_IN_GRAY: Mapping[str, tuple[str, ...]] = {
    "black": ("blond", "gray"),
    "brown": ("gray",),
    "blond": ("black",),
    "red": ("gray",),
    "gray": ("black",),
}


def _color(facts: Facts, family: str) -> int:
    own = facts.person.hair.family
    if not facts.shows_hair:
        return 0
    if facts.scene.capture.gray:
        return -1 if family in _EXCLUDED_IN_GRAY[own] else 0
    return as_label(family == own)


def obstructed_forehead(facts: Facts) -> int:
    """At least 40 % of the forehead that is in view is covered, by hair, headwear or a thing; −1 up to 20 %."""
    return _OBSTRUCTED.judge(facts.visibility.covered("forehead")) if facts.forehead_in_view else 0


def fully_visible_forehead(facts: Facts) -> int:
    """At most 8 % of the forehead that is in view is covered; −1 from 25 % on."""
    return _FULLY_VISIBLE.judge(-facts.visibility.covered("forehead")) if facts.forehead_in_view else 0


RULES: Mapping[str, LabelRule] = {
    "Bald": LabelRule(bald),
    "Wavy_Hair": LabelRule(wavy_hair),
    "Receding_Hairline": LabelRule(receding_hairline),
    "Bangs": LabelRule(bangs),
    "Black_Hair": LabelRule(black_hair),
    "Blond_Hair": LabelRule(blond_hair),
    "Brown_Hair": LabelRule(brown_hair),
    "Gray_Hair": LabelRule(gray_hair),
    "Obstructed_Forehead": LabelRule(obstructed_forehead),
    "Fully_Visible_Forehead": LabelRule(fully_visible_forehead),
}
