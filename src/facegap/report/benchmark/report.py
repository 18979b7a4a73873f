"""The report of a benchmark."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from facegap.benchmark import ProtocolResult
from facegap.models import ModelCard
from facegap.report.benchmark.fairness import task_fairness_sections
from facegap.report.benchmark.recognition import recognition_section
from facegap.report.benchmark.summary import summary_section
from facegap.report.benchmark.tables import NO_RUNS, Runs, benchmark_tables
from facegap.report.figures.figure import Figure
from facegap.report.page.page import Report, write_page
from facegap.report.page.section import Section, figures_of, fill_template
from facegap.report.page.tables import write_tables


def write_benchmark(
    results: Sequence[ProtocolResult], *, cards: Mapping[str, ModelCard], folder: Path, runs: Runs = NO_RUNS
) -> Report:
    """Write ``report.html``, ``results.json``, PNGs of figures, and each table as CSV and LaTeX into ``folder``.

    Args:
        results: one a protocol.
        cards: of the recognizers, by the names that the results have for them.
        folder: where to.
        runs: recognizers that differ by their seed only; their means are told too.
    """
    tables = benchmark_tables(results, runs=runs)
    sections = [summary_section(results, cards, tables), *_protocol_sections(results)]
    sections.append(Section("method", "Method and caveats", fill_template("benchmark/method.html", results=results)))
    names = ", ".join(cards)
    protocols = ", ".join(result.protocol for result in results)
    content = {"models": {name: card.model_dump(mode="json") for name, card in cards.items()}, "protocols": results}
    report = write_page(title=f"{names} on {protocols}", sections=sections, results=content, folder=folder)
    write_tables(tables, folder)
    return report


def benchmark_figures(results: Sequence[ProtocolResult]) -> dict[str, Figure]:
    """The figures of the report by their names."""
    return figures_of(_protocol_sections(results))


def _protocol_sections(results: Sequence[ProtocolResult]) -> list[Section]:
    return [section for result in results for section in (recognition_section(result), *task_fairness_sections(result))]
