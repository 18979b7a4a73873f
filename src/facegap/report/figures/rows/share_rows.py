"""What figures with a name for each row have in common: names down the side, numbers across."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from facegap.estimates import Estimate
from facegap.report.figures.figure import Canvas
from facegap.report.numbers import percent

_LINE = 15
"""Pixels of a line of text."""
_AROUND = 56
"""Pixels above and below the rows, for the axis and its label."""
_UNSEEN = (1.0, 1.0, 1.0, 0.002)
"""A color, as matplotlib draws what has none as a line at the canvas's edge, which can't be clicked."""


@dataclass(frozen=True)
class ShareRows:
    """Shares of one set or kind, one for each row of a figure.

    Attributes:
        name: in the legend.
        color: as ``#rrggbb``.
        estimates: of the shares, a row each, 0 to 1, with intervals where there are some.
    """

    name: str
    color: str
    estimates: tuple[Estimate, ...]

    @property
    def known(self) -> list[int]:
        """The rows that have a share."""
        return [row for row, share in enumerate(self.estimates) if share.known]

    def hover(self, rows: Sequence[str]) -> list[str]:
        """What is said of each row under the pointer."""
        return [
            f"{row}, {self.name}: {percent(share, places=1)}" for row, share in zip(rows, self.estimates, strict=True)
        ]


def row_axes(canvas: Canvas, rows: Sequence[str], *, row_height: float, x_label: str, shares: bool = True) -> Any:
    """Axes of matplotlib with a name for each row, the first on top, at heights 0, 1, 2 and so on.

    Args:
        canvas: an empty one, which becomes as high as is needed.
        rows: their names, which are broken where they are too long for one line.
        row_height: in pixels, at least.
        x_label: with unit.
        shares: whether the numbers across are shares, told in percent.
    """
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    names = ["\n".join(textwrap.wrap(row, 24 if canvas.narrow else 46)) for row in rows]
    lines = max((name.count("\n") + 1 for name in names), default=1)
    label = "\n".join(textwrap.wrap(x_label, 40 if canvas.narrow else 90))
    height = max(row_height, _LINE * lines + 4) * len(rows) + _AROUND + _LINE * label.count("\n")
    axes = canvas.axes(height=height)
    axes.set_yticks(range(len(rows)), names)
    axes.set_ylim(len(rows) - 0.45, -0.55)
    axes.set_xlabel(label)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    if canvas.narrow:
        axes.xaxis.set_major_locator(MaxNLocator(5))
    if shares:
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    return axes


def link_rows(canvas: Canvas, axes: Any, links: Sequence[str], texts: Sequence[str]) -> None:
    """Make each row of a figure, with its name, lead somewhere in the page that shows it.

    Args:
        canvas: on which the rows are.
        axes: those of ``row_axes``.
        links: where to, a row each, such as ``#faces-3``; empty for a row that leads nowhere, or none at all.
        texts: what is said of each row under the pointer.
    """
    for row, (link, text) in enumerate(zip(links, texts, strict=True) if links else ()):
        if link:
            span = axes.axhspan(row - 0.5, row + 0.5, -2, 2, color=_UNSEEN, linewidth=0, clip_on=False, zorder=9)
            span.set_in_layout(False)
            span.set_url(link)
            canvas.hover([span], [text])


def draw_intervals(axes: Any, estimates: Sequence[Estimate], heights: Sequence[float], **look: Any) -> None:
    """A line for each interval that is known, at its height.

    Args:
        axes: of matplotlib.
        estimates: some of which may have no interval.
        heights: of each, in rows.
        **look: colors and widths, as ``hlines`` of matplotlib takes them.
    """
    bounded = [(one, height) for one, height in zip(estimates, heights, strict=True) if one.bounded]
    lows, highs = [one.low for one, _ in bounded], [one.high for one, _ in bounded]
    axes.hlines([height for _, height in bounded], lows, highs, **look)
