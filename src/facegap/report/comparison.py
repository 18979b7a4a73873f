"""The report of a comparison."""

from dataclasses import replace
from pathlib import Path

from facegap.compare import Comparison
from facegap.faceset import FaceSet
from facegap.report.images import choose_examples, contact_sheet
from facegap.report.page import Report, write_page
from facegap.report.sections import attributes, examples, method, overview, scores

_EXAMPLES = 18


def write_report(comparison: Comparison, *, real: FaceSet, synthetic: FaceSet, folder: Path) -> Report:
    """Write ``report.html``, ``results.json`` and PNGs of figures and examples into ``folder``."""
    chosen = {"real": choose_examples(real, _EXAMPLES), "synthetic": choose_examples(synthetic, _EXAMPLES)}
    sections = [overview(comparison), examples(comparison, chosen["real"], chosen["synthetic"])]
    if comparison.scores:
        sections.append(scores(comparison, comparison.scores))
    if comparison.attributes:
        sections.append(attributes(comparison, comparison.attributes))
    sections.append(method(comparison))
    title = f"{comparison.real.name} and {comparison.synthetic.name}"
    report = write_page(title=title, sections=sections, results={"comparison": comparison}, folder=folder)
    sheets = []
    for side, shown in chosen.items():
        sheets.append(folder / f"examples-{side}.png")
        contact_sheet(shown, sheets[-1])
    return replace(report, pngs=(*report.pngs, *sheets))
