"""The report of an audit."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from facegap.benchmark.leakage.audit import Audit
from facegap.faceset import FaceSet
from facegap.report.audit.leakage import leakage_section
from facegap.report.audit.tables import audit_tables
from facegap.report.audit.verdict import verdict_section
from facegap.report.figures.figure import Figure
from facegap.report.page.images import Pictures, read_pictures
from facegap.report.page.page import Report, write_page
from facegap.report.page.section import Section, figures_of, fill_template
from facegap.report.page.tables import write_tables


def write_audit(audit: Audit, *, facesets: Mapping[str, FaceSet], folder: Path) -> Report:
    """Write ``report.html``, ``results.json``, the figure, and the tables as CSV and LaTeX into ``folder``.

    Args:
        audit: what was found.
        facesets: the sets, by the names that the audit calls them, for pictures of those found; sets of embeddings
            alone, which have none, are missing.
        folder: where to.
    """
    pictures = _pictures(audit, facesets)
    method = Section("method", "Method and caveats", fill_template("audit/method.html", audit=audit))
    sections = [verdict_section(audit), leakage_section(audit, pictures), _identities(audit, pictures), method]
    title = f"Audit of {audit.synthetic.name}"
    results = {"audit": audit, "passed": audit.passed}
    report = write_page(title=title, sections=sections, results=results, folder=folder)
    write_tables(audit_tables(audit), folder)
    return report


def audit_figures(audit: Audit) -> dict[str, Figure]:
    """The figures of the report by their names."""
    return figures_of([leakage_section(audit, {})])


def _pictures(audit: Audit, facesets: Mapping[str, FaceSet]) -> Pictures:
    """Every image that the page shows."""
    shown: dict[str, set[str]] = defaultdict(set)
    for suspect in audit.leakage.suspects:
        shown[audit.synthetic.name].add(suspect.image)
        shown[suspect.reference].add(suspect.reference_image)
    for pair in (*audit.uniqueness.alike, *audit.uniqueness.closest):
        shown[audit.synthetic.name] |= {pair.image, pair.other_image}
    return {
        key: picture
        for name, ids in shown.items()
        if name in facesets
        for key, picture in read_pictures(facesets[name], name, ids).items()
    }


def _identities(audit: Audit, pictures: Pictures) -> Section:
    """Identities that look like one person, near-copies, and identities whose images are inconsistent."""
    body = fill_template("audit/identities.html", audit=audit, pictures=pictures)
    return Section("identities", "Distinctness and consistency of identities", body)
