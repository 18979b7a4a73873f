"""Shares with their intervals, one or more a row, as points on lines (a forest plot)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from facegap.estimates import Estimate, Estimates
from facegap.report.figures.figure import plain
from facegap.report.figures.named_rows import name_rows, row_layout
from facegap.report.numbers import percent

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

_MARK = "#8a949e"
_SPREAD = 0.34
"""How far the points of a row are apart from first to last, in rows."""


@dataclass(frozen=True)
class Points:
    """One share for each row.

    Attributes:
        name: in the legend.
        color: as ``#rrggbb``.
        shares: 0 to 1, NaN where there is none.
    """

    name: str
    color: str
    shares: tuple[Estimate, ...]

    def arms(self) -> tuple[list[float], list[float]]:
        """How far the intervals reach above and below; 0 where there is none."""
        known = [share if share.bounded else Estimate(*(share.value,) * 3) for share in self.shares]
        return [share.high - share.value for share in known], [share.value - share.low for share in known]


@dataclass(frozen=True)
class Forest:
    """A figure of shares with intervals.

    Attributes:
        name: file name of the PNG, without ending.
        alt: what the figure shows, for those who can't see it.
        x_label: with unit.
        rows: their names, from the top.
        points: drawn from the top of each row.
        mark: an upright line at a share that means something.
        mark_name: what it means, in the legend.
    """

    name: str
    alt: str
    x_label: str
    rows: tuple[str, ...]
    points: tuple[Points, ...]
    mark: float
    mark_name: str

    def plotly(self) -> Any:
        import plotly.graph_objects as go

        drawn = go.Figure()
        for points, heights in zip(self.points, self._heights(), strict=True):
            above, below = points.arms()
            drawn.add_scatter(
                x=[share.value for share in points.shares],
                y=heights,
                name=points.name,
                mode="markers",
                marker={"color": points.color, "size": 8},
                error_x={"array": above, "arrayminus": below, "color": points.color, "thickness": 1.4, "width": 0},
                text=[
                    f"{row}: {percent(share, places=1)}" for row, share in zip(self.rows, points.shares, strict=True)
                ],
                hovertemplate="%{text}",
            )
        line = {"color": _MARK, "width": 1.5, "dash": "dot"}
        ends = [-0.55, len(self.rows) - 0.45]
        drawn.add_scatter(x=[self.mark] * 2, y=ends, name=self.mark_name, mode="lines", line=line, hoverinfo="skip")
        across = {"tickformat": ".0%", "range": list(self._range())}
        height = 110 + (14 + 6 * len(self.points)) * len(self.rows)
        drawn.update_layout(row_layout(self.rows, x_label=self.x_label, height=height, x=across))
        return drawn

    def matplotlib(self, canvas: "Canvas") -> None:
        from matplotlib.ticker import PercentFormatter

        canvas.set_size_inches(8, 1 + (0.12 + 0.07 * len(self.points)) * len(self.rows))
        axes: Any = canvas.subplots()
        axes.axvline(self.mark, color=_MARK, linestyle=":", linewidth=1.2, label=plain(self.mark_name))
        for points, heights in zip(self.points, self._heights(), strict=True):
            above, below = points.arms()
            values = [share.value for share in points.shares]
            look = {"fmt": "o", "color": points.color, "markersize": 3.5, "elinewidth": 0.9}
            axes.errorbar(values, heights, xerr=[below, above], label=plain(points.name), **look)
        axes.set_xlim(*self._range())
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        name_rows(axes, self.rows, x_label=self.x_label, columns=2)

    def _heights(self) -> list[list[float]]:
        """Of each series in each row."""
        count = len(self.points)
        shifts = [(at / (count - 1) - 0.5) * _SPREAD if count > 1 else 0.0 for at in range(count)]
        return [[row + shift for row in range(len(self.rows))] for shift in shifts]

    def _range(self) -> tuple[float, float]:
        """Across: from a little below the least that is drawn."""
        lows = [low for points in self.points for share in points.shares for low in (share.value, share.low)]
        least = min([self.mark, *(low for low in lows if not math.isnan(low))])
        return max(math.floor(20 * least) / 20 - 0.02, -0.02), 1.01


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
    points = tuple(Points(of, color, tuple(found.at(row) for row in rows)) for of, color, found in series)
    return Forest(name, alt, x_label, tuple(names[row] for row in rows), points, mark, mark_name)
