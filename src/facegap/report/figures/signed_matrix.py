"""Differences between each two of some things, as a matrix of two colors, one for each sign."""

import math
from dataclasses import dataclass

import numpy as np

from facegap.report.figures.figure import NARROW, REAL, SYNTHETIC, WIDE, Canvas, Figure
from facegap.report.figures.matrix import draw_matrix

_CELL = 14
"""Pixels of a row."""
_FITTING = 24
"""So many names can be read beside each other on a narrow screen."""


@dataclass(frozen=True)
class SignedMatrix(Figure):
    """A figure of differences, synthetic minus real, in the color of the set that has more.

    Attributes:
        label: of the differences.
        names: of rows and columns.
        cells: (names, names); None where nothing is known, which is left gray.
        texts: (names, names), what is said of a cell under the pointer.
    """

    label: str
    names: tuple[str, ...]
    cells: tuple[tuple[float | None, ...], ...]
    texts: tuple[tuple[str, ...], ...]

    @property
    def limit(self) -> float:
        """The greatest difference, which has the full color."""
        return max((abs(cell) for row in self.cells for cell in row if cell is not None), default=0) or 1

    @property
    def widths(self) -> tuple[int, int]:
        return WIDE, NARROW if len(self.names) <= _FITTING else WIDE

    def draw(self, canvas: Canvas) -> None:
        values = np.array([[math.nan if cell is None else cell for cell in row] for row in self.cells])
        _, bar = draw_matrix(
            canvas,
            values,
            self.names,
            self.texts,
            colors=(REAL, "#ffffff", SYNTHETIC),
            limits=(-self.limit, self.limit),
            label=self.label,
            cell=_CELL,
        )
        along = bar.ax.xaxis if canvas.narrow else bar.ax.yaxis
        along.set_major_formatter(lambda value, _: f"{value:+.2g}".replace("-", "−") if value else "0")
