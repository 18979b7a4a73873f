"""The report of a set's scores: verification error rates."""

from pathlib import Path

from facegap.benchmark import ScoredSet
from facegap.matching import det_curve
from facegap.report.benchmark.fairness import set_fairness_sections
from facegap.report.benchmark.score_tables import score_tables
from facegap.report.figures.curves import Curves, Line
from facegap.report.figures.error_rates import PALETTE, Det, Tradeoff
from facegap.report.figures.figure import Figure
from facegap.report.page.page import Report, write_page
from facegap.report.page.section import Section, figures_of, render
from facegap.report.page.tables import write_tables

_SURE = 1e-3


def write_score(found: ScoredSet, *, folder: Path) -> Report:
    """Write ``report.html``, ``results.json``, PNGs of the figures, and each table as CSV and LaTeX into ``folder``."""
    method = Section("method", "Method and caveats", render("benchmark/score_method.html", found=found))
    sections = [*_sections(found), method]
    report = write_page(title=f"Scores of {found.name}", sections=sections, results={"score": found}, folder=folder)
    write_tables(score_tables(found), folder)
    return report


def score_figures(found: ScoredSet) -> dict[str, Figure]:
    """The figures of the report by their names."""
    return figures_of(_sections(found))


def _sections(found: ScoredSet) -> list[Section]:
    return [_scored(found), *set_fairness_sections(found)]


def _scored(found: ScoredSet) -> Section:
    """Sentences, distributions, the DET curve and the numbers."""
    figures: list[Figure] = [_distributions(found)]
    if found.scores.mated.total and found.scores.non_mated.total:
        figures.append(_det(found))
    body = render("benchmark/score.html", found=found, figures=figures, findings=score_findings(found))
    return Section("scores", "Verification performance", body, tuple(figures))


def score_findings(found: ScoredSet) -> list[str]:
    """The result as sentences."""
    scores = found.scores
    sentences = [
        f"{found.name}: {scores.images:,} images of {scores.people:,} people, {scores.mated.total:,} mated and "
        f"{scores.non_mated.total:,} non-mated comparisons by {found.embedder}."
    ]
    if scores.eer and scores.mated_mean and scores.non_mated_mean:
        sentences.append(
            f"Mean similarity: {scores.mated_mean.value:.3f} between images of one person, "
            f"{scores.non_mated_mean.value:.3f} between two people. Equal error rate: {100 * scores.eer.value:.2f} %."
        )
    elif not scores.mated.total:
        sentences.append("No two images are known to be of one person, so error rates are not known.")
    sure = next((point for point in found.points if point.level == _SURE), None)
    if sure and sure.fnmr and sure.threshold is not None:
        sentences.append(
            f"At an FMR of 0.1 % (threshold {sure.threshold:.4f}) the FNMR is {100 * sure.fnmr.value:.2f} %."
        )
    for level in found.fairness[-1:]:
        groups = [group for group in level.groups if group.fmr and not group.too_few]
        if len(groups) > 1:
            worst, best = (way(groups, key=lambda group: group.fmr.value if group.fmr else 0) for way in (max, min))
            sentences.append(
                f"At an overall FMR of {level.fmr:.2g}, the group {worst.name} has the highest FMR "
                f"({100 * (worst.fmr.value if worst.fmr else 0):.3f} %), {best.name} the lowest "
                f"({100 * (best.fmr.value if best.fmr else 0):.3f} %)."
            )
    return sentences


def _distributions(found: ScoredSet) -> Curves:
    mated, non_mated = found.scores.mated, found.scores.non_mated
    lines = []
    if non_mated.total:
        lines.append(Line.of_scores("different people", non_mated, PALETTE[1], dashed=True))
    if mated.total:
        lines.append(Line.of_scores("same person", mated, PALETTE[0], dashed=False))
    return Curves(
        name="scores",
        alt=f"Mated and non-mated scores of {found.name}",
        x_label=f"cosine similarity ({found.embedder})",
        y_label="share of comparisons (bins of 0.01)",
        lines=tuple(lines),
    )


def _det(found: ScoredSet) -> Det:
    curve = det_curve(found.scores.mated, found.scores.non_mated)
    eer = found.scores.eer.value if found.scores.eer else None
    line = Tradeoff(found.name, curve.fmr.tolist(), curve.fnmr.tolist(), eer, PALETTE[0])
    return Det("det", f"DET curve of {found.name}: false non-matches over false matches", (line,))
