"""The report of an audit."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from facegap.benchmark.leakage.audit import Audit
from facegap.benchmark.leakage.networks import NetworkAudits
from facegap.faceset import FaceSet
from facegap.report.audit.leakage import leakage_section
from facegap.report.audit.tables import audit_tables
from facegap.report.audit.verdict import verdict_section
from facegap.report.figures.figure import Figure
from facegap.report.page.images import Pictures, read_pictures
from facegap.report.page.page import Report, write_page
from facegap.report.page.section import Section, figures_of, fill_template
from facegap.report.page.tables import write_tables


def write_audit(audits: NetworkAudits, *, facesets: Mapping[str, FaceSet], folder: Path) -> Report:
    """Write ``report.html``, ``results.json``, the figures, and the tables as CSV and LaTeX into ``folder``.

    Args:
        audits: what was found, by each network.
        facesets: the sets, by the names that the audits call them, for pictures of those found; sets of embeddings
            alone, which have none, are missing.
        folder: where to.
    """
    pictures = _pictures(audits, facesets)
    method = Section("method", "Method and caveats", fill_template("audit/method.html", audits=audits))
    sections = [verdict_section(audits), *_by_network(audits, pictures), method]
    title = f"Audit of {audits.audits[0].synthetic.name}"
    report = write_page(title=title, sections=sections, results=audit_facts(audits), folder=folder)
    write_tables(audit_tables(audits), folder)
    return report


def audit_facts(audits: NetworkAudits) -> dict[str, Any]:
    """What the results as JSON hold: the verdict, how many different people there are, and each network's audit."""
    return {"passed": audits.passed, "different_people": audits.different_people, "audits": audits.audits}


def audit_figures(audits: NetworkAudits) -> dict[str, Figure]:
    """The figures of the report by their names."""
    return figures_of(_by_network(audits, {}))


def _by_network(audits: NetworkAudits, pictures: Pictures) -> list[Section]:
    """The sections of each network."""
    several = len(audits.audits) > 1
    return [
        section
        for audit in audits.audits
        for ending in [f"-{audit.embedder}" if several else ""]
        for section in (
            leakage_section(audit, pictures, ending=ending),
            _identities(audit, pictures, ending=ending),
        )
    ]


def _pictures(audits: NetworkAudits, facesets: Mapping[str, FaceSet]) -> Pictures:
    """Every image that the page shows."""
    shown: dict[str, set[str]] = defaultdict(set)
    for audit in audits.audits:
        synthetic = shown[audit.synthetic.name]
        for suspect in audit.leakage.suspects:
            synthetic.add(suspect.image)
            shown[suspect.reference].add(suspect.reference_image)
        for pair in (*audit.uniqueness.alike, *audit.uniqueness.closest):
            synthetic |= {pair.image, pair.other_image}
        synthetic |= {each.image for each in audit.consistency.most_misplaced}
    return {
        key: picture
        for name, ids in shown.items()
        if name in facesets and ids
        for key, picture in read_pictures(facesets[name], name, ids).items()
    }


def _identities(audit: Audit, pictures: Pictures, *, ending: str) -> Section:
    """Identities that look like one person, near-copies, and identities whose images are inconsistent."""
    limits = {group.name: group for group in audit.uniqueness.groups}
    body = fill_template("audit/identities.html", audit=audit, pictures=pictures, limits=limits)
    title = f"Uniqueness, duplicates and consistency of identities{f', by {audit.embedder}' if ending else ''}"
    return Section(f"identities{ending}", title, body)
