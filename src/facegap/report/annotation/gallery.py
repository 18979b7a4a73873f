"""Pictures of each attribute: those that an annotator is most confident of, and borderline cases."""

import math
from collections.abc import Sequence

from facegap.report.page.attribute_groups import AttributeGroup
from facegap.report.page.images import Gallery
from facegap.report.page.picks import Picks, Strip, face_anchors
from facegap.report.page.section import Section, fill_template


def gallery_section(
    name: str, picked: Sequence[Picks], groups: Sequence[AttributeGroup], pictures: Gallery, *, calibrated: bool
) -> Section:
    """The most confident yes, the most confident no and the borderline images of each attribute.

    Args:
        name: of the set.
        picked: which pictures.
        groups: the attributes by group, in the order of the page.
        pictures: by ``name`` and place; an image that they lack isn't shown.
        calibrated: whether scores are known to be probabilities on such images.
    """
    scored = any(not math.isnan(pick.score) for picks in picked for pick in (*picks.yes, *picks.no, *picks.borderline))
    certain = any(
        not math.isnan(pick.reliability) for picks in picked for pick in (*picks.yes, *picks.no, *picks.borderline)
    )
    judged = scored or certain
    strips = {
        picks.attribute: [
            Strip.of(
                "most confident yes" if judged else "yes", picks.yes, pictures, name=name, attribute=picks.attribute
            ),
            Strip.of("most confident no" if judged else "no", picks.no, pictures, name=name, attribute=picks.attribute),
            Strip.of(
                "borderline" if judged else "undefined",
                picks.borderline,
                pictures,
                name=name,
                attribute=picks.attribute,
            ),
        ]
        for picks in picked
    }
    anchors = face_anchors([picks.attribute for picks in picked])
    body = fill_template(
        "annotation/gallery.html",
        groups=groups,
        strips=strips,
        anchors=anchors,
        judged=judged,
        scored=scored,
        certain=certain,
        calibrated=calibrated,
    )
    return Section("gallery", "Example faces of each attribute", body)
