"""A section of the report: what one part of a result says, as HTML with its figures."""

from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup

from facegap.compare import Estimate
from facegap.report.figure import Figure, to_html


@dataclass(frozen=True)
class Section:
    """One section.

    Attributes:
        anchor: its id in the page.
        title: its heading.
        body: HTML, already escaped where it holds names.
        figures: also written as PNGs.
    """

    anchor: str
    title: str
    body: Markup
    figures: tuple[Figure, ...] = ()


def render(template: str, **values: object) -> Markup:
    """Fill in a template of ``report/templates``; every value is escaped unless it is Markup."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "estimate": estimate,
        "percent": percent,
        "figure": lambda figure: Markup(to_html(figure)),
    }
    return Markup(environment.get_template(template).render(**values))


def estimate(value: Estimate | None, *, places: int = 3, signed: bool = False) -> str:
    """An estimate with its interval, such as ``0.664 [0.655, 0.673]``; a dash where there is none."""
    if value is None:
        return "–"
    form = f"{'+' if signed else ''}.{places}f"
    interval = "" if value.low != value.low else f" [{value.low:{form}}, {value.high:{form}}]"
    return f"{value.value:{form}}{interval}".replace("-", "−")


def percent(value: Estimate | None, *, places: int = 2) -> str:
    """An estimate of a share with its interval, in percent; a dash where there is none."""
    if value is None:
        return "–"
    interval = "" if value.low != value.low else f" [{100 * value.low:.{places}f}, {100 * value.high:.{places}f}]"
    return f"{100 * value.value:.{places}f} %{interval}"
