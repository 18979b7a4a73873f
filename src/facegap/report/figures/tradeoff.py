"""What recognizers lose for what they gain: their false matches and false non-matches, as lines of a figure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from facegap.base.arrays import Float64Array
from facegap.report.figures.figure import plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas


PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000")
"""Colors that the color-blind can tell apart (Okabe and Ito, 2008)."""
_LEAST = 1e-7
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIDE = 560


@dataclass(frozen=True)
class Tradeoff:
    """The errors of one recognizer in one task, at falling or rising thresholds.

    Attributes:
        name: in the legend.
        fmr: false match rates, 0 to 1.
        fnmr: false non-match rates at the same thresholds.
        eer: equal error rate, marked on the DET curve; None leaves it out.
        color: as ``#rrggbb``.
        dashed: whether the line is broken.
    """

    name: str
    fmr: Sequence[float]
    fnmr: Sequence[float]
    eer: float | None
    color: str
    dashed: bool = False

    @property
    def legend(self) -> str:
        """The name, with the equal error rate where it is known."""
        return self.name if self.eer is None else f"{self.name}: EER {self.eer:.2%}".replace("%", " %")

    @property
    def points(self) -> tuple[Float64Array, Float64Array]:
        """FMR and FNMR where there are errors of both kinds, which is as far as the data tell; if nowhere, all."""
        fmr, fnmr = np.asarray(self.fmr, dtype=np.float64), np.asarray(self.fnmr, dtype=np.float64)
        both = (fmr > 0) & (fnmr > 0)
        return (fmr[both], fnmr[both]) if both.any() else (fmr, fnmr)

    @property
    def hover(self) -> list[str]:
        """Each point in words."""
        return [f"FMR {100 * fmr:.3g} %, FNMR {100 * fnmr:.3g} %" for fmr, fnmr in zip(*self.points, strict=True)]


def least_rate(rates: Iterable[Float64Array]) -> float:
    """The power of ten at or below the smallest rate that isn't zero, from 1e-7 to 0.001."""
    smallest = min((float(some[some > 0].min(initial=1e-3)) for some in rates), default=1e-3)
    return max(10.0 ** math.floor(math.log10(smallest) + 1e-9), _LEAST)


def percent_tick(rate: float) -> str:
    """In percent; very small rates as powers of ten, which are shorter."""
    if 0 < rate < 0.99e-4:
        return "10" + str(round(math.log10(rate))).translate(_RAISED)
    return f"{100 * rate:.3g} %"


def layout(lines: int) -> dict[str, Any]:
    """Of a figure in Plotly; the legend is below, a row for each line."""
    return {
        "height": _SIDE + 22 * lines,
        "margin": {"l": 60, "r": 20, "t": 20, "b": 60 + 22 * lines},
        "legend": {"orientation": "v", "y": -0.16, "yanchor": "top", "x": 0},
        "hovermode": "closest",
    }


def canvas_axes(canvas: "Canvas", lines: int) -> Any:
    """Of a figure in matplotlib, with room for the legend below."""
    canvas.set_size_inches(6, 5.5 + 0.2 * lines)
    axes: Any = canvas.subplots()
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def draw_legend(axes: Any, handles: Sequence[Any], names: Sequence[str]) -> None:
    """Below the axes of a figure in matplotlib; names are given since it would hide those that begin with ``_``."""
    if handles:
        axes.legend(
            handles, [plain(name) for name in names], frameon=False, loc="upper left", bbox_to_anchor=(0, -0.12)
        )
