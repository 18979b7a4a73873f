"""The report of a set's scores."""

from pathlib import Path

from facegap.benchmark import ScoredSet
from facegap.report.page import Report, write_page
from facegap.report.section import Section, render
from facegap.report.sections.fairness import set_fairness
from facegap.report.sections.scored import scored


def write_score(found: ScoredSet, *, folder: Path) -> Report:
    """Write ``report.html``, ``results.json`` and PNGs of the figures into ``folder``."""
    sections = [scored(found), *set_fairness(found)]
    sections.append(Section("method", "Method and caveats", render("score_method.html", found=found)))
    return write_page(title=f"Scores of {found.name}", sections=sections, results={"score": found}, folder=folder)
