"""How a training went: its losses, and below them the numbers that it was judged by, epoch by epoch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from facegap.report.figures.figure import plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas


@dataclass(frozen=True)
class EpochLine:
    """One number over the epochs.

    Attributes:
        name: in the legend.
        values: one an epoch, the first first.
        color: as ``#rrggbb``.
        loss: whether it is a loss, in the upper panel; the others are in the lower one.
        chosen: the epoch that was chosen, from 0, marked on the line.
        dashed: whether the line is broken.
    """

    name: str
    values: Sequence[float]
    color: str
    loss: bool
    chosen: int
    dashed: bool = False


@dataclass(frozen=True)
class Epochs:
    """A figure of lines over epochs, in two panels.

    Attributes:
        name: file name of the PNG, without ending.
        alt: what the figure shows, for those who can't see it.
        lines: in the order of the legend.
        judged_by: what the lower panel shows.
    """

    name: str
    alt: str
    lines: tuple[EpochLine, ...]
    judged_by: str

    def plotly(self) -> Any:
        from plotly.subplots import make_subplots

        drawn = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.06)
        for line in self.lines:
            sizes = [11 if epoch == line.chosen else 4 for epoch in range(len(line.values))]
            drawn.add_scatter(
                x=list(range(1, len(line.values) + 1)),
                y=list(line.values),
                name=line.name,
                mode="lines+markers",
                marker={"size": sizes},
                line={"color": line.color, "width": 2, "dash": "dot" if line.dashed else "solid"},
                hovertemplate="%{y:.4f}",
                row=1 if line.loss else 2,
                col=1,
            )
        drawn.update_layout(
            height=520,
            margin={"l": 60, "r": 20, "t": 45, "b": 50},
            legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0},
            hovermode="x unified",
        )
        drawn.update_yaxes(title_text="loss", row=1, col=1)
        drawn.update_yaxes(title_text=self.judged_by, row=2, col=1)
        drawn.update_xaxes(title_text="epoch", row=2, col=1)
        return drawn

    def matplotlib(self, canvas: "Canvas") -> None:
        canvas.set_size_inches(8, 5)
        panels: Any = canvas.subplots(2, 1, sharex=True)
        for line in self.lines:
            axes = panels[0 if line.loss else 1]
            epochs, style = range(1, len(line.values) + 1), ":" if line.dashed else "-"
            axes.plot(epochs, line.values, style, color=line.color, label=plain(line.name))
            axes.plot(line.chosen + 1, line.values[line.chosen], "o", color=line.color, markersize=6)
        for axes, label in zip(panels, ("loss", self.judged_by), strict=True):
            axes.set_ylabel(plain(label))
            axes.grid(alpha=0.25)
            axes.spines[["top", "right"]].set_visible(False)
            if axes.get_legend_handles_labels()[0]:
                axes.legend(frameon=False)
        panels[1].set_xlabel("epoch")
        panels[1].xaxis.get_major_locator().set_params(integer=True)
