"""Sections to one page that opens anywhere, offline."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

import facegap
from facegap.compare import Comparison
from facegap.faceset import FaceSet, atomic_write
from facegap.report.figure import to_png
from facegap.report.images import choose_examples, contact_sheet
from facegap.report.results import to_json
from facegap.report.section import Section, render
from facegap.report.sections import attributes, examples, method, overview, scores

_EXAMPLES = 18


@dataclass(frozen=True)
class Report:
    """The files of a report."""

    page: Path
    results: Path
    pngs: tuple[Path, ...]


def write_report(comparison: Comparison, *, real: FaceSet, synthetic: FaceSet, folder: Path) -> Report:
    """Write ``report.html``, ``results.json`` and PNGs of figures and examples into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = {"real": choose_examples(real, _EXAMPLES), "synthetic": choose_examples(synthetic, _EXAMPLES)}
    sections = [overview(comparison), examples(comparison, chosen["real"], chosen["synthetic"])]
    if comparison.scores:
        sections.append(scores(comparison, comparison.scores))
    if comparison.attributes:
        sections.append(attributes(comparison, comparison.attributes))
    sections.append(method(comparison))
    title = f"{comparison.real.name} and {comparison.synthetic.name}"
    page, results = folder / "report.html", folder / "results.json"
    with atomic_write(page) as temporary:
        temporary.write_text(_page(title, sections), encoding="utf-8")
    with atomic_write(results) as temporary:
        content = {"facegap": facegap.__version__, "comparison": comparison}
        temporary.write_text(to_json(content), encoding="utf-8")
    pngs = [to_png(figure, folder) for section in sections for figure in section.figures]
    for side, shown in chosen.items():
        pngs.append(folder / f"examples-{side}.png")
        contact_sheet(shown, pngs[-1])
    return Report(page, results, tuple(pngs))


def _page(title: str, sections: Sequence[Section]) -> str:
    from plotly.offline import get_plotlyjs

    script = Markup(get_plotlyjs())
    return render("page.html", title=title, sections=sections, plotly=script, version=facegap.__version__)
