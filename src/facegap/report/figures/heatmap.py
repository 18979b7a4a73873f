"""A rate for each pair of groups, as a matrix of colors with its numbers."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from facegap.base.arrays import Float64Array
from facegap.estimates import Estimate
from facegap.report.figures.figure import plain
from facegap.report.numbers import percent

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

_LIGHT, _DARK = "#eef4f8", "#0b3c5d"
_UNKNOWN = "#dddddd"
_NUMBERED = 16
"""With more groups than these, numbers would not fit into the cells."""


@dataclass(frozen=True)
class Heatmap:
    """A figure of shares between groups, colored by their logarithm; a share of zero has the lightest color.

    Attributes:
        name: file name of the PNG, without ending.
        alt: what the figure shows, for those who can't see it.
        label: of the shares, such as ``FMR``.
        groups: their names.
        cells: (groups, groups); None where nothing is known, which is left gray.
    """

    name: str
    alt: str
    label: str
    groups: tuple[str, ...]
    cells: tuple[tuple[Estimate | None, ...], ...]

    def plotly(self) -> Any:
        import plotly.graph_objects as go

        places = list(range(len(self.groups)))
        low, high = self._range()
        drawn = go.Figure(
            go.Heatmap(
                x=places,
                y=places,
                z=[[None if math.isnan(value) else value for value in row] for row in self._colors()],
                zmin=low,
                zmax=high,
                colorscale=[[0, _LIGHT], [1, _DARK]],
                colorbar={"title": self.label, "tickvals": self._ticks(), "ticktext": self._labels()},
                text=self._texts() if len(self.groups) <= _NUMBERED else None,
                texttemplate="%{text}",
                customdata=[
                    [f"{a} and {b}: {percent(cell, places=4)}" for b, cell in zip(self.groups, row, strict=True)]
                    for a, row in zip(self.groups, self.cells, strict=True)
                ],
                hovertemplate="%{customdata}<extra></extra>",
                xgap=1,
                ygap=1,
            )
        )
        side = 40 * len(self.groups)
        ticks = {"tickvals": places, "ticktext": list(self.groups), "automargin": True, "showgrid": False}
        drawn.update_layout(
            height=max(260, 140 + side),
            margin={"l": 20, "r": 20, "t": 20, "b": 20},
            xaxis=ticks,
            yaxis={**ticks, "autorange": "reversed"},
            plot_bgcolor=_UNKNOWN,
        )
        return drawn

    def matplotlib(self, canvas: "Canvas") -> None:
        from matplotlib.colors import LinearSegmentedColormap

        side = 1.5 + 0.55 * min(len(self.groups), _NUMBERED)
        canvas.set_size_inches(side + 2.5, side + 1)
        axes: Any = canvas.subplots()
        low, high = self._range()
        colors = LinearSegmentedColormap.from_list("rates", [_LIGHT, _DARK])
        axes.set_facecolor(_UNKNOWN)
        shown = self._colors()
        image = axes.imshow(shown, cmap=colors, vmin=low, vmax=high, aspect="auto")
        if len(self.groups) <= _NUMBERED:
            for (row, column), value in np.ndenumerate(shown):
                ink = "white" if value > (low + high) / 2 else "black"
                axes.text(column, row, self._texts()[row][column], ha="center", va="center", color=ink, fontsize=8)
        names = [plain(group) for group in self.groups]
        axes.set_xticks(range(len(names)), names, rotation=35, ha="right", rotation_mode="anchor")
        axes.set_yticks(range(len(names)), names)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        bar = canvas.colorbar(image, ax=axes, label=plain(self.label), shrink=0.8)
        bar.set_ticks(self._ticks(), labels=self._labels())
        bar.outline.set_visible(False)

    def _colors(self) -> Float64Array:
        """log₁₀ of the shares, (groups, groups): of zero the lower end, NaN where nothing is known."""
        rates = np.array([[math.nan if cell is None else cell.value for cell in row] for row in self.cells])
        with np.errstate(divide="ignore"):
            return np.asarray(np.maximum(np.log10(rates), self._range()[0]))

    def _range(self) -> tuple[float, float]:
        """Whole powers of ten around the shares that aren't zero."""
        rates = [cell.value for row in self.cells for cell in row if cell is not None and cell.value > 0]
        low, high = math.floor(math.log10(min(rates, default=0.1))), math.ceil(math.log10(max(rates, default=1)))
        return low, max(high, low + 1)

    def _ticks(self) -> list[float]:
        low, high = self._range()
        return [float(power) for power in range(int(low), int(high) + 1)]

    def _labels(self) -> list[str]:
        return [f"{short(10.0**power)} %" for power in self._ticks()]

    def _texts(self) -> list[list[str]]:
        return [["–" if cell is None else short(cell.value) for cell in row] for row in self.cells]


def short(share: float) -> str:
    """A share in percent with two digits that count, as short as cells need: ``12``, ``1.2``, ``0.012``, ``1e-05``."""
    return f"{100 * share:.0f}" if 100 * share >= 9.95 else f"{100 * share:.2g}"
