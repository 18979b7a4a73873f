"""A graded submission to FRCSyn as a table."""

from facegap.benchmark import Grade
from facegap.benchmark.frcsyn import AccuracySummary
from facegap.report.page.tables import Table, TableColumn


def grade_table(grade: Grade) -> Table:
    """Accuracy of each group, and AVG, SD and TO.

    Where pairs have no score, it is given as it was handed in, of the pairs that were compared, and of all with those
    that weren't counted as wrong.
    """
    sides: list[tuple[str, dict[str, float], AccuracySummary | None]] = [("Accuracy", grade.accuracy, grade.summary)]
    if grade.without_score:
        sides.append(("Accuracy of compared", grade.accuracy_of_compared, grade.summary_of_compared))
        sides.append(("Accuracy of all", grade.accuracy_of_all, grade.summary_of_all))
    rows = [(group, tuple(accuracy.get(group) for _, accuracy, _ in sides)) for group in grade.accuracy]
    for name, part in (("AVG", "average"), ("SD", "deviation"), ("TO", "trade_off")):
        rows.append((name, tuple(getattr(summary, part, None) for _, _, summary in sides)))
    columns = tuple(TableColumn(name, places=2, percent=True) for name, _, _ in sides)
    return Table("Group", columns, tuple(rows))
