"""The skin's color and shine, and make-up."""

from collections.abc import Mapping

from facegap.render.description.person import Person
from facegap.render.description.scene import Scene
from facegap.render.truth.facts import Facts
from facegap.render.truth.labels.label_rule import Band, LabelRule

# All ours.
_REDNESS = Band(low=0.25, high=0.5)
_TOO_DARK = 0.75  # melanin from which on a flush hardly shows
_SHINE = Band(low=0.5, high=0.66)
_MAKE_UP = Band(low=0.32, high=0.5)
_LIPSTICK = Band(low=0.1, high=0.3)


def redness(person: Person, scene: Scene) -> float:
    """Of the cheeks: the flush of the day, 40 % of the person's own, and 80 % of the blush."""
    return scene.flush + 0.4 * person.skin.flush + 0.8 * scene.make_up.blush


def shine(person: Person, scene: Scene) -> float:
    """How glossy the skin is rendered, 0 to 1."""
    return min(max(0.45 * person.skin.gloss + 0.75 * scene.shine, 0.0), 1.0)


def made_up(scene: Scene) -> float:
    """How much make-up there is, 0 to 1: a weighted mean of its parts."""
    worn = scene.make_up
    return 0.3 * (worn.lipstick + worn.eye_shadow) + 0.2 * worn.liner + 0.1 * (worn.blush + worn.foundation)


def rosy_cheeks(facts: Facts) -> int:
    """Cheeks red by flush or blush; 0 where they are hidden, black and white, or red on very dark skin."""
    judged = _REDNESS.judge(redness(facts.person, facts.scene))
    if not facts.shows("cheeks") or facts.scene.capture.gray:
        return 0
    return min(judged, 0) if facts.person.skin.melanin > _TOO_DARK else judged


def shiny_skin(facts: Facts) -> int:
    """Glossy skin: oily by nature or shining on that day."""
    return _SHINE.judge(shine(facts.person, facts.scene))


def heavy_makeup(facts: Facts) -> int:
    """Much make-up of lips, lids, lashes and cheeks together; 0 for some, and where eyes or mouth are hidden if any."""
    judged = _MAKE_UP.judge(made_up(facts.scene))
    return judged if judged < 0 or (facts.shows_eyes and facts.shows("mouth")) else 0


def wearing_lipstick(facts: Facts) -> int:
    """Lipstick; 0 where the mouth is hidden, and in a black-and-white image if worn."""
    if not facts.shows("mouth"):
        return 0
    judged = _LIPSTICK.judge(facts.scene.make_up.lipstick)
    return min(judged, 0) if facts.scene.capture.gray else judged


RULES: Mapping[str, LabelRule] = {
    "Rosy_Cheeks": LabelRule(rosy_cheeks),
    "Shiny_Skin": LabelRule(shiny_skin),
    "Heavy_Makeup": LabelRule(heavy_makeup),
    "Wearing_Lipstick": LabelRule(wearing_lipstick),
}
