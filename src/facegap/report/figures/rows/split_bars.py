"""Wholes divided into a part from the left, a part from the right and what is between, as stacked bars."""

from dataclasses import dataclass

from facegap.estimates import Estimate
from facegap.report.figures.figure import INK, REAL, SHADE, Canvas, Figure
from facegap.report.figures.rows.share_rows import draw_intervals, link_rows, row_axes
from facegap.report.numbers import percent

_COLORS = (REAL, SHADE, "#e5c28a")
_DOUBTED = ("#8a949e", SHADE, "#cfd6dc")
"""The same in gray."""


@dataclass(frozen=True)
class SplitBar:
    """One whole: shares from 0 to 1 that sum to 1, from the left; gray where they are not to be believed."""

    left: Estimate
    between: Estimate
    right: Estimate
    doubted: bool = False


@dataclass(frozen=True)
class SplitBars(Figure):
    """A figure of divided wholes.

    Attributes:
        x_label: with unit.
        rows: their names, from the top.
        parts: what the left, the middle and the right part are called.
        bars: a row each; the intervals of the left and the right part are drawn at their inner ends.
        links: where on its page each row leads, such as ``#faces-3``; none leaves that out.
    """

    x_label: str
    rows: tuple[str, ...]
    parts: tuple[str, str, str]
    bars: tuple[SplitBar, ...]
    links: tuple[str, ...] = ()

    def draw(self, canvas: Canvas) -> None:
        axes = row_axes(canvas, self.rows, row_height=19, x_label=self.x_label)
        heights, starts, legend = list(range(len(self.rows))), [0.0] * len(self.rows), []
        shares = (
            [bar.left for bar in self.bars],
            [bar.between for bar in self.bars],
            [bar.right for bar in self.bars],
        )
        for part, color, gray, estimates in zip(self.parts, _COLORS, _DOUBTED, shares, strict=True):
            values = [share.value for share in estimates]
            drawn = axes.barh(
                heights, values, left=starts, height=0.75, color=[gray if bar.doubted else color for bar in self.bars]
            )
            named = zip(self.rows, estimates, strict=True)
            canvas.hover(drawn.patches, [f"{row}, {part}: {percent(share, places=1)}" for row, share in named])
            legend.append((axes.barh([0], [0], color=gray if all(bar.doubted for bar in self.bars) else color), part))
            starts = [start + value for start, value in zip(starts, values, strict=True)]
        from_right = [Estimate(1 - bar.right.value, 1 - bar.right.high, 1 - bar.right.low) for bar in self.bars]
        for estimates in (shares[0], from_right):
            draw_intervals(axes, estimates, heights, color=INK, linewidth=1.2)
        axes.set_xlim(0, 1)
        said = [
            ", ".join(f"{part} {percent(share, places=1)}" for part, share in zip(self.parts, each, strict=True))
            for each in zip(*shares, strict=True)
        ]
        link_rows(canvas, axes, self.links, [f"{row}: {text}" for row, text in zip(self.rows, said, strict=True)])
        canvas.legend(legend, columns=3)
