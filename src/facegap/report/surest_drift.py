"""What an annotator is surest of in two sets, for the attributes that differ most between them."""

from typing import NamedTuple

from facegap.compare import AttributeComparison, LabeledSet
from facegap.faceset import FaceSet
from facegap.report.galleries import read_gallery
from facegap.report.images import Example
from facegap.report.section import Section
from facegap.report.sections.surest import surest
from facegap.report.surest import Annotated, Picks, pick_surest


class AnnotatedSide(NamedTuple):
    """One of two sets: what the report calls it, its images, and its labels."""

    name: str
    faceset: FaceSet
    labeled: LabeledSet


def surest_of_drift(
    found: AttributeComparison, *, real: AnnotatedSide, synthetic: AnnotatedSide, attributes: int = 8, most: int = 8
) -> Section | None:
    """The surest yes of both sets, one above the other.

    Args:
        found: how the sets differ.
        real: the real set.
        synthetic: the other.
        attributes: so many of those that clearly differ, the most different first.
        most: pictures of each in each set, at most.

    Returns:
        None where a set's labels come without scores, or no attribute clearly differs.
    """
    names = tuple(one.name for one, difference in found.ranked() if difference.clear)[:attributes]
    if not names or real.labeled.scores is None or synthetic.labeled.scores is None:
        return None
    chosen: list[list[Picks]] = []
    pictures: dict[tuple[str, int], Example] = {}
    for side in (real, synthetic):
        labeled = side.labeled.only(names)
        picked = pick_surest(Annotated.read(side.faceset, labeled), names, most=most)
        places = {pick.place for picks in picked for pick in picks.yes}
        pictures |= read_gallery(side.faceset, side.name, places, rows=labeled.rows)
        chosen.append(picked)
    shares = {one.name: one for one in found.compared}
    return surest(
        [shares[name] for name in names],
        real=(real.name, chosen[0]),
        synthetic=(synthetic.name, chosen[1]),
        pictures=pictures,
    )
