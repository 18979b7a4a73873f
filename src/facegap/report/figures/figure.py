"""Figures: each is specified once, and drawn from that to SVG for pages and notebooks, and to PNG."""

import re
import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from markupsafe import escape

from facegap.base.arrays import Float64Array
from facegap.report.figures.svg import HoverTexts, tidy

REAL = "#1f6f8b"
SYNTHETIC = "#d1495b"
INK = "#1d2733"
SOFT = "#5b6876"
"""Of ticks, axes and legends."""
BAR = "#b9c3cc"
"""Of what lies between two points."""
SHADE = "#eef2f5"
"""Of the part of a whole that is neither one nor the other."""
UNKNOWN = "#dddddd"
"""Of cells of which nothing is known."""

_MOST_HOVERED = 40
"""Points of a line that say something under the pointer, at most."""
WIDE, NARROW = 860, 372
"""Pixels that a page has for a figure on a large and on a small screen."""
_INCH = 72
"""Pixels of a page in an inch of matplotlib: its SVG counts in points."""
_STYLE: dict[Any, Any] = {
    "figure.facecolor": "none",  # a page is light or dark
    "axes.facecolor": "none",
    "svg.fonttype": "none",  # text stays text: it can be read, found and copied
    "text.parse_math": False,  # a dollar in a name begins no formula
    "axes.edgecolor": "#aab4be",
    "axes.labelcolor": SOFT,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.axisbelow": True,
    "grid.color": "#dfe5ea",
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "text.color": INK,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
}
_LINK = re.compile("<a [^>]*>|</a>")
_SWITCH = (
    "<style>.facegap-narrow{display:none}@media(max-width:640px){.facegap-wide{display:none}"
    ".facegap-narrow{display:block}}</style>"
)
_PAPER = "background:#fff;"
"""Of a drawing by itself; on a page the page's own is behind it."""
_VARIABLES = {
    INK: "ink",
    SOFT: "soft",
    REAL: "real",
    SYNTHETIC: "synthetic",
    BAR: "bar",
    SHADE: "shade",
    UNKNOWN: "unknown",
    _STYLE["grid.color"]: "line",
    _STYLE["axes.edgecolor"]: "axis",
}
"""Colors that are others on a dark page, by what the page's style calls them."""
_COLORED = re.compile(rf"\b(fill|stroke):({'|'.join(_VARIABLES)}|#000000)\b")


