"""How many different people a set shows, as sentences: a range over networks, and what is known of it."""

from collections.abc import Iterable

from facegap.benchmark.leakage.audit import Audit
from facegap.benchmark.leakage.networks import NetworkAudits, PeopleRange
from facegap.benchmark.leakage.uniqueness import PeopleByReference
from facegap.report.audit.sentences import listed, threshold_source
from facegap.report.numbers import percent

_HARDLY = 0.5
_FEW_PAIRS = 10
"""With fewer pairs nothing is said of how unevenly they fall (ours)."""


def distinctness(audits: NetworkAudits) -> Iterable[str]:
    """How many people the set shows, as a range over networks and real sets, and how much is known of that."""
    first, shown = audits.audits[0].uniqueness, audits.different_people
    if shown is None:
        names = listed([audit.embedder for audit in audits.audits])
        yield f"How many people the {first.people:,} identities are is unknown: no score of {names} could tell."
        return
    count = f"{shown.low:,}" if shown.low == shown.high else f"{shown.low:,} to {shown.high:,}"
    by = _by(audits, shown)
    if shown.low == first.people:
        yield f"All {first.people:,} identities look like different people{by}."
    else:
        yield f"The {first.people:,} identities look like {count} different people{by}."
    yield from _unable(audits, shown)
    if len(shown.networks) == 1:
        yield (
            f"This is the judgment of one network, {shown.networks[0]}, and as good as its scores of such faces. With "
            "embeddings of a second network in all sets, the audit gives a range."
        )
    able = [audit for audit in audits.audits if not audit.uniqueness.blind]
    yield from (" ".join([_similar_pairs(audit), *_skew(audit)]) for audit in able)
    yield from _why_alike([audit for audit in able if audit.uniqueness.pairs >= _FEW_PAIRS])


def _by(audits: NetworkAudits, shown: PeopleRange) -> str:
    """Which network says so, by the threshold from which set."""
    estimates = [(audit, each) for audit in audits.audits for each in audit.by_reference if each.clusters is not None]
    if len(estimates) == 1:
        return f" by {estimates[0][0].embedder}{_notices(estimates[0][1])}"

    def source(audit: Audit, each: PeopleByReference) -> str:
        threshold = f" and the threshold of {each.reference}" if len(shown.references) > 1 else ""
        return f"{each.clusters:,} by {audit.embedder}{threshold}{_notices(each)}"

    return f": {listed([source(audit, each) for audit, each in estimates])}"


def _notices(estimate: PeopleByReference) -> str:
    if estimate.sensitivity is None:
        return f" (how many duplicates it would notice is unknown: nobody in {estimate.reference} has two images)"
    hardly = ", so that its number says little" if estimate.sensitivity.value < _HARDLY else ""
    noticed = percent(estimate.sensitivity, places=1)
    return f" (which would notice {noticed} of duplicates of people of {estimate.reference}{hardly})"


def _unable(audits: NetworkAudits, shown: PeopleRange) -> Iterable[str]:
    """Which networks and real sets give no number, and why."""
    if shown.blind:
        yield f"{listed(shown.blind)} can't tell how many they are: no score could make two identities one person."
    for each in audits.audits[0].by_reference:
        if each.reason:
            yield f"{each.reference} gives no threshold: {each.reason}."


def _similar_pairs(audit: Audit) -> str:
    unique = audit.uniqueness
    pairs = {0: "no pair of identities is", 1: "one pair of identities is"}.get(
        unique.pairs, f"{unique.pairs:,} pairs of identities are"
    )
    own = [group.threshold.value for group in unique.groups if group.threshold]
    threshold = f"{min(own):.3f} to {max(own):.3f} by group" if own else f"{unique.threshold.value:.3f}"
    return (
        f"By {audit.embedder}, {pairs} as similar as images of one person ({unique.chance:.2g} expected by chance; "
        f"threshold {threshold}, from {threshold_source(unique.calibrated_on, unique.fmr)})."
    )


def _skew(audit: Audit) -> Iterable[str]:
    """How unevenly the pairs fall on people and groups."""
    unique, skew = audit.uniqueness, audit.uniqueness.skew
    if unique.pairs < _FEW_PAIRS:
        return
    rows = [row for row in skew.groups if row.name in {group.name for group in audit.groups}]
    if rows:
        most = max(rows, key=lambda row: row.share - row.evenly)
        yield (
            f"{100 * most.share:.1f} % of these pairs are within the group {most.name}, which has "
            f"{100 * most.evenly:.1f} % of all pairs."
        )
    yield (
        f"They fall on {skew.people:,} identities ({skew.evenly:.0f} if they fell evenly), and "
        f"{100 * skew.tenth_share:.0f} % of their ends on a tenth of all ({100 * skew.tenth_evenly:.0f} % if evenly)."
    )
    yield from _chained(audit)


def _chained(audit: Audit) -> Iterable[str]:
    """Whether those who are joined to one person look so themselves."""
    unique, skew = audit.uniqueness, audit.uniqueness.skew
    if skew.joined == unique.pairs:  # nobody is joined over others
        return
    alike = f"Of the {skew.joined:,} pairs of identities that they join, also over others, {100 * skew.cohesion:.0f} %"
    if unique.sensitivity and skew.cohesion < unique.sensitivity.low / 2:
        yield (
            f"{alike} look like one person themselves; if those who are joined were one person, about "
            f"{100 * unique.sensitivity.value:.0f} % would. So by its own scores these are rather chains of people who "
            f"look alike, and there are more than {unique.clusters:,} different ones."
        )
    else:
        yield f"{alike} look like one person themselves."


def _why_alike(audits: list[Audit]) -> Iterable[str]:
    """What many similar pairs can mean, where no thresholds by group tell it."""
    unsure = [audit for audit in audits if not _has_own_thresholds(audit)]
    if not unsure:
        return
    takes = "takes" if len(unsure) == 1 else "take"
    how = "a real set with more people of known groups" if unsure[0].groups else "thresholds by group (--groups)"
    yield (
        f"Either some people are there many times, or {listed([audit.embedder for audit in unsure])} {takes} such "
        f"faces, or those of some kind of people, for more alike than those of {unsure[0].uniqueness.calibrated_on}: "
        f"{how} and the pictures help to tell."
    )


def _has_own_thresholds(audit: Audit) -> bool:
    """Whether every synthetic person is of a group with a threshold of its own."""
    groups = [group for group in audit.groups if group.people]
    return bool(groups) and all(group.own_threshold for group in groups) and not audit.synthetic.ungrouped
