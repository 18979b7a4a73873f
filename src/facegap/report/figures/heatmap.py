"""A rate for each pair of groups, as a matrix of colors with its numbers."""

import math
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float64Array
from facegap.estimates import Estimate
from facegap.report.figures.figure import Canvas, Figure
from facegap.report.figures.matrix import draw_matrix
from facegap.report.numbers import percent

_LIGHT, _DARK = "#eef4f8", "#0b3c5d"
_NUMBER = 34
"""Pixels across that a number needs in a cell."""
_NAMES = 150
"""Pixels across for the names of rows."""


@dataclass(frozen=True)
class Heatmap(Figure):
    """A figure of shares between groups, colored by their logarithm; a share of zero has the lightest color.

    Attributes:
        label: of the shares, such as ``FMR``.
        groups: their names.
        cells: (groups, groups); None where nothing is known, which is left gray.
    """

    label: str
    groups: tuple[str, ...]
    cells: tuple[tuple[Estimate | None, ...], ...]

    @property
    def span(self) -> tuple[float, float]:
        """The powers of ten that have the lightest and the darkest color, around the shares that aren't zero."""
        rates = [cell.value for row in self.cells for cell in row if cell is not None and cell.value > 0]
        low, high = math.floor(math.log10(min(rates, default=0.1))), math.ceil(math.log10(max(rates, default=1)))
        return low, max(high, low + 1)

    @property
    def logarithms(self) -> Float64Array:
        """log₁₀ of the shares, (groups, groups): of zero the lower end, NaN where nothing is known."""
        rates = np.array([[math.nan if cell is None else cell.value for cell in row] for row in self.cells])
        with np.errstate(divide="ignore"):
            return np.asarray(np.maximum(np.log10(rates), self.span[0]))

    def draw(self, canvas: Canvas) -> None:
        (low, high), values = self.span, self.logarithms
        texts = [
            [f"{first} and {second}: {percent(cell, places=4)}" for second, cell in zip(self.groups, row, strict=True)]
            for first, row in zip(self.groups, self.cells, strict=True)
        ]
        axes, bar = draw_matrix(
            canvas, values, self.groups, texts, colors=(_LIGHT, _DARK), limits=(low, high), label=self.label, cell=40
        )
        powers = range(int(low), int(high) + 1)
        bar.set_ticks(list(powers), labels=[f"{short(10.0**power)} %" for power in powers])
        if (canvas.width - _NAMES) / len(self.groups) >= _NUMBER:
            for (row, column), value in np.ndenumerate(values):
                cell, ink = self.cells[row][column], "white" if value > (low + high) / 2 else "black"
                axes.text(column, row, "–" if cell is None else short(cell.value), ha="center", va="center", color=ink)


def short(share: float) -> str:
    """A share in percent with two digits that count, as short as cells need: ``12``, ``1.2``, ``0.012``, ``1e-05``."""
    return f"{100 * share:.0f}" if 100 * share >= 9.95 else f"{100 * share:.2g}"
