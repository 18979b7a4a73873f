"""Two shares a row, joined by a bar: what is further apart has the longer bar."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from facegap.estimates import Estimate
from facegap.report.figures.figure import plain, translucent
from facegap.report.figures.named_rows import Shares, name_rows, row_layout

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

_BAR = "#b9c3cc"
_APART = 0.22
"""The intervals of a row are drawn this far above and below its middle, in rows, so that neither hides the other."""
_SILENT = {"mode": "lines", "hoverinfo": "skip", "showlegend": False}
_SIZES = (11, 7)
"""Of the points, in pixels: where both are the same, one is a ring around the other."""


@dataclass(frozen=True)
class Dumbbells:
    """A figure of two shares for each of some rows.

    Attributes:
        name: file name of the PNG, without ending.
        alt: what the figure shows, for those who can't see it.
        x_label: with unit.
        rows: their names, from the top.
        sides: the two that are compared, with a share for each row.
    """

    name: str
    alt: str
    x_label: str
    rows: tuple[str, ...]
    sides: tuple[Shares, Shares]

    def plotly(self) -> Any:
        import plotly.graph_objects as go

        x, y = self._bars()
        drawn = go.Figure(go.Scatter(x=x, y=y, line={"color": _BAR, "width": 5}, **_SILENT))
        for side, apart in zip(self.sides, (-_APART, _APART), strict=True):
            x, y = _intervals(side.estimates, apart)
            drawn.add_scatter(x=x, y=y, line={"color": translucent(side.color, 0.6), "width": 1.2}, **_SILENT)
        for side, size in zip(self.sides, _SIZES, strict=True):
            drawn.add_scatter(
                x=side.values,
                y=list(range(len(self.rows))),
                name=side.name,
                mode="markers",
                marker={"color": side.color, "size": size},
                text=side.hover(self.rows),
                hovertemplate="%{text}",
            )
        across = {"tickformat": ".0%", "range": [-0.02, 1.02]}
        drawn.update_layout(row_layout(self.rows, x_label=self.x_label, height=90 + 24 * len(self.rows), x=across))
        return drawn

    def matplotlib(self, canvas: "Canvas") -> None:
        from matplotlib.ticker import PercentFormatter

        canvas.set_size_inches(8, 1 + 0.22 * len(self.rows))
        axes: Any = canvas.subplots()
        axes.plot(*_numbers(*self._bars()), color=_BAR, linewidth=3, zorder=1)
        for side, apart in zip(self.sides, (-_APART, _APART), strict=True):
            axes.plot(
                *_numbers(*_intervals(side.estimates, apart)), color=side.color, alpha=0.6, linewidth=0.9, zorder=1
            )
        for side, size in zip(self.sides, _SIZES, strict=True):
            heights = range(len(self.rows))
            axes.scatter(side.values, heights, color=side.color, s=(0.6 * size) ** 2, zorder=3, label=plain(side.name))
        axes.set_xlim(-0.02, 1.02)
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        name_rows(axes, self.rows, x_label=self.x_label, columns=2)

    def _bars(self) -> tuple[list[float | None], list[float | None]]:
        """Ends of the bars, x and y, each followed by None."""
        pairs = list(zip(*(side.values for side in self.sides), strict=True))
        x = [end for pair in pairs for end in (*pair, None)]
        return x, [end for row in range(len(pairs)) for end in (row, row, None)]


def _intervals(shares: Sequence[Estimate], apart: float) -> tuple[list[float | None], list[float | None]]:
    """Their ends, x and y, each followed by None, which ends a line; drawn ``apart`` from the middle of the row."""
    known = [(row, share) for row, share in enumerate(shares) if share.bounded]
    x = [end for _, share in known for end in (share.low, share.high, None)]
    return x, [end for row, _ in known for end in (row + apart, row + apart, None)]


def _numbers(*lines: list[float | None]) -> list[list[float]]:
    """For matplotlib, a line ends at NaN."""
    return [[math.nan if end is None else end for end in line] for line in lines]
