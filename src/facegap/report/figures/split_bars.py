"""Wholes divided into a part from the left, a part from the right and what is between, as stacked bars."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from facegap.estimates import Estimate
from facegap.report.figures.figure import plain
from facegap.report.figures.named_rows import name_rows, row_layout
from facegap.report.numbers import percent

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

_COLORS = ("#1f6f8b", "#e6eaee", "#e5c28a")


@dataclass(frozen=True)
class Split:
    """One whole: shares from 0 to 1 that sum to 1, from the left."""

    left: Estimate
    between: Estimate
    right: Estimate


@dataclass(frozen=True)
class Splits:
    """A figure of divided wholes.

    Attributes:
        name: file name of the PNG, without ending.
        alt: what the figure shows, for those who can't see it.
        x_label: with unit.
        rows: their names, from the top.
        parts: what the left, the middle and the right part are called.
        splits: a row each; the intervals of the left and the right part are drawn at their inner ends.
    """

    name: str
    alt: str
    x_label: str
    rows: tuple[str, ...]
    parts: tuple[str, str, str]
    splits: tuple[Split, ...]

    def plotly(self) -> Any:
        import plotly.graph_objects as go

        drawn = go.Figure()
        for part, color, shares in zip(self.parts, _COLORS, self._shares(), strict=True):
            drawn.add_bar(
                x=[share.value for share in shares],
                y=list(range(len(self.rows))),
                orientation="h",
                name=part,
                marker={"color": color},
                text=[
                    f"{row}, {part}: {percent(share, places=1)}" for row, share in zip(self.rows, shares, strict=True)
                ],
                textposition="none",
                hovertemplate="%{text}<extra></extra>",
            )
        x, y = self._intervals()
        whiskers = {"color": "#1d2733", "width": 1.4}
        drawn.add_scatter(x=x, y=y, mode="lines", line=whiskers, hoverinfo="skip", showlegend=False)
        across = {"tickformat": ".0%", "range": [0, 1]}
        layout = row_layout(self.rows, x_label=self.x_label, height=110 + 19 * len(self.rows), x=across)
        drawn.update_layout(layout, barmode="stack", bargap=0.25, legend_traceorder="normal")
        return drawn

    def matplotlib(self, canvas: "Canvas") -> None:
        from matplotlib.ticker import PercentFormatter

        canvas.set_size_inches(8, 1 + 0.19 * len(self.rows))
        axes: Any = canvas.subplots()
        rows, from_left = range(len(self.rows)), [0.0] * len(self.rows)
        for part, color, shares in zip(self.parts, _COLORS, self._shares(), strict=True):
            values = [share.value for share in shares]
            axes.barh(rows, values, left=from_left, height=0.75, color=color, label=plain(part))
            from_left = [start + value for start, value in zip(from_left, values, strict=True)]
        x, y = self._intervals()
        axes.plot([float("nan") if end is None else end for end in x], y, color="#1d2733", linewidth=0.9)
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        name_rows(axes, self.rows, x_label=self.x_label, columns=3)

    def _shares(self) -> tuple[list[Estimate], list[Estimate], list[Estimate]]:
        """By part."""
        return (
            [split.left for split in self.splits],
            [split.between for split in self.splits],
            [split.right for split in self.splits],
        )

    def _intervals(self) -> tuple[list[float | None], list[float]]:
        """A line for each interval, x and y, each ended by None."""
        x: list[float | None] = []
        y: list[float] = []
        for row, split in enumerate(self.splits):
            ends = [(split.left.low, split.left.high)] if split.left.bounded else []
            ends += [(1 - split.right.high, 1 - split.right.low)] if split.right.bounded else []
            for low, high in ends:
                x += [low, high, None]
                y += [row] * 3
        return x, y
