"""Eyes, brows and mouth."""

from collections.abc import Mapping

from facegap.render.draw.surfaces import Segment
from facegap.render.truth.facts import Facts
from facegap.render.truth.labels.label_rule import Band, LabelRule, as_label

# All ours.
_EYES_SEEN = 0.0015  # the share of the picture that must show eyes for their color to be judged
_COARSE = 0.35  # the share of the picture's pixels that were resolved, up to which eyes have no color
_BLURRED = 2.2  # radius of a blur, pixels of a crop of 112, from which on eyes have no color
_BAGS = Band(low=0.4, high=0.55)
_BUSHY = Band(low=0.85, high=1.0)  # of thickness times density
_ARCH = Band(low=0.25, high=0.43)
_RAISED = 0.3  # how much raising the outer brows adds to their arch
# Of how much higher the corners of the mouth are than at rest, and than the middle of the lips, in distances between
# the eyes. Smiles raise both corners by 0.08 or more in 95 of 100 faces, other expressions by 0.05 at most, a smirk
# one of them by more. A mouth that is raised but doesn't come to turn up looks like no smile, and one that turns up by
# 0.06 like one even at rest.
_RAISED_CORNERS = Band(low=0.055, high=0.08)
_TURNED_UP = Band(low=0.03, high=0.06)
_LIPS_APART = Band(low=0.030, high=0.048)  # decimeters


def brown_eyes(facts: Facts) -> int:
    """Brown irises; 0 of hazel ones, and where eyes are closed, hidden, too blurred or black and white."""
    capture = facts.scene.capture
    blurred = capture.resolution <= _COARSE or capture.defocus >= _BLURRED
    seen = facts.visibility.of_picture(Segment.EYE) >= _EYES_SEEN
    if capture.gray or blurred or not seen or not facts.shows_eyes or facts.person.eyes.color == "hazel":
        return 0
    return as_label(facts.person.eyes.color == "brown")


def bags_under_eyes(facts: Facts) -> int:
    """Dark or swollen skin under the eyes; 0 where the eyes are hidden."""
    return _BAGS.judge(facts.person.skin.bags) if facts.shows_eyes else 0


def bushy_eyebrows(facts: Facts) -> int:
    """Thick and dense eyebrows; 0 where they are hidden."""
    brows = facts.person.brows
    return _BUSHY.judge(brows.thickness * brows.density) if facts.shows("brows") else 0


def arched_eyebrows(facts: Facts) -> int:
    """Eyebrows with a high arch, by nature or raised; 0 where they are hidden."""
    arch = facts.person.brows.arch + _RAISED * facts.action("browOuterUp")
    return _ARCH.judge(arch) if facts.shows("brows") else 0


def mouth_closed(facts: Facts) -> int:
    """The lips touch; 0 if they are hardly apart, and where the mouth is hidden."""
    return -_LIPS_APART.judge(facts.lips_apart) if facts.shows("mouth") else 0


def smiling(facts: Facts) -> int:
    """The mouth's corners are raised and lie above its middle; 0 of one without the other, half a smile, or hidden."""
    if not facts.shows("mouth"):
        return 0
    face = facts.expressed
    turned_up = _TURNED_UP.judge(face.corners_above)
    if _RAISED_CORNERS.judge(min(face.corners_raised)) > 0:
        return 1 if turned_up >= 0 else 0
    return -1 if _RAISED_CORNERS.judge(max(face.corners_raised)) < 0 and turned_up <= 0 else 0


RULES: Mapping[str, LabelRule] = {
    "Brown_Eyes": LabelRule(brown_eyes),
    "Bags_Under_Eyes": LabelRule(bags_under_eyes),
    "Bushy_Eyebrows": LabelRule(bushy_eyebrows),
    "Arched_Eyebrows": LabelRule(arched_eyebrows),
    "Mouth_Closed": LabelRule(mouth_closed),
    "Smiling": LabelRule(smiling),
}
