"""A benchmark's numbers as tables: recognisers and tasks down, measures across."""

from collections.abc import Sequence

from facegap.benchmark import IdentificationResult, ProtocolResult, VerificationResult
from facegap.estimates import Estimate
from facegap.report.tables import Cell, Column, Table

_FMRS = {1e-2: "1e-2", 1e-3: "1e-3", 1e-4: "1e-4"}
_RANKS = (1, 5)
_FPIRS = {1e-2: "1e-2", 1e-1: "1e-1"}
_CORNER = "Model, task"


def benchmark_tables(results: Sequence[ProtocolResult]) -> dict[str, Table]:
    """The tables that have rows: ``verification`` and ``identification``."""
    tables = {"verification": verification_table(results), "identification": identification_table(results)}
    return {name: table for name, table in tables.items() if table.rows}


def verification_table(results: Sequence[ProtocolResult]) -> Table:
    """Accuracy, error rates and d′ of each recogniser on each list of pairs."""
    columns = (
        *(Column(name, places=2, percent=True) for name in ("Accuracy", "EER", "AUC")),
        *(Column(f"TAR at {fmr}", places=2, percent=True) for fmr in _FMRS.values()),
        Column("d′", places=2),
    )
    rows = [
        (f"{model.model}, {found.task}", _verified(found))
        for protocol in results
        for model in protocol.models
        for found in model.verifications
    ]
    return Table(_CORNER, columns, tuple(rows))


def identification_table(results: Sequence[ProtocolResult]) -> Table:
    """Hit rates and misses of each recogniser in each gallery."""
    columns = (
        *(Column(f"Rank {rank}", places=2, percent=True) for rank in _RANKS),
        *(Column(f"FNIR at FPIR {fpir}", places=2, percent=True) for fpir in _FPIRS.values()),
    )
    rows = [
        (f"{model.model}, {found.name}", _identified(found))
        for protocol in results
        for model in protocol.models
        for found in model.identifications
    ]
    return Table(_CORNER, columns, tuple(rows))


def _verified(found: VerificationResult) -> tuple[Cell, ...]:
    fnmr = {point.level: point.fnmr for point in found.points}
    accuracy = found.accuracy.mean if found.accuracy else None
    return (accuracy, found.eer, found.auc, *(_complement(fnmr.get(fmr)) for fmr in _FMRS), found.d_prime)


def _identified(found: IdentificationResult) -> tuple[Cell, ...]:
    hits = {hit.rank: hit.share for hit in found.hits}
    misses = {rate.fpir: rate.fnir for rate in found.open_set}
    return (*(hits.get(rank) for rank in _RANKS), *(misses.get(fpir) for fpir in _FPIRS))


def _complement(rate: Estimate | None) -> Estimate | None:
    """The true accept rate of a false non-match rate."""
    return rate and Estimate(1 - rate.value, 1 - rate.high, 1 - rate.low)
