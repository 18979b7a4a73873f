"""Shares with their intervals in each of several sets, a color and a mark for each set."""

from dataclasses import dataclass

from facegap.report.figures.figure import Canvas, Figure
from facegap.report.figures.rows.intervals import IntervalSeries
from facegap.report.figures.rows.share_rows import draw_intervals, row_axes
from facegap.report.numbers import percent

_MARKS = ("o", "s", "^", "D", "v", "P", "X", "d")
"""So that sets can be told apart without colors, too."""
_SPREAD = 0.7
"""How far the marks of a row are apart from first to last, in rows."""
_BAND = "#f4f6f8"


@dataclass(frozen=True)
class SetShares(Figure):
    """A figure of one share for each row and set.

    Attributes:
        x_label: with unit.
        rows: their names, from the top.
        sets: drawn from the top of each row; hollow marks are not to be believed.
    """

    x_label: str
    rows: tuple[str, ...]
    sets: tuple[IntervalSeries, ...]

    def draw(self, canvas: Canvas) -> None:
        axes = row_axes(canvas, self.rows, row_height=max(12 + 5 * len(self.sets), 22), x_label=self.x_label)
        for row in range(0, len(self.rows), 2):
            axes.axhspan(row - 0.5, row + 0.5, color=_BAND, linewidth=0, zorder=0)
        legend = []
        for number, shares in enumerate(self.sets):
            shift = (number / (len(self.sets) - 1) - 0.5) * _SPREAD if len(self.sets) > 1 else 0.0
            rows = [row for row, share in enumerate(shares.estimates) if share.known]
            known, heights = [shares.estimates[row] for row in rows], [row + shift for row in rows]
            draw_intervals(axes, known, heights, color=shares.color, linewidth=1.2)
            inside = [shares.color if shares.filled[row] else "white" for row in rows]
            look = {"s": 22, "marker": _MARKS[number % len(_MARKS)], "linewidths": 1, "zorder": 3}
            values = [share.value for share in known]
            points = axes.scatter(values, heights, facecolors=inside, edgecolors=shares.color, **look)
            texts = [f"{self.rows[row]}, {shares.name}: {percent(shares.estimates[row], places=1)}" for row in rows]
            canvas.hover(points, texts)
            legend.append((axes.scatter([], [], color=shares.color, **look), shares.name))
        axes.set_xlim(-0.02, 1.02)
        canvas.legend(legend, columns=min(len(self.sets), 4))
