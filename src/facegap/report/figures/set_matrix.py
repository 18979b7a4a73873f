"""A number for every two sets, both ways round, as a matrix of colors with its numbers."""

import math
import textwrap
from dataclasses import dataclass

import numpy as np

from facegap.estimates import Estimate
from facegap.report.figures.figure import NARROW, WIDE, Canvas, Figure
from facegap.report.figures.matrix import draw_matrix
from facegap.report.numbers import estimate

_LIGHT, _DARK = "#f3f7fa", "#0b3c5d"
_CELL = 46
_AROUND = 290
"""Pixels across for the names of rows and the scale of colors."""
_FITTING = 4
"""So many sets can be read beside each other on a narrow screen."""


@dataclass(frozen=True)
class SetMatrix(Figure):
    """A figure of numbers between sets: zero and less has the lightest color, the greatest the darkest.

    Attributes:
        label: of the numbers, with unit.
        names: of the sets.
        cells: (sets, sets), the row against the column; None where nothing is known, which is left gray.
        places: decimals of the numbers.
        doubts: (sets, sets), why each number isn't to be believed, which puts it in brackets; None where it is. Empty
            where all numbers are.
    """

    label: str
    names: tuple[str, ...]
    cells: tuple[tuple[Estimate | None, ...], ...]
    places: int
    doubts: tuple[tuple[str | None, ...], ...] = ()

    @property
    def widths(self) -> tuple[int, int]:
        wide = min(_AROUND + 82 * len(self.names), WIDE)
        return wide, NARROW if len(self.names) <= _FITTING else wide

    @property
    def greatest(self) -> float:
        """The number that has the darkest color."""
        return max((cell.value for row in self.cells for cell in row if cell and cell.known), default=0) or 1.0

    def draw(self, canvas: Canvas) -> None:
        values = np.array([[cell.value if cell else math.nan for cell in row] for row in self.cells])
        greatest = self.greatest
        axes, _ = draw_matrix(
            canvas,
            np.maximum(values, 0),
            self.names,
            [[self._text(row, column) for column in range(len(self.names))] for row in range(len(self.names))],
            colors=(_LIGHT, _DARK),
            limits=(0, max(greatest, 1e-9)),
            label="",
            cell=_CELL,
        )
        title = "\n".join(textwrap.wrap(self.label, 40 if canvas.narrow else 60))
        canvas.figure.suptitle(title, x=0.02, ha="left", fontsize="medium")
        axes.set_ylabel("P")
        axes.set_xlabel("Q")
        for (row, column), value in np.ndenumerate(values):
            text = "–" if math.isnan(value) else f"{value:.{self.places}f}".replace("-", "−")
            text = f"({text})" if self._doubt(row, column) else text
            own = row == column
            ink = "white" if value > greatest / 2 else "black"
            axes.text(column, row, text, ha="center", va="center", color=ink, style="italic" if own else "normal")

    def _text(self, row: int, column: int) -> str:
        which = (
            f"{self.names[row]}: two halves of its people"
            if row == column
            else f"{self.names[row]} ‖ {self.names[column]}"
        )
        doubt = self._doubt(row, column)
        told = f"; not to be believed: {doubt}" if doubt else ""
        return f"{which}: {estimate(self.cells[row][column], places=self.places)}{told}"

    def _doubt(self, row: int, column: int) -> str | None:
        return self.doubts[row][column] if self.doubts else None
