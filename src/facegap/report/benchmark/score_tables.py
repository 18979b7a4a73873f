"""The scores of a set as tables, for papers and programs."""

from facegap.benchmark import ScoredSet
from facegap.report.page.tables import Table, TableColumn


def score_tables(scored: ScoredSet) -> dict[str, Table]:
    """The tables ``scores`` and ``thresholds``; where groups were asked for, ``groups`` and ``fairness`` too."""
    tables = {
        "scores": _scores(scored),
        "thresholds": _thresholds(scored),
        "groups": _groups(scored),
        "fairness": _fairness(scored),
    }
    return {name: table for name, table in tables.items() if table.rows}


def _scores(scored: ScoredSet) -> Table:
    """How far mated and non-mated scores are apart."""
    scores = scored.scores
    columns = (
        *(TableColumn(f"Mean {kind} score") for kind in ("mated", "non-mated")),
        TableColumn("EER", places=2, percent=True),
        TableColumn("d′", places=2),
        TableColumn("Fisher ratio", places=2),
        TableColumn("Overlap", places=2, percent=True),
        *(TableColumn(name, places=0) for name in ("Images", "No embedding")),
    )
    cells = (
        scores.mated_mean,
        scores.non_mated_mean,
        scores.eer,
        scores.d_prime,
        scores.fisher,
        scores.overlap,
        scores.images + scored.missing,
        scored.missing,
    )
    return Table("Set", columns, ((scored.name, cells),))


def _thresholds(scored: ScoredSet) -> Table:
    """The threshold for each FMR, and what it costs."""
    columns = (
        TableColumn("Threshold", places=4),
        TableColumn("FMR", places=5, percent=True),
        TableColumn("FNMR", places=2, percent=True),
    )
    rows = [(f"{point.level:g}", (point.threshold, point.fmr, point.fnmr)) for point in scored.points]
    return Table("Target FMR", columns, tuple(rows))


def _groups(scored: ScoredSet) -> Table:
    """Error rates of each group at each threshold for all."""
    columns = (
        *(TableColumn(name, places=0) for name in ("People", "Mated", "Non-mated")),
        TableColumn("FMR", places=3, percent=True),
        TableColumn("FNMR", places=2, percent=True),
        TableColumn("Why left out of the indices"),
    )
    rows = [
        (
            f"{group.name}, {level.fmr:g}",
            (group.people, group.mated, group.non_mated, group.fmr, group.fnmr, group.too_few),
        )
        for level in scored.fairness
        for group in level.groups
    ]
    return Table("Group, overall FMR", columns, tuple(rows))


def _fairness(scored: ScoredSet) -> Table:
    """The indices of fairness at each threshold for all."""
    columns = (
        TableColumn("Threshold", places=4),
        TableColumn("Groups", places=0),
        TableColumn("FDR"),
        TableColumn("IR", places=2),
        TableColumn("GARBE"),
    )
    rows = [
        (f"{level.fmr:g}", (level.threshold, len(level.compared), level.fdr, level.ir, level.garbe))
        for level in scored.fairness
    ]
    return Table("Overall FMR", columns, tuple(rows))
