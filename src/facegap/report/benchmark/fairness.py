"""How fair recognizers are to groups, on a protocol or over all comparisons of a set."""

from facegap.benchmark import ProtocolResult, ScoredSet
from facegap.report.figures.heatmap import Heatmap
from facegap.report.page.section import Section, render


def task_fairness_sections(result: ProtocolResult) -> list[Section]:
    """A section for each recognizer and each list of pairs that has groups."""
    return [
        Section(
            f"{found.task}-fairness-{number}",
            f"Fairness on {found.task}",
            render(
                "benchmark/fairness.html", model=model.model, summary=found.summary, levels=found.levels, figures=()
            ),
        )
        for number, model in enumerate(result.models)
        for found in model.fairness
    ]


def set_fairness_sections(found: ScoredSet) -> list[Section]:
    """The rates of groups and between groups, if there are groups."""
    if not found.fairness:
        return []
    figures = tuple(
        Heatmap(
            name=f"fmr-at-{level.fmr:g}",
            alt=f"FMR between groups at the threshold for an overall FMR of {level.fmr:g}",
            label=f"FMR (overall {100 * level.fmr:.2f} %)",
            groups=tuple(group.name for group in level.groups),
            cells=level.between,
        )
        for level in found.fairness
    )
    body = render("benchmark/fairness.html", model=found.embedder, summary=None, levels=found.fairness, figures=figures)
    return [Section("fairness", "Fairness across groups", body, figures)]
