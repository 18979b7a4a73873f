"""Faces of each attribute in two sets, opened by a click on its row in a figure or a table."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from facegap.compare import AttributeComparison, ComparedAttribute
from facegap.report.comparison.most_confident import AnnotatedSide
from facegap.report.page.images import Example, read_gallery
from facegap.report.page.picks import Annotated, Strip, face_anchors, pick_most_confident
from facegap.report.page.section import Section, fill_template

_KINDS = (("yes", 6), ("no", 3), ("borderline", 3))
"""Which pictures of each set, and how many of them at most, so that a page with 47 attributes stays small."""


class _Panel(NamedTuple):
    """What is opened for an attribute: its shares, and the strips of either set."""

    attribute: ComparedAttribute
    anchor: str
    sides: tuple[tuple[str, Sequence[Strip]], tuple[str, Sequence[Strip]]]


def attribute_face_anchors(comparison: AttributeComparison) -> dict[str, str]:
    """For each attribute that both sets have the id of its faces, in the order of the tables.

    Args:
        comparison: how the sets differ.
    """
    ranked = [attribute.name for attribute, _ in comparison.ranked()]
    others = [attribute.name for attribute in comparison.compared if attribute.name not in set(ranked)]
    return face_anchors([*ranked, *others])


def attribute_faces_section(
    comparison: AttributeComparison, *, real: AnnotatedSide, synthetic: AnnotatedSide
) -> Section:
    """A list of all attributes; behind each the faces with it, without it, and borderline ones, of both sets.

    Args:
        comparison: how the sets differ.
        real: the real set.
        synthetic: the other.
    """
    anchors = attribute_face_anchors(comparison)
    shares = {attribute.name: attribute for attribute in comparison.compared}
    strips = [_strips(side, list(anchors)) for side in (real, synthetic)]
    panels = [
        _Panel(shares[name], anchor, ((real.name, strips[0][name]), (synthetic.name, strips[1][name])))
        for name, anchor in anchors.items()
    ]
    judged = any(side.labeled.scores is not None for side in (real, synthetic))
    body = fill_template("comparison/attribute_faces.html", panels=panels, judged=judged)
    return Section("attribute-faces", "Faces of each attribute", body)


def _strips(side: AnnotatedSide, names: Sequence[str]) -> dict[str, list[Strip]]:
    """By attribute, the pictures of one set."""
    labeled = side.labeled.only(tuple(names))
    picked = pick_most_confident(Annotated.read(side.faceset, labeled), names, most=max(most for _, most in _KINDS))
    chosen = {picks.attribute: {kind: getattr(picks, kind)[:most] for kind, most in _KINDS} for picks in picked}
    places = {pick.place for kinds in chosen.values() for picks in kinds.values() for pick in picks}
    pictures: Mapping[tuple[str, int], Example] = read_gallery(side.faceset, side.name, places, rows=labeled.rows)
    judged = labeled.scores is not None or labeled.reliability is not None
    words = {"yes": "yes", "no": "no", "borderline": "borderline" if judged else "undefined"}
    return {
        name: [Strip.of(words[kind], picks, pictures, name=side.name, attribute=name) for kind, picks in kinds.items()]
        for name, kinds in chosen.items()
    }
