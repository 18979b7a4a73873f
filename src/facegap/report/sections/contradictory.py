"""Labels of one image that can't all be true."""

from facegap.annotate.vocabulary import Contradictions
from facegap.report.galleries import Gallery
from facegap.report.section import Section, render

MOST_CONTRADICTIONS = 12
"""So many are shown."""


def contradictory(name: str, found: Contradictions, pictures: Gallery) -> Section:
    """The contradictions that are most frequent, each with a picture.

    Args:
        name: of the set.
        found: the contradictions.
        pictures: of their examples, by ``name`` and place; one that they lack isn't shown.
    """
    rows = [(one, pictures.get((name, one.example))) for one in found.found[:MOST_CONTRADICTIONS]]
    body = render("contradictory.html", found=found, rows=rows)
    return Section("contradictions", "Labels that contradict each other", body)
