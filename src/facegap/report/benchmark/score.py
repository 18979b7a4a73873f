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
from facegap.report.page.section import Section, figures_of, fill_template
from facegap.report.page.tables import write_tables

_SURE = 1e-3


def write_score(scored: ScoredSet, *, folder: Path) -> Report:
    """Write ``report.html``, ``results.json``, PNGs of the figures, and each table as CSV and LaTeX into ``folder``."""
    method = Section("method", "Method and caveats", fill_template("benchmark/score_method.html", scored=scored))
    sections = [*_sections(scored), method]
    report = write_page(title=f"Scores of {scored.name}", sections=sections, results={"score": scored}, folder=folder)
    write_tables(score_tables(scored), folder)
    return report


def score_figures(scored: ScoredSet) -> dict[str, Figure]:
    """The figures of the report by their names."""
    return figures_of(_sections(scored))


def _sections(scored: ScoredSet) -> list[Section]:
    return [_scored(scored), *set_fairness_sections(scored)]


def _scored(scored: ScoredSet) -> Section:
    """Sentences, distributions, the DET curve and the numbers."""
    figures: list[Figure] = [_distributions(scored)]
    if scored.scores.mated.total and scored.scores.non_mated.total:
        figures.append(_det(scored))
    body = fill_template("benchmark/score.html", scored=scored, figures=figures, findings=score_findings(scored))
    return Section("scores", "Score distributions and error rates", body, tuple(figures))


def score_findings(scored: ScoredSet) -> list[str]:
    """The result as sentences."""
    scores = scored.scores
    sentences = [
        f"{scored.name}: {scores.images:,} images of {scores.people:,} people, {scores.mated.total:,} mated and "
        f"{scores.non_mated.total:,} non-mated comparisons by {scored.embedder}."
    ]
    if scores.eer and scores.mated_mean and scores.non_mated_mean:
        sentences.append(
            f"Mean similarity: {scores.mated_mean.value:.3f} between images of one person, "
            f"{scores.non_mated_mean.value:.3f} between two people. Equal error rate: {100 * scores.eer.value:.2f} %."
        )
    elif not scores.mated.total:
        sentences.append("No two images are known to be of one person, so error rates are not known.")
    sure = next((point for point in scored.points if point.level == _SURE), None)
    if sure and sure.fnmr and sure.threshold is not None:
        sentences.append(
            f"At an FMR of 0.1 % (threshold {sure.threshold:.4f}) the FNMR is {100 * sure.fnmr.value:.2f} %."
        )
    if scored.missing:
        sentences.append(
            f"Left out of these: {scored.missing:,} of the {scores.images + scored.missing:,} images have no embedding "
            "and are in no comparison."
        )
    if scored.caution:
        sentences.append(scored.caution)
    for level in scored.fairness[-1:]:
        groups = [group for group in level.groups if group.fmr and not group.too_few]
        if len(groups) > 1:
            worst, best = (way(groups, key=lambda group: group.fmr.value if group.fmr else 0) for way in (max, min))
            sentences.append(
                f"At an overall FMR of {level.fmr:.2g}, the group {worst.name} has the highest FMR "
                f"({100 * (worst.fmr.value if worst.fmr else 0):.3f} %), {best.name} the lowest "
                f"({100 * (best.fmr.value if best.fmr else 0):.3f} %)."
            )
    return sentences


def _distributions(scored: ScoredSet) -> Curves:
    mated, non_mated = scored.scores.mated, scored.scores.non_mated
    lines = []
    if non_mated.total:
        lines.append(Line.of_scores("different people", non_mated, PALETTE[1], dashed=True))
    if mated.total:
        lines.append(Line.of_scores("same person", mated, PALETTE[0], dashed=False))
    return Curves(
        name="scores",
        alt=f"Mated and non-mated scores of {scored.name}",
        x_label=f"cosine similarity ({scored.embedder})",
        y_label="share of comparisons (bins of 0.01)",
        lines=tuple(lines),
    )


def _det(scored: ScoredSet) -> Det:
    curve = det_curve(scored.scores.mated, scored.scores.non_mated)
    eer = scored.scores.eer.value if scored.scores.eer else None
    line = Tradeoff(scored.name, curve.fmr.tolist(), curve.fnmr.tolist(), eer, PALETTE[0])
    return Det("det", f"DET curve of {scored.name}: false non-matches over false matches", (line,))
