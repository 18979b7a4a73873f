"""Differences between each two of some things, as a matrix of two colors, one for each sign."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from facegap.report.figures.figure import REAL, SYNTHETIC, plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

_NONE = "#ffffff"
_UNKNOWN = "#dddddd"
_SCALE = ((0.0, REAL), (0.5, _NONE), (1.0, SYNTHETIC))


@dataclass(frozen=True)
class SignedMatrix:
    """A figure of differences, synthetic minus real, in the color of the set that has more.

    Attributes:
        name: file name of the PNG, without ending.
        alt: what the figure shows, for those who can't see it.
        label: of the differences.
        names: of rows and columns.
        cells: (names, names); None where nothing is known, which is left gray.
        texts: (names, names), what is said of a cell under the pointer.
    """

    name: str
    alt: str
    label: str
    names: tuple[str, ...]
    cells: tuple[tuple[float | None, ...], ...]
    texts: tuple[tuple[str, ...], ...]

    @property
    def limit(self) -> float:
        """The greatest difference, which has the full color."""
        return max((abs(cell) for row in self.cells for cell in row if cell is not None), default=0) or 1

    def plotly(self) -> Any:
        import plotly.graph_objects as go

        places = list(range(len(self.names)))
        drawn = go.Figure(
            go.Heatmap(
                x=places,
                y=places,
                z=[list(row) for row in self.cells],
                zmin=-self.limit,
                zmax=self.limit,
                colorscale=[list(stop) for stop in _SCALE],
                colorbar={"title": {"text": self.label, "side": "right"}, "tickformat": "+.2~f", "thickness": 14},
                customdata=[list(row) for row in self.texts],
                hovertemplate="%{customdata}<extra></extra>",
                xgap=1,
                ygap=1,
            )
        )
        size = {"size": 13 if len(places) <= 20 else 10}
        ticks = {
            "tickvals": places,
            "ticktext": list(self.names),
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
        }
        drawn.update_layout(
            height=200 + max(15 * len(places), 160),
            margin={"l": 20, "r": 20, "t": 20, "b": 20},
            xaxis={**ticks, "tickangle": -60, "tickfont": size},
            yaxis={**ticks, "autorange": "reversed", "tickfont": size},
            plot_bgcolor=_UNKNOWN,
        )
        return drawn

    def matplotlib(self, canvas: "Canvas") -> None:
        from matplotlib.colors import LinearSegmentedColormap

        side = 2 + 0.17 * max(len(self.names), 10)
        canvas.set_size_inches(side + 1.5, side)
        axes: Any = canvas.subplots()
        colors = LinearSegmentedColormap.from_list("signs", list(_SCALE))
        axes.set_facecolor(_UNKNOWN)
        values = [[math.nan if cell is None else cell for cell in row] for row in self.cells]
        image = axes.imshow(values, cmap=colors, vmin=-self.limit, vmax=self.limit)
        names = [plain(name) for name in self.names]
        axes.set_xticks(range(len(names)), names, rotation=60, ha="right", rotation_mode="anchor", fontsize=7)
        axes.set_yticks(range(len(names)), names, fontsize=7)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        bar = canvas.colorbar(image, ax=axes, label=plain(self.label), shrink=0.7)
        bar.outline.set_visible(False)
