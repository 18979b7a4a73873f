"""Numbers with their intervals side by side, two a row, with marks of what is chance."""

import math
from dataclasses import dataclass

from facegap.estimates import Estimate
from facegap.report.figures.figure import INK, Canvas, Figure
from facegap.report.figures.rows.share_rows import draw_intervals, row_axes
from facegap.report.numbers import estimate

_FLOOR = "#8a949e"
_APART = 0.17


@dataclass(frozen=True)
class IntervalSeries:
    """One number for each row.

    Attributes:
        name: in the legend.
        color: as ``#rrggbb``.
        estimates: a row each.
        filled: whether the mark of each is full; hollow is for what isn't to be believed.
    """

    name: str
    color: str
    estimates: tuple[Estimate, ...]
    filled: tuple[bool, ...]


@dataclass(frozen=True)
class Intervals(Figure):
    """A figure of numbers with intervals.

    Attributes:
        x_label: with unit.
        rows: their names, from the top.
        series: drawn from the top of each row.
        floors: what is chance in each row; NaN where that isn't known.
    """

    x_label: str
    rows: tuple[str, ...]
    series: tuple[IntervalSeries, IntervalSeries]
    floors: tuple[float, ...]

    def draw(self, canvas: Canvas) -> None:
        axes = row_axes(canvas, self.rows, row_height=46, x_label=self.x_label, shares=False)
        axes.axvline(0, color=INK, linewidth=0.8)
        legend = []
        for series, apart in zip(self.series, (-_APART, _APART), strict=True):
            rows = [row for row, number in enumerate(series.estimates) if number.known]
            known, heights = [series.estimates[row] for row in rows], [row + apart for row in rows]
            draw_intervals(axes, known, heights, color=series.color, linewidth=1.6)
            inside = [series.color if series.filled[row] else "white" for row in rows]
            values = [number.value for number in known]
            points = axes.scatter(values, heights, s=80, facecolors=inside, edgecolors=series.color, linewidths=1.8)
            points.set_zorder(3)
            texts = [f"{self.rows[row]}: {estimate(series.estimates[row], places=2)}" for row in rows]
            canvas.hover(points, texts)
            legend.append((axes.scatter([], [], s=80, color=series.color), series.name))
        floors = [(row, floor) for row, floor in enumerate(self.floors) if not math.isnan(floor)]
        ends = [[row - 0.42 for row, _ in floors], [row + 0.42 for row, _ in floors]]
        lines = axes.vlines([floor for _, floor in floors], *ends, color=_FLOOR, linewidth=2, linestyle=":")
        canvas.legend([*legend, (lines, "noise floor")], columns=1)
