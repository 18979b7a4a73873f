"""Whether an annotator means the same by an attribute in two sets: its surest yes in both, one above the other."""

from collections.abc import Sequence

from facegap.compare import ComparedAttribute
from facegap.report.galleries import Gallery
from facegap.report.section import Section, render
from facegap.report.sections.gallery import Strip
from facegap.report.surest import Picks

Picked = tuple[str, Sequence[Picks]]
"""The name of a set, and which of its pictures, an attribute each."""


def surest(attributes: Sequence[ComparedAttribute], *, real: Picked, synthetic: Picked, pictures: Gallery) -> Section:
    """The surest yes of each attribute in both sets.

    Args:
        attributes: in the order of the page.
        real: the pictures of the real set, in the same order.
        synthetic: those of the synthetic one.
        pictures: by set and place; an image that they lack isn't shown.
    """
    rows = [
        (attribute, [Strip.of(name, picks[at].yes, pictures, name=name) for name, picks in (real, synthetic)])
        for at, attribute in enumerate(attributes)
    ]
    return Section("surest", "What the annotator is surest of", render("surest.html", rows=rows))
