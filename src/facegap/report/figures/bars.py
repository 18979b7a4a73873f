"""A share for each set in each of some rows, as bars side by side."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from facegap.estimates import Estimate
from facegap.report.figures.figure import REAL, SYNTHETIC, plain
from facegap.report.figures.named_rows import Shares, name_rows, row_layout

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

COLORS = (REAL, SYNTHETIC, "#e0a030", "#5b8c5a", "#7b5ea7", "#8d6e53", "#4a5a68")
"""Of sets, the real one first; of more sets than these, they come again."""
_GAP = 0.28
"""Between the groups of bars, in rows."""


@dataclass(frozen=True)
class Bars:
    """A figure of shares by row and set.

    Attributes:
        name: file name of the PNG, without ending.
        alt: what the figure shows, for those who can't see it.
        x_label: with unit.
        rows: their names, from the top.
        sets: with a share for each row.
    """

    name: str
    alt: str
    x_label: str
    rows: tuple[str, ...]
    sets: tuple[Shares, ...]

    def plotly(self) -> Any:
        import plotly.graph_objects as go

        places, width = self._places()
        drawn = go.Figure()
        for bars, y in zip(self.sets, places, strict=True):
            above, below = _arms(bars.estimates)
            drawn.add_bar(
                x=bars.values,
                y=y,
                width=width,
                orientation="h",
                name=bars.name,
                marker={"color": bars.color},
                error_x={"array": above, "arrayminus": below, "thickness": 1.2, "width": 0, "color": "#333333"},
                text=bars.hover(self.rows),
                textposition="none",
                hovertemplate="%{text}",
            )
        height = 110 + round((12 * len(self.sets) + 12) * len(self.rows))
        across = {"tickformat": ".0%", "rangemode": "tozero"}
        drawn.update_layout(row_layout(self.rows, x_label=self.x_label, height=height, x=across), barmode="overlay")
        return drawn

    def matplotlib(self, canvas: "Canvas") -> None:
        from matplotlib.ticker import PercentFormatter

        places, width = self._places()
        canvas.set_size_inches(8, 1 + (0.13 * len(self.sets) + 0.12) * len(self.rows))
        axes: Any = canvas.subplots()
        for bars, y in zip(self.sets, places, strict=True):
            above, below = _arms(bars.estimates)
            values = [0.0 if math.isnan(value) else value for value in bars.values]
            axes.barh(
                y,
                values,
                height=width,
                color=bars.color,
                label=plain(bars.name),
                xerr=[below, above],
                error_kw={"elinewidth": 0.9, "ecolor": "#333333"},
            )
        axes.set_xlim(left=0)
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        name_rows(axes, self.rows, x_label=self.x_label, columns=min(len(self.sets), 4))

    def _places(self) -> tuple[list[list[float]], float]:
        """For each set the heights of its bars, and how thick they are, in rows."""
        width = (1 - _GAP) / len(self.sets)
        shifts = [(number - (len(self.sets) - 1) / 2) * width for number in range(len(self.sets))]
        return [[row + shift for row in range(len(self.rows))] for shift in shifts], width


def colors(sets: Sequence[str]) -> list[str]:
    """A color for each set."""
    return [COLORS[number % len(COLORS)] for number in range(len(sets))]


def _arms(shares: Sequence[Estimate]) -> tuple[list[float], list[float]]:
    """How far the intervals reach above and below; 0 where there is none."""
    known = [share if share.bounded else Estimate(share.value, share.value, share.value) for share in shares]
    return [share.high - share.value for share in known], [share.value - share.low for share in known]
