"""Numbers with their intervals side by side, several a row, with marks of what is chance."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from facegap.estimates import Estimate
from facegap.report.figures.figure import plain
from facegap.report.figures.named_rows import name_rows, row_layout
from facegap.report.numbers import estimate

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

_FLOOR = "#8a949e"
_APART = 0.17


@dataclass(frozen=True)
class Series:
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
class Intervals:
    """A figure of numbers with intervals.

    Attributes:
        name: file name of the PNG, without ending.
        alt: what the figure shows, for those who can't see it.
        x_label: with unit.
        rows: their names, from the top.
        series: drawn from the top of each row.
        floors: what is chance in each row; NaN where that isn't known.
    """

    name: str
    alt: str
    x_label: str
    rows: tuple[str, ...]
    series: tuple[Series, Series]
    floors: tuple[float, ...]

    def plotly(self) -> Any:
        import plotly.graph_objects as go

        drawn = go.Figure()
        for series, apart in zip(self.series, (-_APART, _APART), strict=True):
            ends = [_ends(one) for one in series.estimates]
            drawn.add_scatter(
                x=[one.value for one in series.estimates],
                y=[row + apart for row in range(len(self.rows))],
                name=series.name,
                mode="markers",
                marker={
                    "color": [series.color if filled else "white" for filled in series.filled],
                    "line": {"color": series.color, "width": 2},
                    "size": 11,
                },
                error_x={
                    "array": [above for _, above in ends],
                    "arrayminus": [below for below, _ in ends],
                    "color": series.color,
                    "thickness": 1.6,
                    "width": 4,
                },
                text=[
                    f"{row}: {estimate(one, places=2)}" for row, one in zip(self.rows, series.estimates, strict=True)
                ],
                hovertemplate="%{text}",
            )
        x, y = self._floor_lines()
        drawn.add_scatter(x=x, y=y, name="noise floor", mode="lines", line={"color": _FLOOR, "width": 2, "dash": "dot"})
        across = {"zeroline": True, "zerolinecolor": "#444444"}
        drawn.update_layout(row_layout(self.rows, x_label=self.x_label, height=120 + 62 * len(self.rows), x=across))
        return drawn

    def matplotlib(self, canvas: "Canvas") -> None:
        canvas.set_size_inches(8, 1.6 + 0.55 * len(self.rows))
        axes: Any = canvas.subplots()
        axes.axvline(0, color="#444444", linewidth=0.8)
        x, y = self._floor_lines()
        axes.plot(x, y, color=_FLOOR, linestyle=":", linewidth=1.6, label="noise floor")
        for series, apart in zip(self.series, (-_APART, _APART), strict=True):
            for row, (one, filled) in enumerate(zip(series.estimates, series.filled, strict=True)):
                below, above = _ends(one)
                axes.errorbar(
                    one.value,
                    row + apart,
                    xerr=[[below], [above]],
                    fmt="o",
                    color=series.color,
                    markerfacecolor=series.color if filled else "white",
                    capsize=2.5,
                    label=None if row else plain(series.name),
                )
        name_rows(axes, self.rows, x_label=self.x_label, columns=1)

    def _floor_lines(self) -> tuple[list[float], list[float]]:
        """An upright line in each row, x and y, each followed by NaN, which ends it."""
        known = [(row, floor) for row, floor in enumerate(self.floors) if not math.isnan(floor)]
        x = [end for _, floor in known for end in (floor, floor, math.nan)]
        return x, [end for row, _ in known for end in (row - 0.42, row + 0.42, math.nan)]


def _ends(one: Estimate) -> tuple[float, float]:
    """How far the interval reaches below and above the value; 0 where there is none."""
    below, above = one.value - one.low, one.high - one.value
    return (0.0 if math.isnan(below) else below), (0.0 if math.isnan(above) else above)
