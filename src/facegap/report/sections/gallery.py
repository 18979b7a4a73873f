"""What an annotator is surest of and what it doubts, attribute by attribute, in pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

from facegap.report.attribute_groups import AttributeGroup
from facegap.report.galleries import Gallery
from facegap.report.images import Example
from facegap.report.section import Section, render
from facegap.report.surest import Pick, Picks


@dataclass(frozen=True)
class Strip:
    """A row of pictures.

    Attributes:
        label: what they are.
        faces: the pictures with what the annotator said of them.
    """

    label: str
    faces: tuple[tuple[Pick, Example], ...]

    @classmethod
    def of(cls, label: str, picks: Sequence[Pick], pictures: Gallery, *, name: str) -> "Strip":
        """Those of the set ``name`` that ``pictures`` has."""
        keys = [(pick, (name, pick.place)) for pick in picks]
        return cls(label, tuple((pick, pictures[key]) for pick, key in keys if key in pictures))


def gallery(name: str, picked: Sequence[Picks], groups: Sequence[AttributeGroup], pictures: Gallery) -> Section:
    """The surest yes, the surest no and the most doubtful images of each attribute.

    Args:
        name: of the set.
        picked: which pictures.
        groups: the attributes by group, in the order of the page.
        pictures: by ``name`` and place; an image that they lack isn't shown.
    """
    scored = any(pick.score == pick.score for picks in picked for pick in (*picks.yes, *picks.no, *picks.fence))
    certain = any(
        pick.reliability == pick.reliability for picks in picked for pick in (*picks.yes, *picks.no, *picks.fence)
    )
    judged = scored or certain
    strips = {
        picks.attribute: [
            Strip.of("surest yes" if judged else "yes", picks.yes, pictures, name=name),
            Strip.of("surest no" if judged else "no", picks.no, pictures, name=name),
            Strip.of("on the fence" if judged else "undefined", picks.fence, pictures, name=name),
        ]
        for picks in picked
    }
    anchors = {picks.attribute: f"faces-{number}" for number, picks in enumerate(picked)}
    body = render(
        "gallery.html", groups=groups, strips=strips, anchors=anchors, judged=judged, scored=scored, certain=certain
    )
    return Section("gallery", "Faces of each attribute", body)
