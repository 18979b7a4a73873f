"""A figure as data, drawn twice: by Plotly for the page, by matplotlib as a PNG."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from markupsafe import escape

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

REAL = "#1f6f8b"
SYNTHETIC = "#d1495b"


class Figure(Protocol):
    """What a figure must offer; ``Curves`` and ``Dumbbells`` are figures.

    Attributes:
        name: file name of the PNG, without ending.
        alt: what the figure shows, for those who can't see it.
    """

    @property
    def name(self) -> str: ...

    @property
    def alt(self) -> str: ...

    def plotly(self) -> Any:
        """Drawn as a ``plotly.graph_objects.Figure``."""

    def matplotlib(self, canvas: "Canvas") -> None:
        """Draw onto an empty canvas, at a size for print."""


def to_html(figure: Figure) -> str:
    """The figure as a ``div`` for a page that holds Plotly's script."""
    drawn = figure.plotly()
    drawn.update_layout(template="plotly_white", font={"family": "system-ui, sans-serif", "size": 13})
    html = drawn.to_html(
        full_html=False,
        include_plotlyjs=False,
        div_id=f"figure-{figure.name}",
        config={"displaylogo": False, "responsive": True},
    )
    return f'<div role="img" aria-label="{escape(figure.alt)}">{html}</div>'


def to_png(figure: Figure, folder: Path) -> Path:
    """Write the figure as ``<name>.png`` at a resolution for print."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(layout="constrained")
    FigureCanvasAgg(canvas)
    figure.matplotlib(canvas)
    path = folder / f"{figure.name}.png"
    canvas.savefig(path, dpi=200)
    return path


def plain(text: str) -> str:
    """A name as matplotlib draws it as it stands: a dollar begins no formula."""
    return text.replace("$", r"\$")


def translucent(color: str, alpha: float) -> str:
    """A color ``#rrggbb`` as Plotly takes it with an opacity, 0 to 1."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"
