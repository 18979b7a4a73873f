"""What recognizers lose for what they gain, false non-matches for false matches: DET and ROC curves."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from facegap.base.arrays import Float64Array
from facegap.report.figures.figure import NARROW, Canvas, Figure

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000")
"""Colors that the color-blind can tell apart (Okabe and Ito, 2008)."""
_TICKS = (1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 0.99)
_LEAST = 1e-7
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_WIDTH = 560
_TICK_WIDTH = 40
"""Pixels that the name of a tick takes across."""


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
        """What is said of each point under the pointer."""
        return [
            f"{self.name}: FMR {100 * fmr:.3g} %, FNMR {100 * fnmr:.3g} %"
            for fmr, fnmr in zip(*self.points, strict=True)
        ]

    def draw(self, canvas: Canvas, axes: Any, x: Float64Array, y: Float64Array) -> Any:
        """Draw the line through these places on axes of matplotlib."""
        canvas.hover_line(axes, x, y, self.hover)
        return axes.plot(x, y, ":" if self.dashed else "-", color=self.color, linewidth=2)[0]


@dataclass(frozen=True)
class Det(Figure):
    """Detection error trade-off: FMR across and FNMR up, in normal deviates, so that normal scores give straight lines.

    A line ends where one kind of error is no longer seen. One that never has both is drawn along the ends of the axes.

    Attributes:
        lines: drawn in this order.
    """

    lines: tuple[Tradeoff, ...]

    @property
    def widths(self) -> tuple[int, int]:
        return _WIDTH, NARROW

    @property
    def scales(self) -> tuple["DeviateScale", "DeviateScale"]:
        """Of the axes across and up, as far as there are errors."""
        worst = max([line.eer or 0 for line in self.lines], default=0)
        greatest = 0.5 if worst < 0.3 else 0.99
        return (
            DeviateScale(least_rate(line.points[0] for line in self.lines), greatest),
            DeviateScale(least_rate(line.points[1] for line in self.lines), greatest),
        )

    def draw(self, canvas: Canvas) -> None:
        (across, up), axes, legend = self.scales, canvas.axes(height=0.9 * canvas.width), []
        for line in self.lines:
            fmr, fnmr = line.points
            legend.append((line.draw(canvas, axes, across.place(fmr), up.place(fnmr)), line.legend))
            if line.eer is not None:
                place = across.place([line.eer]), up.place([line.eer])
                axes.plot(*place, "o", color=line.color, markersize=8, clip_on=False)
        named = across.apart(0.8 * canvas.width)
        axes.set_xticks(across.place(named), [percent_tick(rate) for rate in named])
        axes.set_yticks(up.place(up.ticks), [percent_tick(tick) for tick in up.ticks])
        axes.set_xlim(across.place([across.least, across.greatest]))
        axes.set_ylim(up.place([up.least, up.greatest]))
        axes.set_xlabel("FMR")
        axes.set_ylabel("FNMR")
        axes.grid()
        canvas.legend(legend, columns=1)


@dataclass(frozen=True)
class Roc(Figure):
    """Receiver operating characteristic: the share of mated comparisons that match, over the logarithm of FMR.

    Attributes:
        lines: drawn in this order.
    """

    lines: tuple[Tradeoff, ...]

    @property
    def widths(self) -> tuple[int, int]:
        return _WIDTH, NARROW

    def draw(self, canvas: Canvas) -> None:
        axes, legend = canvas.axes(height=0.8 * canvas.width), []
        least = least_rate(line.points[0] for line in self.lines)
        axes.set_xscale("log")
        for line in self.lines:
            fmr, fnmr = line.points
            legend.append((line.draw(canvas, axes, np.maximum(fmr, least), 1 - fnmr), line.name))
        axes.set_xlim(least, 1)
        axes.set_xlabel("FMR")
        axes.set_ylabel("1 − FNMR")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda rate, _: percent_tick(rate))
        axes.grid()
        canvas.legend(legend, columns=1)


@dataclass(frozen=True)
class DeviateScale:
    """An axis of rates from ``least`` to ``greatest``, laid out in normal deviates."""

    least: float
    greatest: float

    def place(self, rates: npt.ArrayLike) -> Float64Array:
        """Where on the axis; rates below its lower end on that end, those beyond the upper one outside."""
        from scipy.special import ndtri

        return np.asarray(ndtri(np.clip(rates, self.least, 1 - self.least)))

    @property
    def ticks(self) -> list[float]:
        """The rates that are named: not at the corner, where the names of both axes would meet."""
        return [tick for tick in _TICKS if self.least < tick <= self.greatest]

    def apart(self, length: float) -> list[float]:
        """Those of the ticks whose names don't touch when the axis is so many pixels long, the greatest first."""
        low, high = self.place([self.least, self.greatest])
        named: list[float] = []
        last = math.inf
        for tick, place in zip(self.ticks[::-1], self.place(self.ticks[::-1]), strict=True):
            at = length * (place - low) / (high - low)
            if last - at >= _TICK_WIDTH:
                named.append(tick)
                last = at
        return named


def least_rate(rates: Iterable[Float64Array]) -> float:
    """The power of ten at or below the smallest rate that isn't zero, from 1e-7 to 0.001."""
    smallest = min((float(some[some > 0].min(initial=1e-3)) for some in rates), default=1e-3)
    return max(10.0 ** math.floor(math.log10(smallest) + 1e-9), _LEAST)


def percent_tick(rate: float) -> str:
    """In percent; very small rates as powers of ten, which are shorter."""
    if 0 < rate < 0.99e-4:
        return "10" + str(round(math.log10(rate))).translate(_RAISED)
    return f"{100 * rate:.3g} %"
