"""What is worn; and what nobody can know."""

from collections.abc import Mapping

from facegap.render.draw.surfaces import Segment
from facegap.render.truth.facts import Facts
from facegap.render.truth.labels.label_rule import LabelRule, as_label

# Shares of the picture, ours: half a per cent of headwear, and of earrings three pixels of a crop of 112.
_HAT_SEEN = 0.005
_EARRING_SEEN = 2.4e-4


def wearing_hat(facts: Facts) -> int:
    """Headwear of any kind: cap, hat, beanie or headscarf; 0 where the picture shows none of what is worn."""
    if not facts.scene.accessories.headwear:
        return -1
    return 1 if facts.visibility.of_picture(Segment.HEADWEAR) >= _HAT_SEEN else 0


def wearing_earrings(facts: Facts) -> int:
    """Earrings that are seen; 0 where those worn are hidden, and where none are worn but no ear is seen."""
    if facts.scene.accessories.earrings:
        return 1 if facts.visibility.of_picture(Segment.JEWELLERY) >= _EARRING_SEEN else 0
    return -1 if facts.shows("left_ear") or facts.shows("right_ear") else 0


def wearing_necktie(facts: Facts) -> int:
    """A necktie, whether the picture shows it or not: an aligned crop ends at the chin."""
    return as_label(facts.scene.accessories.necktie)


def no_eyewear(facts: Facts) -> int:
    """Neither spectacles nor sunglasses."""
    return as_label(not facts.scene.accessories.eyewear)


def eyeglasses(facts: Facts) -> int:
    """Spectacles or sunglasses: as MAAD-Face has no attribute for sunglasses of their own."""
    return as_label(bool(facts.scene.accessories.eyewear))


def attractive(facts: Facts) -> int:
    """Always 0: a judgment of who looks, not a fact of who is seen."""
    del facts
    return 0


RULES: Mapping[str, LabelRule] = {
    "Wearing_Hat": LabelRule(wearing_hat),
    "Wearing_Earrings": LabelRule(wearing_earrings),
    "Wearing_Necktie": LabelRule(wearing_necktie),
    "No_Eyewear": LabelRule(no_eyewear),
    "Eyeglasses": LabelRule(eyeglasses),
    "Attractive": LabelRule(attractive),
}
