"""A benchmark's numbers as tables: recognizers and tasks down, measures across."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from facegap.benchmark import IdentificationResult, ProtocolResult, VerificationResult
from facegap.estimates import Estimate
from facegap.report.page.tables import MEAN, Cell, Table, TableColumn, mean_over_runs

_FMRS = {1e-2: "1e-2", 1e-3: "1e-3", 1e-4: "1e-4"}
_RANKS = (1, 5)
_FPIRS = {1e-2: "1e-2", 1e-1: "1e-1"}
_CORNER = "Model, task"


Runs = Mapping[str, Sequence[str]]
"""Names of recognizers that differ by their seed only, by what they are called together."""
NO_RUNS: Runs = MappingProxyType({})


def benchmark_tables(results: Sequence[ProtocolResult], *, runs: Runs = NO_RUNS) -> dict[str, Table]:
    """The tables that have rows: ``verification`` and ``identification``; the means of runs come last in each.

    Raises:
        ValueError: two tasks have one name; ``facegap.benchmark.name_protocols`` gives them others.
    """
    tables = {
        "verification": _with_means(verification_table(results), runs),
        "identification": _with_means(identification_table(results), runs),
    }
    return {name: table for name, table in tables.items() if table.rows}


def verification_table(results: Sequence[ProtocolResult]) -> Table:
    """Accuracy, error rates and d′ of each recognizer on each list of pairs."""
    columns = (
        *(TableColumn(name, places=2, percent=True) for name in ("Accuracy", "EER", "AUC")),
        *(TableColumn(f"TAR at {fmr}", places=2, percent=True) for fmr in _FMRS.values()),
        TableColumn("d′", places=2),
    )
    rows = [
        (f"{model.model}, {task_result.task}", _verified(task_result))
        for protocol in results
        for model in protocol.models
        for task_result in model.verifications
    ]
    return Table(_CORNER, columns, tuple(rows))


def identification_table(results: Sequence[ProtocolResult]) -> Table:
    """Hit rates and misses of each recognizer in each gallery."""
    columns = (
        *(TableColumn(f"Rank {rank}", places=2, percent=True) for rank in _RANKS),
        *(TableColumn(f"FNIR at FPIR {fpir}", places=2, percent=True) for fpir in _FPIRS.values()),
    )
    rows = [
        (f"{model.model}, {task_result.name}", _identified(task_result))
        for protocol in results
        for model in protocol.models
        for task_result in model.identifications
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
    known = [value for value in values if isinstance(value, float) and math.isfinite(value)]
    return mean_over_runs(known) if len(known) == len(values) else None


def _verified(task_result: VerificationResult) -> tuple[Cell, ...]:
    fnmr = {point.level: point.fnmr for point in task_result.points}
    accuracy = task_result.accuracy.mean if task_result.accuracy else None
    return (
        accuracy,
        task_result.eer,
        task_result.auc,
        *(_complement(fnmr.get(fmr)) for fmr in _FMRS),
        task_result.d_prime,
    )


def _identified(task_result: IdentificationResult) -> tuple[Cell, ...]:
    hits = {hit.rank: hit.share for hit in task_result.hits}
    misses = {rate.fpir: rate.fnir for rate in task_result.open_set}
    return (*(hits.get(rank) for rank in _RANKS), *(misses.get(fpir) for fpir in _FPIRS))


def _complement(rate: Estimate | None) -> Estimate | None:
    """The true accept rate of a false non-match rate."""
    return rate and Estimate(1 - rate.value, 1 - rate.high, 1 - rate.low)
