"""An audit as sentences: what is known, by which network, and from which set its thresholds are."""

from collections.abc import Iterable

from facegap.benchmark.leakage.audit import Audit
from facegap.benchmark.leakage.networks import NetworkAudits
from facegap.benchmark.leakage.search import SearchLevel
from facegap.report.audit.distinctness import distinctness
from facegap.report.audit.sentences import listed, threshold_source
from facegap.report.numbers import estimate, percent

KINDS = {
    "person": "people's means",
    "center": "an image and a person's mean",
    "image": "two images",
}
"""What is compared, by the name of the level."""
_WEAK = 0.9


def audit_findings(audits: NetworkAudits) -> list[str]:
    """The result as sentences, the verdict first."""
    cautions = list(dict.fromkeys(caution for audit in audits.audits for caution in audit.cautions))
    if len(audits.audits) == 1:
        (audit,) = audits.audits
        about = [_verdict(audit), *_thresholds(audit), _sensitivity(audit), *distinctness(audits), *_consistent(audit)]
        return [*about, *cautions]
    return [
        _overall(audits),
        *(f"{audit.embedder}: {' '.join(_of_network(audit))}" for audit in audits.audits),
        *distinctness(audits),
        *(f"{audit.embedder}: {sentence}" for audit in audits.audits for sentence in _consistent(audit)),
        *cautions,
    ]


def _of_network(audit: Audit) -> list[str]:
    return [_verdict(audit), *_thresholds(audit), _sensitivity(audit)]


def _overall(audits: NetworkAudits) -> str:
    """Which networks the set passes, and how many leaks each of them would detect."""

    def names(chosen: Iterable[Audit]) -> str:
        return listed([f"{audit.embedder}{_detects(audit)}" for audit in chosen])

    able = [audit for audit in audits.audits if not audit.blind]
    parts = {
        "failed by": [audit for audit in able if not audit.passed],
        "passed by": [audit for audit in able if audit.passed],
        "can't be told by": [audit for audit in audits.audits if audit.blind],
    }
    text = ", ".join(f"{words} {names(chosen)}" for words, chosen in parts.items() if chosen)
    return f"{'' if able else 'Failed: '}{text[0].upper() if able else text[0]}{text[1:]}."


def _detects(audit: Audit) -> str:
    sensitivity = audit.leakage.sensitivity
    return f" (which would detect {100 * sensitivity.value:.1f} % of leaks)" if sensitivity else ""


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


def _thresholds(audit: Audit) -> list[str]:
    """The threshold of each kind of comparison, and the set that it is from."""
    if audit.blind:
        return []
    levels = audit.leakage.levels
    each = ", ".join(f"{_limits(level)} for {KINDS[level.name]} (FMR {level.fmr:.1e})" for level in levels)
    return [f"Thresholds from non-mated pairs of {audit.leakage.calibrated_on}: {each}.", *_grouping(audit)]


def _limits(level: SearchLevel) -> str:
    if not level.groups:
        return f"{level.threshold.value:.3f}"
    own = [group.threshold.value for group in level.groups if group.threshold]
    if not own:
        return f"{level.threshold.value:.3f}"
    return f"{min(own):.3f} to {max(*own, level.threshold.value):.3f} by group"


def _grouping(audit: Audit) -> Iterable[str]:
    """Which groups have thresholds of their own, and which haven't."""
    groups = [group for group in audit.groups if group.people]
    lacking = [group for group in groups if not group.own_threshold]
    if not groups:
        return
    known = audit.leakage.calibrated_on
    if len(lacking) == len(groups):
        yield (
            f"No group has enough people of known group in {known} for a threshold of its own (78 are needed), so that "
            "one threshold counts for all: people of a group that the network takes for alike look like one person."
        )
    elif lacking:
        names = ", ".join(f"{group.name} ({group.reference_people} people)" for group in lacking)
        yield (
            f"For a threshold of their own there are too few people in {known} of {names}: the highest of all "
            "thresholds counts for them."
        )
    if audit.synthetic.ungrouped and len(lacking) < len(groups):
        yield (
            f"The group of {audit.synthetic.ungrouped:,} synthetic people is not known: the highest of all thresholds "
            "counts for them."
        )


def _sensitivity(audit: Audit) -> str:
    sensitivity = audit.leakage.sensitivity
    if sensitivity is None:
        return (
            "The sensitivity of the audit, the share of leaks that it detects, is unknown: nobody in "
            f"{audit.leakage.calibrated_on} has two images."
        )
    weak = " Many leaks would be missed." if sensitivity.value < _WEAK else ""
    known = audit.leakage.calibrated_on
    return (
        f"Sensitivity: {percent(sensitivity, places=1)} of the people of {known} would be recognized by a single "
        f"image each.{weak}"
    )


def _consistent(audit: Audit) -> Iterable[str]:
    """How the images of each identity hang together."""
    consistency, real = audit.consistency, audit.real_consistency
    if consistency.below is None:
        return
    known = audit.leakage.calibrated_on

    def beside(text: str) -> str:
        return f" ({text} in {known})" if real.below else ""

    parts = [
        f"an image scores {estimate(consistency.own_center)} with the mean of the others"
        f"{beside(estimate(real.own_center))}"
    ]
    if consistency.misplaced:
        parts.append(
            f"{percent(consistency.misplaced, places=1)} of the images are nearer to another identity"
            f"{beside(percent(real.misplaced, places=1))}"
        )
    parts.append(
        f"{percent(consistency.below, places=1)} of the comparisons{beside(percent(real.below, places=1))} score as "
        f"low as comparisons of two people: below {audit.consistency_threshold.value:.3f}, from "
        f"{threshold_source(known, 1e-3)}"
    )
    yield f"Within an identity, {'; '.join(parts)}."
