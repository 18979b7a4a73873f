"""What is in a figure that was drawn."""

import re
from html import unescape
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
