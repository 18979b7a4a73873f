"""An audit as tables, for papers and programs."""

from facegap.benchmark.leakage.audit import Audit
from facegap.benchmark.leakage.leaks import Suspect
from facegap.report.page.tables import Table, TableColumn

_COMPARED = {"person": "mean embeddings", "image": "images"}


def audit_tables(audit: Audit) -> dict[str, Table]:
    """The tables ``resembling``, of the people found, the clearest first, and ``thresholds``."""
    return {"resembling": _resembling(audit), "thresholds": _thresholds(audit)}


def _resembling(audit: Audit) -> Table:
    """A row for each synthetic person who is listed: the closest real person, and how close."""
    columns = (
        *(TableColumn(name) for name in ("Image", "Real set", "Real person", "Real image", "Compared")),
        TableColumn("Score", places=4),
        TableColumn("Threshold", places=4),
        TableColumn("Expected by chance", places=6),
    )
    thresholds = {level.name: level.threshold.value for level in audit.leakage.levels}

    def row(suspect: Suspect) -> tuple[str, tuple[str | float | None, ...]]:
        real = (suspect.reference, suspect.reference_identity, suspect.reference_image)
        numbers = (suspect.score, thresholds[suspect.level], suspect.chance)
        return suspect.identity or suspect.image, (suspect.image, *real, _COMPARED[suspect.level], *numbers)

    return Table("Synthetic person", columns, tuple(row(suspect) for suspect in audit.leakage.suspects))


def _thresholds(audit: Audit) -> Table:
    """The threshold of each way to compare people, and how many are above it."""
    columns = (
        TableColumn("Comparisons", places=0),
        TableColumn("Threshold", places=4),
        TableColumn("FMR", places=8),
        TableColumn("Expected by chance"),
        TableColumn("People found", places=0),
    )
    rows = tuple(
        (
            _COMPARED[level.name],
            (float(level.comparisons), level.threshold, level.fmr, level.chance, float(level.found)),
        )
        for level in audit.leakage.levels
    )
    return Table("Compared", columns, rows)
