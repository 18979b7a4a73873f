"""Curves over one pair of axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from facegap.matching import ScoreDistribution
from facegap.report.figures.figure import plain, translucent

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas


@dataclass(frozen=True)
class Line:
    """One curve.

    Attributes:
        name: in the legend.
        x: values across.
        y: values up; filled down to zero.
        color: as ``#rrggbb``.
        dashed: whether the line is broken.
    """

    name: str
    x: Sequence[float]
    y: Sequence[float]
    color: str
    dashed: bool = False

    @classmethod
    def of_scores(cls, name: str, distribution: ScoreDistribution, color: str, *, dashed: bool) -> "Line":
        """The shares of a distribution of scores in bins of 0.01, over those that are used and one at either end."""
        shares = distribution.shares
        centers = (np.arange(len(shares)) + 0.5) * 2 / len(shares) - 1
        used = np.flatnonzero(shares)
        span = slice(max(int(used[0]) - 1, 0), int(used[-1]) + 2)
        return cls(name, centers[span].tolist(), shares[span].tolist(), color, dashed)


@dataclass(frozen=True)
class Curves:
    """A figure of curves, of shares up.

    Attributes:
        name: file name of the PNG, without ending.
        alt: what the figure shows, for those who can't see it.
        x_label: with unit.
        y_label: with unit.
        lines: drawn in this order.
    """

    name: str
    alt: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...]

    def plotly(self) -> Any:
        import plotly.graph_objects as go

        drawn = go.Figure(
            [
                go.Scatter(
                    x=list(line.x),
                    y=list(line.y),
                    name=line.name,
                    fill="tozeroy",
                    fillcolor=translucent(line.color, 0.06 if line.dashed else 0.18),
                    line={"color": line.color, "dash": "dot" if line.dashed else "solid", "width": 2},
                    hovertemplate="%{x:.2f}: %{y:.2%}",
                )
                for line in self.lines
            ]
        )
        drawn.update_layout(
            height=400,
            margin={"l": 60, "r": 20, "t": 20, "b": 50},
            legend={"orientation": "h", "y": 1.12, "x": 0},
            xaxis_title=self.x_label,
            yaxis_title=self.y_label,
            yaxis_tickformat=".1%",
            hovermode="x unified",
        )
        return drawn

    def matplotlib(self, canvas: "Canvas") -> None:
        from matplotlib.ticker import PercentFormatter

        canvas.set_size_inches(8, 4)
        axes: Any = canvas.subplots()
        for line in self.lines:
            style = ":" if line.dashed else "-"
            axes.plot(line.x, line.y, color=line.color, linestyle=style, label=plain(line.name))
            axes.fill_between(line.x, line.y, color=line.color, alpha=0.06 if line.dashed else 0.18, linewidth=0)
        axes.set_xlabel(plain(self.x_label))
        axes.set_ylabel(plain(self.y_label))
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=1))
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.25)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False)
