"""An audit as tables, for papers and programs."""

from facegap.benchmark.leakage.audit import Audit
from facegap.benchmark.leakage.leaks import Suspect
from facegap.benchmark.leakage.networks import NetworkAudits
from facegap.benchmark.leakage.search import SearchLevel
from facegap.benchmark.leakage.uniqueness import PeopleByReference
from facegap.estimates import Estimate
from facegap.report.page.tables import Cell, Table, TableColumn

_COMPARED = {"person": "mean embeddings", "center": "images with mean embeddings", "image": "images"}


def audit_tables(audits: NetworkAudits) -> dict[str, Table]:
    """The tables ``resembling``, of the people found, the clearest first, ``thresholds``, ``networks`` and ``people``.

    Where demographic groups are known, there is a table ``groups`` too.
    """
    tables = {
        "resembling": _resembling(audits),
        "thresholds": _thresholds(audits),
        "networks": _networks(audits),
        "people": people_table(audits),
    }
    return tables | ({"groups": _groups(audits)} if audits.audits[0].groups else {})


def _resembling(audits: NetworkAudits) -> Table:
    """A row for each synthetic person who is listed: the closest real person, and how close."""
    columns = (
        *(TableColumn(name) for name in ("Image", "Real set", "Real person", "Real image", "Network", "Compared")),
        TableColumn("Score", places=4),
        TableColumn("Threshold", places=4),
        TableColumn("Threshold from"),
        TableColumn("Expected by chance", places=6),
    )

    def row(audit: Audit, suspect: Suspect) -> tuple[str, tuple[Cell, ...]]:
        real = (suspect.reference, suspect.reference_identity, suspect.reference_image)
        numbers = (suspect.score, suspect.threshold, audit.leakage.calibrated_on, suspect.chance)
        compared = (audit.embedder, _COMPARED[suspect.level])
        return suspect.identity or suspect.image, (suspect.image, *real, *compared, *numbers)

    rows = tuple(row(audit, suspect) for audit in audits.audits for suspect in audit.leakage.suspects)
    return Table("Synthetic person", columns, rows)


def _thresholds(audits: NetworkAudits) -> Table:
    """The threshold of each way to compare people, of all and of each group, and how many are above it."""
    columns = (
        TableColumn("Network"),
        TableColumn("Group"),
        TableColumn("Comparisons", places=0),
        TableColumn("Threshold", places=4),
        TableColumn("Threshold from"),
        TableColumn("FMR", places=8),
        TableColumn("Expected by chance"),
        TableColumn("People found", places=0),
        TableColumn("Share", places=2, percent=True),
        TableColumn("Share of real people", places=2, percent=True),
    )

    def rows(audit: Audit, level: SearchLevel) -> list[tuple[str, tuple[Cell, ...]]]:
        source = level.calibrated_on
        found = (level.chance, float(level.found), level.share, level.floor)
        everyone = ("everyone", float(level.comparisons), level.threshold, source, level.fmr, *found)
        groups = [
            (group.name, None, group.threshold, source, level.fmr, None, None, None, None) for group in level.groups
        ]
        return [(_COMPARED[level.name], (audit.embedder, *cells)) for cells in (everyone, *groups)]

    each = [row for audit in audits.audits for level in audit.leakage.levels for row in rows(audit, level)]
    return Table("Compared", columns, tuple(each))


def _networks(audits: NetworkAudits) -> Table:
    """A row for each network: what it says of the set, and what it would notice."""
    columns = (
        TableColumn("Verdict"),
        TableColumn("Thresholds from"),
        TableColumn("People resembling", places=2, percent=True),
        TableColumn("Leaks it would detect", places=1, percent=True),
        TableColumn("Identities", places=0),
        TableColumn("Different people", places=0),
        TableColumn("Threshold of one person", places=4),
        TableColumn("FMR of one person", places=8),
        TableColumn("Pairs of one person", places=0),
        TableColumn("Pairs by chance"),
        TableColumn("Duplicates it would notice", places=1, percent=True),
        TableColumn("Score with own mean"),
        TableColumn("Nearer to another identity", places=2, percent=True),
        TableColumn("Mated below threshold", places=2, percent=True),
    )

    def row(audit: Audit) -> tuple[str, tuple[Cell, ...]]:
        unique, consistency = audit.uniqueness, audit.consistency
        verdict = "cannot tell" if audit.blind else "passed" if audit.passed else "failed"
        leaks: tuple[Cell, ...] = (audit.leakage.share, audit.leakage.sensitivity)
        different = None if unique.blind else float(unique.clusters)
        counts = (float(unique.people), different, unique.threshold, unique.fmr, float(unique.pairs), unique.chance)
        within: tuple[Estimate | None, ...] = (consistency.own_center, consistency.misplaced, consistency.below)
        return audit.embedder, (verdict, unique.calibrated_on, *leaks, *counts, unique.sensitivity, *within)

    return Table("Network", columns, tuple(row(audit) for audit in audits.audits))


def people_table(audits: NetworkAudits) -> Table:
    """A row for each network and each real set that a threshold is from: how many different people there are."""
    columns = (
        TableColumn("Threshold from"),
        TableColumn("Threshold"),
        TableColumn("FMR", places=8),
        TableColumn("Pairs of one person", places=0),
        TableColumn("Different people", places=0),
        TableColumn("Duplicates it would notice", places=1, percent=True),
    )

    def row(each: PeopleByReference) -> tuple[Cell, ...]:
        pairs, clusters = (None if count is None else float(count) for count in (each.pairs, each.clusters))
        return each.reference, each.threshold, each.fmr, pairs, clusters, each.sensitivity

    rows = tuple((audit.embedder, row(each)) for audit in audits.audits for each in audit.by_reference)
    return Table("Network", columns, rows)


def _groups(audits: NetworkAudits) -> Table:
    """A row for each group and network: where the pairs that look like one person are."""
    columns = (
        TableColumn("Network"),
        TableColumn("Identities", places=0),
        TableColumn("Threshold of one person", places=4),
        TableColumn("Threshold from"),
        TableColumn("Pairs", places=0),
        TableColumn("Pairs of one person", places=0),
        TableColumn("Share of those", places=1, percent=True),
        TableColumn("Share of all pairs", places=1, percent=True),
    )
    rows = []
    for audit in audits.audits:
        own = {group.name: group.threshold for group in audit.uniqueness.groups}
        for group in audit.uniqueness.skew.groups:
            people = None if group.people is None else float(group.people)
            counts = (float(group.pairs), float(group.alike), group.share, group.evenly)
            source = audit.uniqueness.calibrated_on
            rows.append((group.name, (audit.embedder, people, own.get(group.name), source, *counts)))
    return Table("Group", columns, tuple(rows))
