"""How a training went: its losses, and below them the numbers that it was judged by, epoch by epoch."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.report.figures.figure import Canvas, Figure


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
class Epochs(Figure):
    """A figure of lines over epochs, in two panels.

    Attributes:
        lines: in the order of the legend.
        judged_by: what the lower panel shows.
    """

    lines: tuple[EpochLine, ...]
    judged_by: str

    def draw(self, canvas: Canvas) -> None:
        panels, legend = canvas.axes(height=440, panels=2), []
        for line in self.lines:
            axes = panels[0 if line.loss else 1]
            epochs, values = np.arange(1.0, len(line.values) + 1), np.asarray(line.values, dtype=np.float64)
            drawn = axes.plot(epochs, values, ":" if line.dashed else "-", color=line.color, linewidth=2)
            axes.plot(line.chosen + 1, line.values[line.chosen], "o", color=line.color, markersize=8)
            texts = [f"{line.name}, epoch {number}: {value:.4f}" for number, value in enumerate(values, start=1)]
            canvas.hover_line(axes, epochs, values, texts)
            legend.append((drawn[0], line.name))
        for axes, label in zip(panels, ("loss", self.judged_by), strict=True):
            axes.set_ylabel(label)
            axes.grid()
        panels[1].set_xlabel("epoch")
        panels[1].xaxis.get_major_locator().set_params(integer=True)
        canvas.legend(legend)
