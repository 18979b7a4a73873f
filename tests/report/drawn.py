"""What is in a figure that was drawn."""

import re
from html import unescape
from pathlib import Path
from typing import Any

from facegap.report.figures.figure import Canvas, Figure


def axes_of(figure: Figure) -> list[Any]:
    """The axes of matplotlib that it was drawn onto."""
    canvas = Canvas(860, narrow=False)
    figure.draw(canvas)
    return canvas.figure.axes


def hover_texts(figure: Figure) -> list[str]:
    """What is said under the pointer."""
    return [unescape(text) for text in re.findall(r"<title>(.*?)</title>", figure.to_svg())]


def words(figure: Figure) -> list[str]:
    """All that is written in it."""
    return [unescape(text) for text in re.findall(r"<text[^>]*>(.*?)</text>", figure.to_svg())]


def sections_of(page: Path) -> list[str]:
    """The anchors of a page's sections."""
    return re.findall(r'<section id="([\w-]+)">', page.read_text(encoding="utf-8"))


def assert_figures_are_written(page: Path) -> None:
    """The figures that a page's templates show are those that its sections name, which come as PNG beside it."""
    figures = re.findall(r'<figure id="figure-([^"]+)"', page.read_text(encoding="utf-8"))
    pngs = [path.stem for path in page.parent.glob("*.png") if not path.stem.startswith("examples-")]
    assert sorted(figures) == sorted(pngs), (
        f"a figure is in the section's template and in its tuple of figures; in the template only: "
        f"{set(figures) - set(pngs)}, in the tuple only: {set(pngs) - set(figures)}"
    )


def assert_links_lead_somewhere(page: Path) -> None:
    """Each link within a page, from text or from a figure, names one id there; ``#closed`` is none, and closes."""
    text = page.read_text(encoding="utf-8")
    ids = re.findall(r'<(?!svg|path|g|use|clipPath)\w+ [^>]*\bid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    links = set(re.findall(r'<a [^>]*href="#([^"]*)"', text))
    assert links - {"closed"} <= set(ids), links - set(ids)
