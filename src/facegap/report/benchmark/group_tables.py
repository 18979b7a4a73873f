"""Groups of people on a benchmark's lists of pairs, as tables."""

from collections.abc import Iterator, Sequence

from facegap.benchmark import ProtocolResult
from facegap.benchmark.fairness import TaskFairness
from facegap.report.page.tables import Cell, Table, TableColumn


def group_accuracy_table(results: Sequence[ProtocolResult]) -> Table:
    """Accuracy of each group at one threshold for all, and their AVG, SD and TO; "of all": skipped pairs are wrong."""
    columns = tuple(TableColumn(name, places=2, percent=True) for name in ("Accuracy", "Accuracy of all"))
    rows = [
        (f"{model}, {fairness.task}, {name}", cells)
        for model, fairness in _measured(results)
        for name, cells in _accuracies(fairness)
    ]
    return Table("Model, task, group", columns, tuple(rows))


def _accuracies(fairness: TaskFairness) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    for group, accuracy in fairness.accuracy_of_all.items():
        yield group, (fairness.accuracy.get(group), accuracy)
    if fairness.summary and fairness.summary_of_all:
        for name, part in (("AVG", "average"), ("SD", "deviation"), ("TO", "trade_off")):
            yield name, (getattr(fairness.summary, part), getattr(fairness.summary_of_all, part))


def group_rates_table(results: Sequence[ProtocolResult]) -> Table:
    """Error rates of each group at each threshold for all."""
    columns = (
        *(TableColumn(name, places=0) for name in ("People", "Mated", "Non-mated", "Skipped pairs")),
        TableColumn("FMR", places=3, percent=True),
        *(TableColumn(name, places=2, percent=True) for name in ("FNMR", "FNMR of all")),
        TableColumn("Why left out of the indices"),
    )
    rows = [
        (
            f"{model}, {fairness.task}, {group.name}, {level.fmr:g}",
            (
                group.people,
                group.mated,
                group.non_mated,
                group.skipped,
                group.fmr,
                group.fnmr,
                group.fnmr_of_all,
                group.too_few,
            ),
        )
        for model, fairness in _measured(results)
        for level in fairness.levels
        for group in level.groups
    ]
    return Table("Model, task, group, overall FMR", columns, tuple(rows))


def _measured(results: Sequence[ProtocolResult]) -> Iterator[tuple[str, TaskFairness]]:
    for protocol in results:
        for model in protocol.models:
            for fairness in model.fairness:
                yield model.model, fairness
