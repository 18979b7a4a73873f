"""What is worn; and what nobody can know."""

from collections.abc import Mapping

from facegap.render.draw.kernels.records import Segment
from facegap.render.truth.facts import Facts
from facegap.render.truth.rule import Rule, label

# Shares of the picture, ours: half a per cent of headwear, and of earrings three pixels of a crop of 112.
_HAT_SEEN = 0.005
_EARRING_SEEN = 2.4e-4


def wearing_hat(facts: Facts) -> int:
    """Headwear of any kind: cap, hat, beanie or headscarf; 0 where the picture shows none of what is worn."""
    if not facts.scene.wear.headwear:
        return -1
    return 1 if facts.visibility.of_picture(Segment.HEADWEAR) >= _HAT_SEEN else 0


def wearing_earrings(facts: Facts) -> int:
    """Earrings that are seen; 0 where those worn are hidden, and where none are worn but no ear is seen."""
    if facts.scene.wear.earrings:
        return 1 if facts.visibility.of_picture(Segment.JEWELLERY) >= _EARRING_SEEN else 0
    return -1 if facts.shows("left_ear") or facts.shows("right_ear") else 0


def wearing_necktie(facts: Facts) -> int:
    """A necktie, whether the picture shows it or not: an aligned crop ends at the chin."""
    return label(facts.scene.wear.necktie)


def no_eyewear(facts: Facts) -> int:
    """Neither spectacles nor sunglasses."""
    return label(not facts.scene.wear.eyewear)


def eyeglasses(facts: Facts) -> int:
    """Spectacles or sunglasses: as MAAD-Face has no attribute for sunglasses of their own."""
    return label(bool(facts.scene.wear.eyewear))


def attractive(facts: Facts) -> int:
    """Always 0: a judgment of who looks, not a fact of who is seen."""
    del facts
    return 0


RULES: Mapping[str, Rule] = {
    "Wearing_Hat": Rule(wearing_hat),
    "Wearing_Earrings": Rule(wearing_earrings),
    "Wearing_Necktie": Rule(wearing_necktie),
    "No_Eyewear": Rule(no_eyewear),
    "Eyeglasses": Rule(eyeglasses),
    "Attractive": Rule(attractive),
}
