"""Two shares a row, joined by a bar: what is further apart has the longer bar."""

from dataclasses import dataclass
from typing import Any

from facegap.report.figures.figure import BAR, SOFT, Canvas, Figure
from facegap.report.figures.rows.share_rows import ShareRows, draw_intervals, link_rows, row_axes

_APART = 0.2
"""The intervals of a row are drawn this far above and below its middle, in rows, so that neither hides the other."""
_DOUBTED = "#8a949e"
_AREAS = (85, 32)
"""Of the points, as matplotlib counts: where both are the same, one is a ring around the other."""


@dataclass(frozen=True)
class Dumbbells(Figure):
    """A figure of two shares for each of some rows.

    Attributes:
        x_label: with unit.
        rows: their names, from the top.
        sides: the two that are compared, with a share for each row.
        beside: what is written to the right of each row for either side, in its color; none leaves that out.
        beside_name: what that is; both are left out on a narrow canvas, which has no room.
        doubted: the rows whose shares are not to be believed, which are gray.
        links: where on its page each row leads, such as ``#faces-3``; none leaves that out.
    """

    x_label: str
    rows: tuple[str, ...]
    sides: tuple[ShareRows, ShareRows]
    beside: tuple[tuple[str, str], ...] = ()
    beside_name: str = ""
    doubted: frozenset[int] = frozenset()
    links: tuple[str, ...] = ()

    def draw(self, canvas: Canvas) -> None:
        axes = row_axes(canvas, self.rows, row_height=22, x_label=self.x_label)
        first, second = self.sides
        both = sorted(set(first.known) & set(second.known))
        ends = [[side.estimates[row].value for row in both] for side in self.sides]
        axes.hlines(both, *ends, color=BAR, linewidth=5)
        for side, apart in zip(self.sides, (-_APART, _APART), strict=True):
            heights = [row + apart for row in range(len(self.rows))]
            draw_intervals(axes, side.estimates, heights, color=side.color, alpha=0.6, linewidth=1.2)
        legend = []
        for side, area in zip(self.sides, _AREAS, strict=True):
            values = [side.estimates[row].value for row in side.known]
            looks = [_DOUBTED if row in self.doubted else side.color for row in side.known]
            points = axes.scatter(values, side.known, color=looks, s=area, linewidths=0, zorder=3)
            texts = side.hover(self.rows)
            canvas.hover(points, [texts[row] for row in side.known])
            legend.append((axes.scatter([], [], color=side.color, s=area, linewidths=0), side.name))
        axes.set_xlim(-0.02, 1.02)
        if self.beside and not canvas.narrow:
            self._write_beside(axes)
        said = [" — ".join(texts) for texts in zip(*(side.hover(self.rows) for side in self.sides), strict=True)]
        link_rows(canvas, axes, self.links, said)
        canvas.legend(legend)

    def _write_beside(self, axes: Any) -> None:
        place: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "va": "center"}
        axes.annotate(self.beside_name, (1, -0.8), (8, 0), **place, color=SOFT, fontsize="small")
        for row, texts in enumerate(self.beside):
            for side, text, shift in zip(self.sides, texts, (8, 42), strict=True):
                axes.annotate(text, (1, row), (shift, 0), **place, color=side.color, fontsize="small")
