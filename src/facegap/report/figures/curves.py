"""Curves over one pair of axes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.matching import ScoreDistribution
from facegap.report.figures.figure import Canvas, Figure


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
class Curves(Figure):
    """A figure of curves, of shares up.

    Attributes:
        x_label: with unit.
        y_label: with unit.
        lines: drawn in this order.
    """

    x_label: str
    y_label: str
    lines: tuple[Line, ...]

    def draw(self, canvas: Canvas) -> None:
        axes, legend = canvas.axes(height=300), []
        for line in self.lines:
            x, y = np.asarray(line.x, dtype=np.float64), np.asarray(line.y, dtype=np.float64)
            drawn = axes.plot(x, y, ":" if line.dashed else "-", color=line.color, linewidth=2)
            axes.fill_between(x, y, color=line.color, alpha=0.06 if line.dashed else 0.18, linewidth=0)
            texts = [f"{line.name}, at {at:.3g}: {100 * share:.3g} %" for at, share in zip(x, y, strict=True)]
            canvas.hover_line(axes, x, y, texts)
            legend.append((drawn[0], line.name))
        axes.set_xlabel(self.x_label)
        axes.set_ylabel(self.y_label)
        axes.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.3g} %")
        axes.set_ylim(bottom=0)
        axes.margins(x=0.01)
        axes.grid()
        canvas.legend(legend)
