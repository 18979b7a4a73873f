"""The report of a set's scores."""

from pathlib import Path

from facegap.benchmark import ScoredSet
from facegap.report.page import Report, write_page
from facegap.report.score_tables import score_tables
from facegap.report.section import Section, render
from facegap.report.sections.fairness import set_fairness
from facegap.report.sections.scored import scored
from facegap.report.tables import write_tables


def write_score(found: ScoredSet, *, folder: Path) -> Report:
    """Write ``report.html``, ``results.json``, PNGs of the figures, and each table as CSV and LaTeX into ``folder``."""
    sections = [scored(found), *set_fairness(found)]
    sections.append(Section("method", "Method and caveats", render("score_method.html", found=found)))
    report = write_page(title=f"Scores of {found.name}", sections=sections, results={"score": found}, folder=folder)
    write_tables(score_tables(found), folder)
    return report
