"""How the numbers were made, and what they don't say."""

from facegap.compare import Comparison
from facegap.estimates import GROUPS
from facegap.matching.set_scores import BINS
from facegap.report.section import Section, render


def method(comparison: Comparison, *, labels: str | None, embedding: str | None) -> Section:
    """Method and caveats.

    Args:
        comparison: of two sets.
        labels: what the attributes are from.
        embedding: the name of the embeddings.
    """
    body = render("method.html", comparison=comparison, labels=labels, embedding=embedding, bins=BINS, groups=GROUPS)
    return Section("method", "Method and caveats", body)
