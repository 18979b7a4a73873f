"""What differs between a real set and synthetic ones, both ways round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from facegap.base.errors import ConfigError
from facegap.compare import ComparedSet, Comparisons, SetDescription, SetPeople, compare_sets
from facegap.engine import RunSummary
from facegap.faceset import FaceSet, label_layer, labels_of
from facegap.report import (
    Figure,
    Report,
    Table,
    comparison_figures,
    comparison_tables,
    findings,
    matrix_table,
    to_plain,
    write_comparisons,
)
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.embedded import ComparableLike, check_same_dimensions, prepare_sets
from facegap.workflows.parts.embeddings import Embeddings
from facegap.workflows.parts.result import Analysis
from facegap.workflows.parts.sets import ModelLike


@dataclass(frozen=True, repr=False, eq=False)
class ComparisonResult(Analysis):
    """How synthetic sets differ from a real one.

    Attributes:
        comparison: the numbers.
        facesets: the real set, then the synthetic ones; None for embeddings in memory.
        compared: what of each was compared, in the same order.
        runs: imports and embeddings on the way.
    """

    comparison: Comparisons
    facesets: tuple[FaceSet | None, ...]
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

    def report_figures(self) -> Mapping[str, Figure]:
        return comparison_figures(self.comparison, facesets=self.facesets, sets=self.compared)

    def report(self, folder: str | Path) -> Report:
        return write_comparisons(self.comparison, facesets=self.facesets, sets=self.compared, folder=Path(folder))


def compare(
    real: ComparableLike,
    *synthetic: ComparableLike,
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
        real: the real set, P: a face set, the path of one or of any data set that can be imported, or ``Embeddings``.
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

    Examples:
        >>> import numpy as np
        >>> import facegap as fg
        >>> people = np.repeat(np.arange(20), 2)
        >>> draw = np.random.default_rng(0).standard_normal
        >>> def faces(spread, name):
        ...     return fg.Embeddings(spread * draw((20, 8))[people] + draw((40, 8)), people, name=name)
        >>> result = fg.compare(faces(2, "real"), faces(1, "made"))
        >>> print(result.findings[1])
        Faces of the same person have a mean similarity of 0.512 in made and 0.760 in real: ...
        >>> result.to_frame("fidelity")["metric"].to_list()[:2]
        ['Fréchet distance', 'Kernel distance']
    """
    context = RunContext.of(workers=workers, device=device, progress=progress, tell=tell)
    context.check_device_is_used(model)
    labels: list[str | None] = []

    def find_labels(sets: Sequence[FaceSet | Embeddings]) -> None:
        if not attributes:
            labels.extend([None] * len(sets))
            return
        for each in sets:
            if isinstance(each, Embeddings):
                msg = f"{each.name} has embeddings and no attributes: leave out attributes, or give face sets only"
                raise ConfigError(msg)
            labels.append(label_layer(each, attributes))
        for each, layer in zip(sets, labels, strict=True):
            if isinstance(each, FaceSet) and layer:
                labels_of(each, layer)

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
        _load(each, labels=layer, embedding=prepared.embedding)
        for each, layer in zip(prepared.sets, labels, strict=True)
    ]
    embedded = {each.description.name: each.people.embedded for each in compared if each.people.embedded}
    if embedded:
        check_same_dimensions(list(embedded.values()), list(embedded))
    comparison = compare_sets(compared, labels=attributes, embedding=prepared.embedding, seed=seed, tell=context.tell)
    facesets = tuple(each if isinstance(each, FaceSet) else None for each in prepared.sets)
    return ComparisonResult(comparison, facesets, tuple(compared), prepared.runs)


def _load(source: FaceSet | Embeddings, *, labels: str | None, embedding: str | None) -> ComparedSet:
    if isinstance(source, FaceSet):
        return ComparedSet.load(source, labels=labels, embedding=embedding)
    embedded = source.embedded_set()
    description = SetDescription(
        name=source.name,
        kind=None,
        license=None,
        alignment=None,
        images=len(source),
        identities=len({each for each in source.identities if each is not None}) or None,
        without_image=0,
        missing=0,
    )
    people = SetPeople(embedded.people, embedded.unknown, embedded=embedded)
    return ComparedSet(description, people, np.arange(len(source)))
