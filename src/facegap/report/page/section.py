"""A section of the report: what one part of a result says, as HTML with its figures."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup

from facegap.report.figures.figure import Figure
from facegap.report.numbers import chance, estimate, percent, points, stacked
from facegap.report.page.tables import to_text


@dataclass(frozen=True)
class Section:
    """One section.

    Attributes:
        anchor: its id in the page.
        title: its heading.
        body: HTML, already escaped where it holds names.
        figures: those in the body, which are also written as files.
    """

    anchor: str
    title: str
    body: Markup
    figures: tuple[Figure, ...] = ()


def figures_of(sections: Iterable[Section]) -> dict[str, Figure]:
    """The figures of some sections by their names."""
    return {figure.name: figure for section in sections for figure in section.figures}


def fill_template(template: str, **values: object) -> Markup:
    """Fill in a template.

    Args:
        template: its path in ``report``, such as ``comparison/attributes.html``.
        **values: what it uses; every value is escaped unless it is Markup.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parents[1]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "chance": chance,
        "estimate": estimate,
        "percent": percent,
        "points": points,
        "stacked": stacked,
        "cell": to_text,
        "figure": lambda figure: Markup(figure.to_html()),
    }
    environment.tests["unknown"] = math.isnan
    return Markup(environment.get_template(template).render(**values))
