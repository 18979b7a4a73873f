"""Detection error trade-off curves."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from facegap.base.arrays import Float64Array
from facegap.report.figures.tradeoff import Tradeoff, canvas_axes, draw_legend, layout, least_rate, percent_tick

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

_TICKS = (1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 0.99)


@dataclass(frozen=True)
class Det:
    """Detection error trade-off: FMR across and FNMR up, in normal deviates, so that normal scores give straight lines.

    A line ends where one kind of error is no longer seen. One that never has both is drawn along the ends of the axes.

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
        across, up = self._axes()
        for line in self.lines:
            fmr, fnmr = line.points
            style = {"color": line.color, "dash": "dot" if line.dashed else "solid", "width": 2}
            drawn.add_scatter(
                x=across.place(fmr).tolist(),
                y=up.place(fnmr).tolist(),
                name=line.legend,
                mode="lines",
                line=style,
                text=line.hover,
                hovertemplate="%{text}",
            )
            if line.eer is not None:
                marker = {"color": line.color, "size": 9}
                drawn.add_scatter(
                    x=across.place([line.eer]).tolist(),
                    y=up.place([line.eer]).tolist(),
                    mode="markers",
                    marker=marker,
                    showlegend=False,
                    hoverinfo="skip",
                )
        drawn.update_layout(
            **layout(len(self.lines)),
            xaxis={"title": "FMR", **across.plotly()},
            yaxis={"title": "FNMR", **up.plotly()},
        )
        return drawn

    def matplotlib(self, canvas: "Canvas") -> None:
        across, up = self._axes()
        axes = canvas_axes(canvas, len(self.lines))
        handles = []
        for line in self.lines:
            style, (fmr, fnmr) = ":" if line.dashed else "-", line.points
            handles += axes.plot(across.place(fmr), up.place(fnmr), style, color=line.color)
            if line.eer is not None:
                place = across.place([line.eer]), up.place([line.eer])
                axes.plot(*place, "o", color=line.color, markersize=5, clip_on=False)
        axes.set_xticks(across.ticks, across.labels)
        axes.set_yticks(up.ticks, up.labels)
        axes.set_xlim(across.range)
        axes.set_ylim(up.range)
        axes.set_xlabel("FMR")
        axes.set_ylabel("FNMR")
        draw_legend(axes, handles, [line.legend for line in self.lines])

    def _axes(self) -> tuple["_Deviates", "_Deviates"]:
        worst = max([line.eer or 0 for line in self.lines], default=0)
        greatest = 0.5 if worst < 0.3 else 0.99
        return (
            _Deviates(least_rate(line.points[0] for line in self.lines), greatest),
            _Deviates(least_rate(line.points[1] for line in self.lines), greatest),
        )


@dataclass(frozen=True)
class _Deviates:
    """An axis of rates from ``least`` to ``greatest``, laid out in normal deviates."""

    least: float
    greatest: float

    def place(self, rates: npt.ArrayLike) -> Float64Array:
        """Where on the axis; rates below its lower end on that end, those beyond the upper one outside."""
        from scipy.special import ndtri

        return np.asarray(ndtri(np.clip(rates, self.least, 1 - self.least)))

    @property
    def ticks(self) -> list[float]:
        return [float(at) for at in self.place(self._shown)]

    @property
    def labels(self) -> list[str]:
        return [percent_tick(tick) for tick in self._shown]

    @property
    def range(self) -> list[float]:
        return [float(at) for at in self.place([self.least, self.greatest])]

    @property
    def _shown(self) -> list[float]:
        # Not at the corner, where the labels of both axes would meet.
        return [tick for tick in _TICKS if self.least < tick <= self.greatest]

    def plotly(self) -> dict[str, Any]:
        return {"tickvals": self.ticks, "ticktext": self.labels, "range": self.range, "zeroline": False}
