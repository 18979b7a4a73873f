"""Cells of colors with names of rows and columns, as figures of matrices have them."""

import textwrap
from collections.abc import Sequence
from typing import Any

from facegap.base.arrays import Float64Array
from facegap.report.figures.figure import UNKNOWN, Canvas

_CROWDED = 20
"""With more names than these they are written smaller."""


def draw_matrix(
    canvas: Canvas,
    values: Float64Array,
    names: Sequence[str],
    texts: Sequence[Sequence[str]],
    *,
    colors: Sequence[str],
    limits: tuple[float, float],
    label: str,
    cell: float,
) -> tuple[Any, Any]:
    """Draw a square matrix, and the scale of its colors.

    Args:
        canvas: an empty one, which becomes as high as is needed.
        values: (names, names); NaN is left gray.
        names: of rows and columns.
        texts: (names, names), what is said of each cell under the pointer.
        colors: from the lowest to the highest value, evenly apart.
        limits: the values that have the first and the last color.
        label: of the scale.
        cell: how high a row is, in pixels.

    Returns:
        The axes and the color bar of matplotlib; the centers of cells are at 0, 1, 2 and so on.
    """
    from matplotlib.colors import LinearSegmentedColormap

    axes, places = canvas.axes(height=max(cell * len(names), 120) + (230 if canvas.narrow else 150)), range(len(names))
    axes.set_facecolor(UNKNOWN)
    scale = LinearSegmentedColormap.from_list("matrix", list(colors))
    look = {"cmap": scale, "vmin": limits[0], "vmax": limits[1], "edgecolors": "white", "linewidth": 0.7}
    mesh = axes.pcolormesh(places, places, values, shading="nearest", **look)
    canvas.hover(mesh, [text for row in texts for text in row])
    size = None if len(names) <= _CROWDED else 9
    shown = ["\n".join(textwrap.wrap(name, 24)) for name in names]
    axes.set_xticks(places, shown, rotation=50, ha="right", rotation_mode="anchor", fontsize=size)
    axes.set_yticks(places, shown, fontsize=size)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    where = "bottom" if canvas.narrow else "right"
    bar = canvas.figure.colorbar(mesh, ax=axes, label=label, location=where, shrink=0.8, aspect=30, pad=0.02)
    bar.outline.set_visible(False)
    return axes, bar
