"""What figures with a name for each row have in common: names down the side, numbers across, a legend above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from facegap.estimates import Estimate
from facegap.report.figures.figure import plain
from facegap.report.numbers import percent


@dataclass(frozen=True)
class Shares:
    """What is drawn of one of the sets that are compared: a share in each row.

    Attributes:
        name: in the legend.
        color: as ``#rrggbb``.
        estimates: of the shares, a row each, 0 to 1, with intervals where there are some.
    """

    name: str
    color: str
    estimates: tuple[Estimate, ...]

    @property
    def values(self) -> list[float]:
        """The shares without their intervals."""
        return [share.value for share in self.estimates]

    def hover(self, rows: Sequence[str]) -> list[str]:
        """What is told of each, next to the pointer."""
        return [f"{row}: {percent(share, places=1)}" for row, share in zip(rows, self.estimates, strict=True)]


def row_layout(
    rows: Sequence[str], *, x_label: str, height: int, x: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """The layout of such a figure for Plotly.

    Args:
        rows: names, from the top.
        x_label: with unit.
        height: in pixels.
        x: what else is said of the axis across.
    """
    return {
        "height": height,
        "margin": {"l": 20, "r": 20, "t": 45, "b": 50},
        "legend": {"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0},
        "xaxis": {"title": x_label, **x},
        "yaxis": {
            "tickvals": list(range(len(rows))),
            "ticktext": list(rows),
            "range": [len(rows) - 0.45, -0.55],
            "automargin": True,
            "zeroline": False,
            "showgrid": False,
        },
        "hovermode": "closest",
    }


def name_rows(axes: Any, rows: Sequence[str], *, x_label: str, columns: int) -> None:
    """The same on axes of matplotlib, once all is drawn; the legend has ``columns``."""
    axes.set_yticks(range(len(rows)), [plain(row) for row in rows])
    axes.set_ylim(len(rows) - 0.45, -0.55)
    axes.set_xlabel(plain(x_label))
    axes.tick_params(axis="y", length=0)
    axes.grid(alpha=0.25, axis="x")
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=columns)
