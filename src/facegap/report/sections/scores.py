"""Mated and non-mated scores of both sets."""

from collections.abc import Iterator

import numpy as np

from facegap.compare import Comparison, ScoreComparison
from facegap.matching import ScoreDistribution
from facegap.report.curves import Curves, Line
from facegap.report.figure import REAL, SYNTHETIC
from facegap.report.section import Section, render


def scores(comparison: Comparison, found: ScoreComparison) -> Section:
    """Distributions, means, overlap and equal error rate."""
    figure = Curves(
        name="scores",
        alt="Distributions of mated and non-mated scores of both sets",
        x_label=f"cosine score ({comparison.embedder})",
        y_label="share of comparisons (bins of 0.01)",
        lines=tuple(_lines(comparison, found)),
    )
    body = render("scores.html", comparison=comparison, scores=found, figure=figure)
    return Section("scores", "How alike faces are", body, (figure,))


def _lines(comparison: Comparison, found: ScoreComparison) -> Iterator[Line]:
    for described, name, colour in (
        (found.real, comparison.real.name, REAL),
        (found.synthetic, comparison.synthetic.name, SYNTHETIC),
    ):
        if described.non_mated.total:
            yield _line(f"{name}: different people", described.non_mated, colour, dashed=True)
        if described.mated.total:
            yield _line(f"{name}: same person", described.mated, colour, dashed=False)


def _line(name: str, distribution: ScoreDistribution, colour: str, *, dashed: bool) -> Line:
    shares = distribution.shares
    centres = (np.arange(len(shares)) + 0.5) * 2 / len(shares) - 1
    used = np.flatnonzero(shares)
    span = slice(max(int(used[0]) - 1, 0), int(used[-1]) + 2)
    return Line(name, centres[span].tolist(), shares[span].tolist(), colour, dashed)
