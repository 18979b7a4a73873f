"""Whether a synthetic set passes its audit, and what was compared."""

from facegap.benchmark.leakage.networks import NetworkAudits
from facegap.report.audit.findings import audit_findings
from facegap.report.page.section import Section, fill_template


def verdict_section(audits: NetworkAudits) -> Section:
    """The verdict, the findings, a row for each network and a table of the sets."""
    body = fill_template("audit/verdict.html", audits=audits, findings=audit_findings(audits))
    return Section("verdict", "Passed" if audits.passed else "Failed", body)
