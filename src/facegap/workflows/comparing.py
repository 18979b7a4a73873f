"""What differs between a real set and synthetic ones, both ways round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from facegap.compare import ComparedSet, Comparisons, compare_sets
from facegap.engine import RunSummary
from facegap.faceset import FaceSet, label_layer, labels_of
from facegap.report import (
    Report,
    Table,
    comparison_tables,
    findings,
    matrix_table,
    to_plain,
    write_comparisons,
)
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.embedded import prepare_sets
from facegap.workflows.parts.result import Analysis
from facegap.workflows.parts.sets import FaceSetLike, ModelLike


@dataclass(frozen=True, repr=False, eq=False)
class ComparisonResult(Analysis):
    """How synthetic sets differ from a real one.

    Attributes:
        comparison: the numbers.
        facesets: the real set, then the synthetic ones.
        compared: what of each was compared, in the same order.
        runs: imports and embeddings on the way.
    """

    comparison: Comparisons
    facesets: tuple[FaceSet, ...]
    compared: tuple[ComparedSet, ...]
    runs: tuple[RunSummary, ...]

    @property
    def headline(self) -> str:
        real, *synthetic = (each.name for each in self.comparison.sets)
        return f"{real} compared with {', '.join(synthetic)}"

    @cached_property
    def findings(self) -> tuple[str, ...]:
        pairs = self.comparison.pairs
        if len(pairs) == 1:
            return tuple(findings(pairs[0]))
        return tuple(f"{pair.synthetic.name}: {finding}" for pair in pairs for finding in findings(pair))

    @property
    def summary(self) -> str:
        pairs = self.comparison.pairs
        if len(pairs) == 1:
            return super().summary
        return "\n\n".join(
            "\n".join([f"{pair.real.name} and {pair.synthetic.name}:", *findings(pair)]) for pair in pairs
        )

    def report_tables(self) -> Mapping[str, Table]:
        pairs = self.comparison.pairs
        if len(pairs) == 1:
            return comparison_tables(pairs[0])
        return {"matrix": matrix_table(self.comparison)} | {
            f"{pair.synthetic.name}/{name}": table for pair in pairs for name, table in comparison_tables(pair).items()
        }

    def facts(self) -> dict[str, Any]:
        return dict(to_plain(self.comparison))

    def report(self, folder: str | Path) -> Report:
        return write_comparisons(self.comparison, facesets=self.facesets, sets=self.compared, folder=Path(folder))


def compare(
    real: FaceSetLike,
    *synthetic: FaceSetLike,
    attributes: str | None = None,
    embedding: str | None = None,
    model: ModelLike | None = None,
    align: ModelLike | None = None,
    seed: int = 0,
    device: str = "cpu",
    workers: int | None = None,
    progress: Progress = False,
    tell: Tell | None = None,
) -> ComparisonResult:
    """Compare a real set with synthetic ones, both ways round: attributes, embeddings, identities.

    Args:
        real: the real set, P, or the path of one or of any data set that can be imported.
        synthetic: one or more others, likewise; each is compared with the real one, and every two of all of them.
        attributes: compare the attributes of this layer: ``truth``, or the name of one that ``annotate`` wrote. Alone,
            embeddings aren't compared.
        embedding: the name of the embeddings to compare by; by default the only ones that all sets have.
        model: an embedder, its path or name, with which all sets are embedded on the way.
        align: a detector, its path or name, with which imports find faces and crop them.
        seed: of what is drawn at random: weights and groups of people for intervals, samples of large sets.
        device: where networks run: ``cpu``, a GPU such as ``cuda:0``, or several, as in ``cuda:0,cuda:1``; an import on
            the way finds faces on the CPU.
        workers: processes that share imports and embeddings; by default one a core.
        progress: True for a bar on standard error.
        tell: told what is being done, before each part that may take long.

    Raises:
        FaceSetError: a set lacks the labels or embeddings, or the sets have none in common.
    """
    context = RunContext.of(workers=workers, device=device, progress=progress, tell=tell)
    context.check_device_is_used(model)
    labels: list[str | None] = []

    def find_labels(facesets: Sequence[FaceSet]) -> None:
        for faceset in facesets:
            labels.append(label_layer(faceset, attributes) if attributes else None)
        for faceset, layer in zip(facesets, labels, strict=True):
            if layer:
                labels_of(faceset, layer)

    prepared = prepare_sets(
        [(real, "real"), *((each, "synthetic") for each in synthetic)],
        context,
        embedding=embedding,
        model=model,
        align=align,
        optional=attributes is not None,
        check=find_labels,
    )
    compared = [
        ComparedSet.load(faceset, labels=layer, embedding=prepared.embedding)
        for faceset, layer in zip(prepared.facesets, labels, strict=True)
    ]
    comparison = compare_sets(compared, labels=attributes, embedding=prepared.embedding, seed=seed, tell=context.tell)
    return ComparisonResult(comparison, prepared.facesets, tuple(compared), prepared.runs)
