"""Mated and non-mated scores of both sets."""

from collections.abc import Iterator

from facegap.compare import Comparison, ScoreComparison
from facegap.report.figures.curves import Curves, Line
from facegap.report.figures.figure import REAL, SYNTHETIC
from facegap.report.page.section import Section, fill_template


def scores_section(comparison: Comparison, scores: ScoreComparison, *, embedding: str) -> Section:
    """Distributions, error rates, and how far the sets are apart."""
    figure = Curves(
        name="scores",
        alt="Distributions of mated and non-mated scores of both sets",
        x_label=f"cosine similarity ({embedding})",
        y_label="share of comparisons (bins of 0.01)",
        lines=tuple(_lines(comparison, scores)),
    )
    points = list(zip(scores.real.fnmr, scores.synthetic.fnmr, strict=True))
    body = fill_template(
        "comparison/scores.html", comparison=comparison, scores=scores, figure=figure, operating_points=points
    )
    return Section("score-distributions", "Score distributions and error rates", body, (figure,))


def _lines(comparison: Comparison, scores: ScoreComparison) -> Iterator[Line]:
    for described, name, color in (
        (scores.real, comparison.real.name, REAL),
        (scores.synthetic, comparison.synthetic.name, SYNTHETIC),
    ):
        if described.non_mated.total:
            yield Line.of_scores(f"{name}: different people", described.non_mated, color, dashed=True)
        if described.mated.total:
            yield Line.of_scores(f"{name}: same person", described.mated, color, dashed=False)
