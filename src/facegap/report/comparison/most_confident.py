"""The images that an annotator is most confident of in two sets, for the attributes that differ most."""

from collections.abc import Sequence
from typing import NamedTuple

from facegap.compare import AttributeComparison, ComparedAttribute, LabeledSet
from facegap.faceset import FaceSet
from facegap.report.page.images import Example, Gallery, read_gallery
from facegap.report.page.picks import Annotated, Picks, Strip, pick_most_confident
from facegap.report.page.section import Section, fill_template

_Picked = tuple[str, Sequence[Picks]]
"""The name of a set, and which of its pictures, an attribute each."""


class AnnotatedSide(NamedTuple):
    """One of two sets: what the report calls it, its images, and its labels."""

    name: str
    faceset: FaceSet
    labeled: LabeledSet


def most_confident_section(
    comparison: AttributeComparison,
    *,
    real: AnnotatedSide,
    synthetic: AnnotatedSide,
    attributes: int = 8,
    most: int = 8,
) -> Section | None:
    """The most confident positive images of both sets, one above the other.

    Args:
        comparison: how the sets differ.
        real: the real set.
        synthetic: the other.
        attributes: so many of those that clearly differ, the most different first.
        most: pictures of each in each set, at most.

    Returns:
        None where a set's labels come without scores, or no attribute clearly differs.
    """
    names = tuple(one.name for one, difference in comparison.ranked() if difference.clear)[:attributes]
    if not names or real.labeled.scores is None or synthetic.labeled.scores is None:
        return None
    chosen: list[list[Picks]] = []
    pictures: dict[tuple[str, int], Example] = {}
    for side in (real, synthetic):
        labeled = side.labeled.only(names)
        picked = pick_most_confident(Annotated.read(side.faceset, labeled), names, most=most)
        places = {pick.place for picks in picked for pick in picks.yes}
        pictures |= read_gallery(side.faceset, side.name, places, rows=labeled.rows)
        chosen.append(picked)
    shares = {one.name: one for one in comparison.compared}
    return _section(
        [shares[name] for name in names],
        real=(real.name, chosen[0]),
        synthetic=(synthetic.name, chosen[1]),
        pictures=pictures,
    )


def _section(
    attributes: Sequence[ComparedAttribute], *, real: _Picked, synthetic: _Picked, pictures: Gallery
) -> Section:
    """The most confident positive images of each attribute in both sets.

    Args:
        attributes: in the order of the page.
        real: the pictures of the real set, in the same order.
        synthetic: those of the synthetic one.
        pictures: by set and place; an image that they lack isn't shown.
    """
    rows = [
        (
            attribute,
            [
                Strip.of(name, picks[at].yes, pictures, name=name, attribute=attribute.name)
                for name, picks in (real, synthetic)
            ],
        )
        for at, attribute in enumerate(attributes)
    ]
    body = fill_template("comparison/most_confident.html", rows=rows)
    return Section("most-confident", "Most confident faces of the attributes that differ most", body)
