"""Whether a synthetic set passes its audit, and what was compared."""

from facegap.benchmark.leakage.audit import Audit
from facegap.report.numbers import percent
from facegap.report.page.section import Section, fill_template

_WEAK = 0.9


def verdict_section(audit: Audit) -> Section:
    """The verdict, the findings and a table of the sets."""
    body = fill_template("audit/verdict.html", audit=audit, findings=audit_findings(audit))
    return Section("verdict", "Passed" if audit.passed else "Failed", body)


def audit_findings(audit: Audit) -> list[str]:
    """The result as sentences, the verdict first."""
    sentences = [_verdict(audit), _sensitivity(audit), _different(audit)]
    if audit.consistency.below:
        sentences.append(_consistent(audit))
    return sentences


def _verdict(audit: Audit) -> str:
    leakage = audit.leakage
    if audit.blind:
        return (
            f"Failed: {audit.embedder} does not separate people well enough for an audit of so many comparisons. No "
            "score could show that a synthetic person resembles a real one."
        )
    chance = f"{leakage.chance:.2g} expected by chance"
    if not leakage.found:
        return (
            f"Passed: none of {audit.synthetic.people:,} synthetic people resembles a real person more than strangers "
            f"resemble each other ({chance})."
        )
    many = f"{leakage.found:,} of {audit.synthetic.people:,} synthetic people"
    resemble = "resembles a real person" if leakage.found == 1 else "resemble a real person"
    allowed = f"; {100 * audit.max_share:.2f} % are allowed" if audit.max_share else ""
    word = "Passed" if audit.passed else "Failed"
    share = percent(leakage.share)
    return f"{word}: {many} ({share}) {resemble} more than strangers resemble each other ({chance}{allowed})."


def _sensitivity(audit: Audit) -> str:
    sensitivity = audit.leakage.sensitivity
    if sensitivity is None:
        return (
            "The sensitivity of the audit, the share of leaks that it detects, is unknown: nobody in "
            f"{audit.leakage.calibrated_on} has two images."
        )
    weak = " Many leaks would be missed." if sensitivity.value < _WEAK else ""
    return (
        f"Sensitivity: {percent(sensitivity, places=1)} of real people are sensitivity from a single image each.{weak}"
    )


def _different(audit: Audit) -> str:
    uniqueness = audit.uniqueness
    if not uniqueness.pairs:
        return f"All {uniqueness.people:,} identities look like different people."
    pairs = "one pair is" if uniqueness.pairs == 1 else f"{uniqueness.pairs:,} pairs are"
    return (
        f"The {uniqueness.people:,} identities look like {uniqueness.clusters:,} different people: {pairs} as similar "
        f"as images of one person ({uniqueness.chance:.2g} expected by chance)."
    )


def _consistent(audit: Audit) -> str:
    real = audit.real_consistency.below
    against = f" ({percent(real, places=1)} in {audit.leakage.calibrated_on})" if real else ""
    return (
        f"{percent(audit.consistency.below, places=1)} of the comparisons within an identity{against} score as low as "
        "comparisons of two people."
    )
