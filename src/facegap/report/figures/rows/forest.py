"""Shares with their intervals, one or more a row, as points on lines (a forest plot)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.estimates import Estimates
from facegap.report.figures.figure import Canvas, Figure
from facegap.report.figures.rows.share_rows import ShareRows, draw_intervals, row_axes

_MARK = "#8a949e"
_SPREAD = 0.34
"""How far the points of a row are apart from first to last, in rows."""


@dataclass(frozen=True)
class Forest(Figure):
    """A figure of shares with intervals.

    Attributes:
        x_label: with unit.
        rows: their names, from the top.
        points: drawn from the top of each row.
        mark: an upright line at a share that means something.
        mark_name: what it means, in the legend.
    """

    x_label: str
    rows: tuple[str, ...]
    points: tuple[ShareRows, ...]
    mark: float
    mark_name: str

    def draw(self, canvas: Canvas) -> None:
        axes = row_axes(canvas, self.rows, row_height=14 + 6 * len(self.points), x_label=self.x_label)
        legend = []
        for number, shares in enumerate(self.points):
            shift = (number / (len(self.points) - 1) - 0.5) * _SPREAD if len(self.points) > 1 else 0.0
            known = [shares.estimates[row] for row in shares.known]
            heights = [row + shift for row in shares.known]
            draw_intervals(axes, known, heights, color=shares.color, linewidth=1.4)
            points = axes.scatter([share.value for share in known], heights, color=shares.color, s=45, linewidths=0)
            texts = shares.hover(self.rows)
            canvas.hover(points, [texts[row] for row in shares.known])
            legend.append((points, shares.name))
        legend.append((axes.axvline(self.mark, color=_MARK, linestyle=":", linewidth=1.5), self.mark_name))
        axes.set_xlim(self._least(), 1.01)
        canvas.legend(legend)

    def _least(self) -> float:
        """The left end: a little below the least that is drawn."""
        lows = [low for points in self.points for share in points.estimates for low in (share.value, share.low)]
        least = min([self.mark, *(low for low in lows if not math.isnan(low))])
        return max(math.floor(20 * least) / 20 - 0.02, -0.02)


def ranked_forest(
    series: Sequence[tuple[str, str, Estimates]],
    names: Sequence[str],
    *,
    name: str,
    alt: str,
    x_label: str,
    mark: float,
    mark_name: str,
) -> Forest:
    """A figure of the rows that have a value of the first series, the least first.

    Args:
        series: name, color and shares of each.
        names: of the rows, in the order of the shares.
        name: see ``Forest``, as the rest.
        alt: likewise.
        x_label: likewise.
        mark: likewise.
        mark_name: likewise.
    """
    values = series[0][2].value
    rows = [int(row) for row in np.argsort(values, kind="stable") if np.isfinite(values[row])]
    points = tuple(ShareRows(label, color, tuple(shares.at(row) for row in rows)) for label, color, shares in series)
    return Forest(name, alt, x_label, tuple(names[row] for row in rows), points, mark, mark_name)
