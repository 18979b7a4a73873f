"""How fair recognizers are to groups, on a protocol or over all comparisons of a set."""

from facegap.benchmark import ProtocolResult, ScoredSet
from facegap.report.figures.heatmap import Heatmap
from facegap.report.page.section import Section, fill_template


def task_fairness_sections(result: ProtocolResult) -> list[Section]:
    """A section for each recognizer and each list of pairs that has groups."""
    return [
        Section(
            f"{fairness.task}-fairness-{number}",
            f"Fairness on {fairness.task}",
            fill_template(
                "benchmark/fairness.html",
                model=model.model,
                summary=fairness.summary,
                summary_of_all=fairness.summary_of_all,
                levels=fairness.levels,
                figures=(),
            ),
        )
        for number, model in enumerate(result.models)
        for fairness in model.fairness
    ]


def set_fairness_sections(scored: ScoredSet) -> list[Section]:
    """The rates of groups and between groups, if there are groups."""
    if not scored.fairness:
        return []
    figures = tuple(
        Heatmap(
            name=f"fmr-at-{level.fmr:g}",
            alt=f"FMR between groups at the threshold for an overall FMR of {level.fmr:g}",
            label=f"FMR (overall {100 * level.fmr:.2f} %)",
            groups=tuple(group.name for group in level.groups),
            cells=level.between,
        )
        for level in scored.fairness
    )
    body = fill_template(
        "benchmark/fairness.html",
        model=scored.embedder,
        summary=None,
        summary_of_all=None,
        levels=scored.fairness,
        figures=figures,
    )
    return [Section("fairness", "Fairness across groups", body, figures)]
