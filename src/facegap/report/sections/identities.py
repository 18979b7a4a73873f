"""Whether the identities of a synthetic set are different people, and each of one face."""

from facegap.benchmark.leakage.audit import Audit
from facegap.report.pictures import Pictures
from facegap.report.section import Section, render


def identities(audit: Audit, pictures: Pictures) -> Section:
    """Identities that look like one person, near-copies, and identities whose images don't hang together."""
    body = render("identities.html", audit=audit, pictures=pictures)
    return Section("identities", "Are they different people?", body)
