"""A number for every two sets, both ways round, as a matrix of colors with its numbers."""

import math
import textwrap
from dataclasses import dataclass

import numpy as np

from facegap.report.figures.figure import NARROW, WIDE, Canvas, Figure
from facegap.report.figures.matrix import draw_matrix

_LIGHT, _DARK = "#f3f7fa", "#0b3c5d"
_CELL = 46
_AROUND = 290
"""Pixels across for the names of rows and the scale of colors."""
_FITTING = 4
"""So many sets can be read beside each other on a narrow screen."""


@dataclass(frozen=True)
class SetMatrixCell:
    """One set against another.

    Attributes:
        value: what its color is of; None for gray.
        text: what is written in it.
        hover: what is said of it under the pointer.
    """

    value: float | None
    text: str
    hover: str


@dataclass(frozen=True)
class SetMatrix(Figure):
    """A figure of numbers between sets: zero and less has the lightest color, the greatest the darkest.

    Attributes:
        label: of the numbers, with unit.
        names: of the sets.
        cells: (sets, sets), the row against the column.
    """

    label: str
    names: tuple[str, ...]
    cells: tuple[tuple[SetMatrixCell, ...], ...]

    @property
    def widths(self) -> tuple[int, int]:
        wide = min(_AROUND + 82 * len(self.names), WIDE)
        return wide, NARROW if len(self.names) <= _FITTING else wide

    @property
    def greatest(self) -> float:
        """The number that has the darkest color."""
        return max((cell.value for row in self.cells for cell in row if cell.value is not None), default=0) or 1.0

    def draw(self, canvas: Canvas) -> None:
        values = np.array([[math.nan if cell.value is None else cell.value for cell in row] for row in self.cells])
        greatest = max(self.greatest, 1e-9)
        axes, _ = draw_matrix(
            canvas,
            np.maximum(values, 0),
            self.names,
            [[cell.hover for cell in row] for row in self.cells],
            colors=(_LIGHT, _DARK),
            limits=(0, greatest),
            label="",
            cell=_CELL,
        )
        title = "\n".join(textwrap.wrap(self.label, 40 if canvas.narrow else 60))
        canvas.figure.suptitle(title, x=0.02, ha="left", fontsize="medium")
        axes.set_ylabel("P")
        axes.set_xlabel("Q")
        for (row, column), value in np.ndenumerate(values):
            ink, style = "white" if value > greatest / 2 else "black", "italic" if row == column else "normal"
            text = self.cells[row][column].text
            axes.text(column, row, text, ha="center", va="center", color=ink, style=style)
