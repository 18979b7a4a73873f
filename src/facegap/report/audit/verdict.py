"""Whether a synthetic set passes its audit, and what was compared."""

from facegap.benchmark.leakage.audit import Audit
from facegap.report.numbers import percent
from facegap.report.page.section import Section, render

_WEAK = 0.9


def verdict_section(audit: Audit) -> Section:
    """The verdict, the findings and a table of the sets."""
    body = render("audit/verdict.html", audit=audit, findings=audit_findings(audit))
    return Section("verdict", "Passed" if audit.passed else "Failed", body)


def audit_findings(audit: Audit) -> list[str]:
    """The result as sentences, the verdict first."""
    sentences = [_verdict(audit), _sensitivity(audit), _different(audit)]
    if audit.consistency.below:
        sentences.append(_consistent(audit))
    return sentences


def _verdict(audit: Audit) -> str:
    found = audit.leakage
    if audit.blind:
        return (
            f"Failed: {audit.embedder} tells people apart too badly for an audit of so many comparisons; no score "
            "could have shown that a synthetic person resembles a real one."
        )
    chance = f"{found.chance:.2g} expected by chance"
    if not found.found:
        return (
            f"Passed: none of {audit.synthetic.people:,} synthetic people resembles a real person more than strangers "
            f"do ({chance})."
        )
    many = f"{found.found:,} of {audit.synthetic.people:,} synthetic people"
    resemble = "resembles a real person" if found.found == 1 else "resemble a real person"
    allowed = f"; {audit.max_share:.2%} may" if audit.max_share else ""
    word = "Passed" if audit.passed else "Failed"
    return f"{word}: {many} ({percent(found.share)}) {resemble} more than strangers do ({chance}{allowed})."


def _sensitivity(audit: Audit) -> str:
    found = audit.leakage.sensitivity
    if found is None:
        return (
            "How many leaks such an audit overlooks is not known, since no one in "
            f"{audit.leakage.calibrated_on} has two images."
        )
    weak = ", so that many would be overlooked" if found.value < _WEAK else ""
    return f"From one image each, {percent(found, places=1)} of real people would have been found{weak}."


def _different(audit: Audit) -> str:
    found = audit.uniqueness
    if not found.pairs:
        return f"The {found.people:,} identities look like as many different people."
    pairs = "one pair is" if found.pairs == 1 else f"{found.pairs:,} pairs are"
    return (
        f"The {found.people:,} identities look like {found.clusters:,} different people: {pairs} as alike as one "
        f"person ({found.chance:.2g} expected by chance)."
    )


def _consistent(audit: Audit) -> str:
    real = audit.real_consistency.below
    against = f", against {percent(real, places=1)} in {audit.leakage.calibrated_on}" if real else ""
    return (
        f"Of the comparisons within an identity, {percent(audit.consistency.below, places=1)} say that it is two "
        f"people{against}."
    )
