"""Whether a synthetic set passes its audit, and what was compared."""

from facegap.benchmark.leakage.networks import NetworkAudits
from facegap.report.audit.findings import audit_findings
from facegap.report.page.section import Section, fill_template


def verdict_section(audits: NetworkAudits) -> Section:
    """The verdict, the findings, a row for each network and a table of the sets."""
    body = fill_template("audit/verdict.html", audits=audits, findings=audit_findings(audits))
    return Section("verdict", "Verdict: passed" if audits.passed else "Verdict: failed", body)
