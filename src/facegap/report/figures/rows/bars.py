"""A share for each set in each of some rows, as bars side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from facegap.report.figures.figure import INK, REAL, SYNTHETIC, Canvas, Figure
from facegap.report.figures.rows.share_rows import ShareRows, draw_intervals, link_rows, row_axes

COLORS = (REAL, SYNTHETIC, "#e0a030", "#5b8c5a", "#7b5ea7", "#8d6e53", "#4a5a68", "#c77fb0")
"""Of sets, the real one first; of more sets than these, they come again."""
_GAP = 0.28
"""Between the groups of bars, in rows."""


@dataclass(frozen=True)
class Bars(Figure):
    """A figure of shares by row and set.

    Attributes:
        x_label: with unit.
        rows: their names, from the top.
        sets: with a share for each row.
        links: where on its page each row leads, such as ``#cluster-3``; none leaves that out.
    """

    x_label: str
    rows: tuple[str, ...]
    sets: tuple[ShareRows, ...]
    links: tuple[str, ...] = ()

    def draw(self, canvas: Canvas) -> None:
        axes = row_axes(canvas, self.rows, row_height=12 * len(self.sets) + 12, x_label=self.x_label)
        thickness, legend = (1 - _GAP) / len(self.sets), []
        for number, shares in enumerate(self.sets):
            shift = (number - (len(self.sets) - 1) / 2) * thickness
            known = [shares.estimates[row] for row in shares.known]
            heights = [row + shift for row in shares.known]
            bars = axes.barh(heights, [share.value for share in known], height=thickness, color=shares.color)
            draw_intervals(axes, known, heights, color=INK, linewidth=1)
            texts = shares.hover(self.rows)
            canvas.hover(bars.patches, [texts[row] for row in shares.known])
            legend.append((bars, shares.name))
        axes.set_xlim(left=0)
        said = [" — ".join(texts) for texts in zip(*(shares.hover(self.rows) for shares in self.sets), strict=True)]
        link_rows(canvas, axes, self.links, said)
        canvas.legend(legend, columns=min(len(self.sets), 4))


def colors(sets: Sequence[str]) -> list[str]:
    """A color for each set."""
    return [COLORS[number % len(COLORS)] for number in range(len(sets))]
