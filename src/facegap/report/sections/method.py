"""How the numbers were made, and what they don't say."""

from facegap.compare import Comparison
from facegap.estimates import GROUPS
from facegap.matching.set_scores import BINS
from facegap.report.section import Section, render


def method(comparison: Comparison) -> Section:
    """Method and caveats."""
    return Section(
        "method", "Method and caveats", render("method.html", comparison=comparison, bins=BINS, groups=GROUPS)
    )
