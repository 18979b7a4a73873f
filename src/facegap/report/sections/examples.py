"""Faces from both sets, drawn at random."""

from facegap.compare import Comparison
from facegap.report.images import Example
from facegap.report.section import Section, render


def examples(comparison: Comparison, real: list[Example], synthetic: list[Example]) -> Section:
    """The two sets' examples, one grid after the other."""
    grids = [(comparison.real.name, real), (comparison.synthetic.name, synthetic)]
    return Section("examples", "Examples", render("examples.html", grids=grids))
