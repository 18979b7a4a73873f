"""Receiver operating characteristic curves."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from facegap.report.figures.tradeoff import Tradeoff, canvas_axes, draw_legend, layout, least_rate, percent_tick

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas


@dataclass(frozen=True)
class Roc:
    """The share of mated comparisons that match, over the logarithm of FMR.

    Attributes:
        name: file name of the PNG, without ending.
        alt: what the figure shows, for those who can't see it.
        lines: drawn in this order.
    """

    name: str
    alt: str
    lines: tuple[Tradeoff, ...]

    def plotly(self) -> Any:
        import plotly.graph_objects as go

        drawn = go.Figure()
        least = least_rate(line.points[0] for line in self.lines)
        for line in self.lines:
            fmr, fnmr = line.points
            drawn.add_scatter(
                x=np.maximum(fmr, least).tolist(),
                y=(1 - fnmr).tolist(),
                name=line.name,
                mode="lines",
                line={"color": line.color, "dash": "dot" if line.dashed else "solid", "width": 2},
                text=line.hover,
                hovertemplate="%{text}",
            )
        drawn.update_layout(
            **layout(len(self.lines)),
            xaxis={"title": "FMR", "type": "log", "range": [math.log10(least), 0], "tickformat": "~p"},
            yaxis={"title": "1 − FNMR", "tickformat": "~p"},
        )
        return drawn

    def matplotlib(self, canvas: "Canvas") -> None:
        from matplotlib.ticker import FuncFormatter

        least = least_rate(line.points[0] for line in self.lines)
        axes = canvas_axes(canvas, len(self.lines))
        handles = []
        for line in self.lines:
            style, (fmr, fnmr) = ":" if line.dashed else "-", line.points
            handles += axes.plot(np.maximum(fmr, least), 1 - fnmr, style, color=line.color)
        axes.set_xscale("log")
        axes.set_xlim(least, 1)
        axes.set_xlabel("FMR")
        axes.set_ylabel("1 − FNMR")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(FuncFormatter(lambda rate, _: percent_tick(rate)))
        draw_legend(axes, handles, [line.name for line in self.lines])