class Canvas:
    """What a figure is drawn onto: a width is given, the figure says the height that it needs.

    Attributes:
        width: in pixels of a page.
        narrow: whether it is for a small screen, where less fits side by side.
        figure: the figure of matplotlib behind it.
        hover_texts: what is said of drawn things under the pointer, by their id in the SVG.
    """

    def __init__(self, width: int, *, narrow: bool) -> None:
        """Open an empty canvas ``width`` pixels of a page wide."""
        from matplotlib.figure import Figure as MatplotlibFigure

        self.width = width
        self.narrow = narrow
        self.figure: MatplotlibFigure = MatplotlibFigure(figsize=(width / _INCH, width / _INCH), layout="constrained")
        self.hover_texts: HoverTexts = {}

    def axes(self, *, height: float, panels: int = 1) -> Any:
        """Axes of matplotlib; of several ``panels`` an array, one below the other. The height is in pixels."""
        self.figure.set_figheight(height / _INCH)
        return self.figure.subplots(panels, 1, sharex=True)

    def legend(self, entries: Sequence[tuple[Any, str]], *, columns: int = 2) -> None:
        """A legend above all, for which the canvas grows.

        Args:
            entries: what is drawn, and what it is called.
            columns: how many names are beside each other; on a narrow canvas they are below each other.
        """
        columns = 1 if self.narrow else columns
        rows = -(-len(entries) // columns)
        self.figure.set_figheight(self.figure.get_figheight() + (18 * rows + 6) / _INCH)
        handles, names = [handle for handle, _ in entries], [name for _, name in entries]
        self.figure.legend(handles, names, loc="outside upper left", ncols=columns)

    def hover_line(self, axes: Any, x: Float64Array, y: Float64Array, texts: Sequence[str]) -> None:
        """Say something along a line: of each of its points, or of some when there are very many."""
        at = np.unique(np.linspace(0, len(x) - 1, min(len(x), _MOST_HOVERED)).round().astype(int))
        seen = at[np.isfinite(x[at]) & np.isfinite(y[at])]
        # A color each, as matplotlib would leave out points outside the canvas where all share one.
        points = axes.scatter(x[seen], y[seen], s=120, color=["none"] * len(seen), linewidths=0)
        self.hover(points, [texts[place] for place in seen])

    def hover(self, drawn: Any, texts: Sequence[str]) -> None:
        """Say something of each of some drawn things when the pointer is over it.

        Args:
            drawn: a collection of matplotlib with as many members as there are texts, or as many single artists.
            texts: in their order.
        """
        name = f"hover-{len(self.hover_texts)}"
        if isinstance(drawn, Sequence):
            for number, artist in enumerate(drawn):
                self.hover(artist, [texts[number]])
        else:
            drawn.set_gid(name)
            self.hover_texts[name] = texts


@dataclass(frozen=True)
class Figure(ABC):
    """A figure, which subclasses specify by their fields and by how they draw themselves.

    Notebooks show it as it is.

    Attributes:
        name: of its files, without ending.
        alt: what it shows, for those who can't see it.
    """

    name: str
    alt: str

    @property
    def widths(self) -> tuple[int, int]:
        """In pixels of a page, on a wide screen and on a narrow one; if they are the same, the narrow one scrolls."""
        return WIDE, NARROW

    @abstractmethod
    def draw(self, canvas: Canvas) -> None:
        """Draw everything onto an empty canvas."""

    def to_svg(self, *, narrow: bool = False) -> str:
        """The figure as an SVG element.

        Args:
            narrow: whether for a narrow screen; only the wide one says more under the pointer.
        """
        return _LINK.sub("", self._narrow if narrow else self._wide)

    def to_html(self) -> str:
        """The figure for a page without scripts, drawn twice: wide, and narrow for small screens.

        On a page, rows that have links lead there, and colors are those of the page, light or dark.
        """
        start = f'<figure id="figure-{escape(self.name)}" class="drawing scroll">'
        if len(set(self.widths)) == 1:
            return f"{start}{_for_page(self._wide)}</figure>"
        wide, narrow = _for_page(self._wide), _for_page(self._narrow)
        both = f'<div class="facegap-wide">{wide}</div><div class="facegap-narrow">{narrow}</div>'
        return f"{start}{_SWITCH}{both}</figure>"

    def to_png(self, path: Path) -> None:
        """Write the figure as a PNG at a resolution for print."""
        with _styled(narrow=False):
            self._drawn(narrow=False).figure.savefig(path, format="png", dpi=200, facecolor="white")

    def _repr_svg_(self) -> str:
        return self.to_svg()

    @cached_property
    def _wide(self) -> str:
        return self._svg(narrow=False)

    @cached_property
    def _narrow(self) -> str:
        return self._svg(narrow=True)

    def _svg(self, *, narrow: bool) -> str:
        with _styled(narrow=narrow):
            canvas, content = self._drawn(narrow=narrow), BytesIO()
            canvas.figure.savefig(content, format="svg", metadata={"Date": None})
        width = self.widths[narrow]
        least = width if len(set(self.widths)) == 1 else 0
        return tidy(
            content.getvalue().decode(),
            prefix=f"{self.name}-{'narrow' if narrow else 'wide'}-",
            hover_texts={} if narrow else canvas.hover_texts,
            label=self.alt,
            style=f"{_PAPER}width:100%;min-width:{least}px;max-width:{width}px;height:auto",
        )

    def _drawn(self, *, narrow: bool) -> Canvas:
        canvas = Canvas(self.widths[narrow], narrow=narrow)
        self.draw(canvas)
        return canvas


def _for_page(svg: str) -> str:
    """A drawing in the colors of the page that it is on."""

    def variable(match: re.Match[str]) -> str:
        kind, color = match.groups()
        # Black is the last color of lines, but also what is written on light cells, which stay light.
        name = _VARIABLES.get(color) or ("ink" if kind == "stroke" else "")
        return f"{kind}:var(--{name},{color})" if name else match[0]

    return _COLORED.sub(variable, svg.replace(_PAPER, "", 1))


@contextmanager
def _styled(*, narrow: bool) -> Iterator[None]:
    import matplotlib as mpl

    with mpl.rc_context({**_STYLE, "font.size": 11 if narrow else 12}), warnings.catch_warnings():
        # A browser has other fonts, which show what matplotlib's own lacks.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield
