"""Sections to one page that opens anywhere, offline, with its results and figures beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facegap.base.version import __version__
from facegap.faceset import atomic_write
from facegap.report.page.results import to_json
from facegap.report.page.section import Section, fill_template
from facegap.report.page.shared_pictures import share_pictures


@dataclass(frozen=True)
class Report:
    """The files of a report."""

    page: Path
    results: Path
    pngs: tuple[Path, ...]


def write_page(
    *, title: str, sections: Sequence[Section], results: Mapping[str, Any], folder: Path, name: str | None = None
) -> Report:
    """Write ``report.html``, ``results.json`` and each figure as PNG and SVG into ``folder``, which is made if need be.

    Args:
        title: heading of the page.
        sections: in this order.
        results: what ``results.json`` holds beside the version of facegap; dataclasses and arrays are taken apart.
        folder: where to.
        name: where another report may be in the folder, the page is ``<name>.html`` and its results ``<name>.json``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    page, numbers = folder / f"{name or 'report'}.html", folder / f"{name or 'results'}.json"
    with atomic_write(page) as temporary:
        values = {"title": title, "sections": sections, "results": numbers.name, "version": __version__}
        temporary.write_text(share_pictures(fill_template("page/page.html", **values)), encoding="utf-8")
    with atomic_write(numbers) as temporary:
        temporary.write_text(to_json({"facegap": __version__, **results}), encoding="utf-8")
    figures = [figure for section in sections for figure in section.figures]
    for figure in figures:
        figure.to_png(folder / f"{figure.name}.png")
        with atomic_write(folder / f"{figure.name}.svg") as temporary:
            temporary.write_text(figure.to_svg(), encoding="utf-8")
    return Report(page, numbers, tuple(folder / f"{figure.name}.png" for figure in figures))
