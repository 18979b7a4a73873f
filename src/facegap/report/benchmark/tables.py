"""A benchmark's numbers as tables: recognizers and tasks down, measures across."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from facegap.benchmark import IdentificationResult, ProtocolResult, VerificationResult
from facegap.estimates import Estimate
from facegap.report.benchmark.group_tables import group_accuracy_table, group_rates_table
from facegap.report.page.tables import MEAN, Cell, Table, TableColumn, mean_over_runs

_FMRS = {1e-2: "1e-2", 1e-3: "1e-3", 1e-4: "1e-4"}
_RANKS = (1, 5)
_FPIRS = {1e-2: "1e-2", 1e-1: "1e-1"}
_CORNER = "Model, task"


Runs = Mapping[str, Sequence[str]]
"""Names of recognizers that differ by their seed only, by what they are called together."""
NO_RUNS: Runs = MappingProxyType({})


def benchmark_tables(results: Sequence[ProtocolResult], *, runs: Runs = NO_RUNS) -> dict[str, Table]:
    """The tables that have rows; the means of runs come last in the first three.

    They are ``verification``, ``identification``, ``left_out`` where an image has no embedding, and, of lists that have
    groups, ``groups`` and ``fairness``.

    Raises:
        ValueError: two tasks have one name; ``facegap.benchmark.name_protocols`` gives them others.
    """
    tables = {
        "verification": _with_means(verification_table(results), runs),
        "identification": _with_means(identification_table(results), runs),
        "left_out": _with_means(left_out_table(results), runs),
        "groups": group_accuracy_table(results),
        "fairness": group_rates_table(results),
    }
    return {name: table for name, table in tables.items() if table.rows}


def verification_table(results: Sequence[ProtocolResult]) -> Table:
    """Accuracy, error rates and d′ of each recognizer on each list of pairs, and what was left out.

    "Of all" pairs, those that were skipped count as wrong.
    """
    columns = (
        *(TableColumn(name, places=2, percent=True) for name in ("Accuracy", "Accuracy of all", "EER", "AUC")),
        *(TableColumn(f"TAR at {fmr}", places=2, percent=True) for fmr in _FMRS.values()),
        TableColumn("d′", places=2),
        *(TableColumn(name, places=0) for name in ("Skipped pairs", "No embedding")),
    )
    rows = [
        (f"{model.model}, {task_result.task}", (*_verified(task_result), model.missing))
        for protocol in results
        for model in protocol.models
        for task_result in model.verifications
    ]
    return Table(_CORNER, columns, tuple(rows))


def identification_table(results: Sequence[ProtocolResult]) -> Table:
    """Hit rates and misses of each recognizer in each gallery, and what was left out.

    Probes that can't be compared are misses; "of compared" they are left out.
    """
    columns = (
        *(TableColumn(f"Rank {rank}", places=2, percent=True) for rank in _RANKS),
        *(TableColumn(f"FNIR at FPIR {fpir}", places=2, percent=True) for fpir in _FPIRS.values()),
        *(TableColumn(f"Rank {rank} of compared", places=2, percent=True) for rank in _RANKS[:1]),
        *(TableColumn(f"FNIR at FPIR {fpir} of compared", places=2, percent=True) for fpir in _FPIRS.values()),
        *(TableColumn(name, places=0) for name in ("Failed in gallery", "Failed probes", "No embedding")),
    )
    rows = [
        (f"{model.model}, {task_result.name}", (*_identified(task_result), model.missing))
        for protocol in results
        for model in protocol.models
        for task_result in model.identifications
    ]
    return Table(_CORNER, columns, tuple(rows))


def left_out_table(results: Sequence[ProtocolResult]) -> Table:
    """Skipped pairs, and rates without and with them, on each protocol of which a recognizer lacks an image."""
    columns = (
        *(TableColumn(name, places=0) for name in ("Images", "No embedding")),
        *(
            TableColumn(name, places=0)
            for name in ("Mated pairs", "Skipped mated", "Non-mated pairs", "Skipped non-mated")
        ),
        *(TableColumn(name, places=2, percent=True) for name in ("Accuracy", "Accuracy of all")),
        *(
            TableColumn(f"TAR at {fmr}{of_all}", places=2, percent=True)
            for fmr in _FMRS.values()
            for of_all in ("", " of all")
        ),
    )
    rows = [
        (f"{model.model}, {task_result.task}", (protocol.images, model.missing, *_left_out(task_result)))
        for protocol in results
        for model in protocol.models
        if any(each.missing for each in protocol.models)
        for task_result in model.verifications
    ]
    return Table(_CORNER, columns, tuple(rows))


def _with_means(table: Table, runs: Runs) -> Table:
    """The table with a row for each run and task: the means over its recognizers."""
    cells = dict(table.rows)
    if len(cells) < len(table.rows):
        msg = f"two rows have one name: {', '.join(name for name, _ in table.rows)}"
        raise ValueError(msg)
    means = []
    for run, names in runs.items():
        tasks = [row.removeprefix(f"{names[0]}, ") for row in cells if row.startswith(f"{names[0]}, ")]
        for task in tasks:
            each = zip(*(cells[f"{name}, {task}"] for name in names), strict=True)
            means.append((f"{run}, {MEAN.format(len(names))}, {task}", tuple(map(_mean, each))))
    return replace(table, rows=(*table.rows, *means))


def _mean(cells: Sequence[Cell]) -> Estimate | None:
    values = [cell.value if isinstance(cell, Estimate) else cell for cell in cells]
    known = [value for value in values if isinstance(value, float | int) and math.isfinite(value)]
    return mean_over_runs(known) if len(known) == len(values) else None


def _verified(task_result: VerificationResult) -> tuple[Cell, ...]:
    accuracy, tar = task_result.accuracy, _true_accepts(task_result)
    return (
        accuracy.mean if accuracy else None,
        accuracy.of_all if accuracy else None,
        task_result.eer,
        task_result.auc,
        *(tar[fmr][0] for fmr in _FMRS),
        task_result.d_prime,
        task_result.skipped,
    )


def _left_out(task_result: VerificationResult) -> tuple[Cell, ...]:
    accuracy, tar = task_result.accuracy, _true_accepts(task_result)
    skipped_non_mated = task_result.skipped - task_result.skipped_mated
    return (
        task_result.mated + task_result.skipped_mated,
        task_result.skipped_mated,
        task_result.non_mated + skipped_non_mated,
        skipped_non_mated,
        accuracy.mean if accuracy else None,
        accuracy.of_all if accuracy else None,
        *(rate for fmr in _FMRS for rate in tar[fmr]),
    )


def _true_accepts(task_result: VerificationResult) -> dict[float, tuple[Estimate | None, Estimate | None]]:
    """TAR at each FMR, of the pairs that have a score and of all."""
    points = {point.level: (point.fnmr, point.fnmr_of_all) for point in task_result.points}
    none = (None, None)
    return {fmr: (_complement(points.get(fmr, none)[0]), _complement(points.get(fmr, none)[1])) for fmr in _FMRS}


def _identified(task_result: IdentificationResult) -> tuple[Cell, ...]:
    hits = {hit.rank: hit for hit in task_result.hits}
    rates = {rate.fpir: rate for rate in task_result.open_set}
    return (
        *(hits[rank].share if rank in hits else None for rank in _RANKS),
        *(rates[fpir].fnir if fpir in rates else None for fpir in _FPIRS),
        *(hits[rank].of_compared if rank in hits else None for rank in _RANKS[:1]),
        *(rates[fpir].of_compared if fpir in rates else None for fpir in _FPIRS),
        task_result.failed_gallery,
        task_result.failed_mated + task_result.failed_non_mated,
    )


def _complement(rate: Estimate | None) -> Estimate | None:
    """The true accept rate of a false non-match rate."""
    return rate and Estimate(1 - rate.value, 1 - rate.high, 1 - rate.low)
