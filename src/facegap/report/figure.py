"""A figure as data, drawn twice: by Plotly for the page, by matplotlib as a PNG."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import escape

REAL = "#1f6f8b"
SYNTHETIC = "#d1495b"


@dataclass(frozen=True)
class Line:
    """One curve.

    Attributes:
        name: in the legend.
        x: values across.
        y: values up; filled down to zero.
        colour: as ``#rrggbb``.
        dashed: whether the line is broken.
    """

    name: str
    x: Sequence[float]
    y: Sequence[float]
    colour: str
    dashed: bool = False


@dataclass(frozen=True)
class Figure:
    """Curves over one pair of axes.

    Attributes:
        name: file name of the PNG, without ending.
        alt: what the figure shows, for those who can't see it.
        x_label: with unit.
        y_label: with unit.
        lines: drawn in this order.
    """

    name: str
    alt: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...]


def to_html(figure: Figure) -> str:
    """The figure as a ``div`` for a page that holds Plotly's script."""
    import plotly.graph_objects as go

    drawn = go.Figure(
        [
            go.Scatter(
                x=list(line.x),
                y=list(line.y),
                name=line.name,
                fill="tozeroy",
                fillcolor=_translucent(line.colour, 0.06 if line.dashed else 0.18),
                line={"color": line.colour, "dash": "dot" if line.dashed else "solid", "width": 2},
                hovertemplate="%{x:.2f}: %{y:.2%}",
            )
            for line in figure.lines
        ]
    )
    drawn.update_layout(
        template="plotly_white",
        height=400,
        margin={"l": 60, "r": 20, "t": 20, "b": 50},
        font={"family": "system-ui, sans-serif", "size": 13},
        legend={"orientation": "h", "y": 1.12, "x": 0},
        xaxis_title=figure.x_label,
        yaxis_title=figure.y_label,
        yaxis_tickformat=".1%",
        hovermode="x unified",
    )
    html = drawn.to_html(
        full_html=False,
        include_plotlyjs=False,
        div_id=f"figure-{figure.name}",
        config={"displaylogo": False, "responsive": True},
    )
    return f'<div role="img" aria-label="{escape(figure.alt)}">{html}</div>'


def to_png(figure: Figure, folder: Path) -> Path:
    """Write the figure as ``<name>.png`` at a size and resolution for print."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas
    from matplotlib.ticker import PercentFormatter

    canvas = Canvas(figsize=(8, 4), layout="constrained")
    FigureCanvasAgg(canvas)
    axes: Any = canvas.subplots()
    for line in figure.lines:
        axes.plot(line.x, line.y, color=line.colour, linestyle=":" if line.dashed else "-", label=line.name)
        axes.fill_between(line.x, line.y, color=line.colour, alpha=0.06 if line.dashed else 0.18, linewidth=0)
    axes.set_xlabel(figure.x_label)
    axes.set_ylabel(figure.y_label)
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=1))
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    path = folder / f"{figure.name}.png"
    canvas.savefig(path, dpi=200)
    return path


def _translucent(colour: str, alpha: float) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"
