"""What differs between a real set and synthetic ones, both ways round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from facegap.annotate.vocabulary import breakdown_of
from facegap.base.errors import ConfigError, FaceSetError
from facegap.base.suggestions import unknown
from facegap.compare import ComparedSet, Comparison, Comparisons, compare_sets
from facegap.compare.attributes import SCORE_DENSITIES, ScoreDensity
from facegap.compare.gate import Check, GateCondition, check_comparison, read_condition
from facegap.compare.labels import in_common
from facegap.engine import RunSummary
from facegap.faceset import FaceSet, IdentityFrom, Kind
from facegap.matching import embedder_caution
from facegap.report import (
    Figure,
    Report,
    Table,
    comparison_figures,
    comparison_tables,
    findings,
    study_tables,
    to_plain,
    write_comparisons,
)
from facegap.workflows.annotating import DEFAULT_ANNOTATOR
from facegap.workflows.embedding import DEFAULT_EMBEDDER
from facegap.workflows.parts.common_layers import Asked, CommonLayer, choose_attributes, choose_embeddings
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.embedded import (
    GIVEN,
    ComparableLike,
    check_same_dimensions,
    embed_set,
    embedding_stage,
    open_sets,
    sources_of,
)
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
        checks: the conditions under which it fails, each with its verdict for every two sets that were compared; empty
            where none was given.
    """

    comparison: Comparisons
    facesets: tuple[FaceSet | None, ...]
    compared: tuple[ComparedSet, ...]
    runs: tuple[RunSummary, ...]
    checks: tuple[Check, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether none of the conditions that were given with ``fail_if`` holds, or may hold."""
        return not any(check.failed for check in self.checks)

    def check(self, *fail_if: str) -> tuple[Check, ...]:
        """See whether conditions hold, for every two sets that were compared; a number that isn't known fails.

        Args:
            fail_if: conditions such as ``kl_real_synthetic > 0.5`` (docs/compare.md lists the numbers).

        Raises:
            ConfigError: one can't be read, or names what isn't known or wasn't compared.
        """
        conditions = [read_condition(text) for text in fail_if]
        _check_answerable(conditions, self.compared)
        return tuple(check for pair in self.comparison.pairs for check in check_comparison(pair, conditions))

    @property
    def headline(self) -> str:
        real, *synthetic = (each.name for each in self.comparison.sets)
        return f"{real} compared with {', '.join(synthetic)}"

    @cached_property
    def findings(self) -> tuple[str, ...]:
        pairs = self.comparison.pairs
        if len(pairs) == 1:
            return tuple(findings(pairs[0]))
        return tuple(f"{named}: {finding}" for named, pair in self._named_pairs for finding in findings(pair))

    @property
    def summary(self) -> str:
        pairs = self.comparison.pairs
        if len(pairs) == 1:
            return super().summary
        return "\n\n".join(
            "\n".join([f"{pair.real.name} and {pair.synthetic.name}:", *findings(pair)]) for pair in pairs
        )

    def _lines(self) -> list[str]:
        notes = (f"note: {note}" for note in self.comparison.notes)
        return [*super()._lines(), *notes, *(check.sentence for check in self.checks)]

    def report_tables(self) -> Mapping[str, Table]:
        pairs = self.comparison.pairs
        if len(pairs) == 1:
            return comparison_tables(pairs[0]) | study_tables(self.comparison)
        return study_tables(self.comparison) | {
            f"{named}/{name}": table
            for named, pair in self._named_pairs
            for name, table in comparison_tables(pair).items()
        }

    @property
    def _named_pairs(self) -> list[tuple[str, Comparison]]:
        """The full comparisons by the name of the second set, or of both where neither is the first."""
        first = self.comparison.sets[0].name
        return [
            (pair.synthetic.name if pair.real.name == first else f"{pair.real.name} and {pair.synthetic.name}", pair)
            for pair in self.comparison.pairs
        ]

    def facts(self) -> dict[str, Any]:
        return dict(to_plain(self.comparison)) | {"checks": to_plain(self.checks)}

    def report_figures(self) -> Mapping[str, Figure]:
        return comparison_figures(self.comparison, facesets=self.facesets, sets=self.compared)

    def report(self, folder: str | Path) -> Report:
        return write_comparisons(
            self.comparison, facesets=self.facesets, sets=self.compared, folder=Path(folder), checks=self.checks
        )


def compare(
    real: ComparableLike,
    *synthetic: ComparableLike,
    attributes: Asked = None,
    embedding: Asked = None,
    model: ModelLike | None = None,
    align: ModelLike | None = None,
    identity: IdentityFrom | Sequence[IdentityFrom] = "source",
    names: Sequence[str | None] | None = None,
    pairs: Literal["first", "all"] = "first",
    fail_if: str | Sequence[str] = (),
    score_density: ScoreDensity = "bins",
    seed: int = 0,
    device: str = "cpu",
    workers: int | None = None,
    progress: Progress = False,
    tell: Tell | None = None,
) -> ComparisonResult:
    """Compare a real set with synthetic ones, both ways round: attributes, embeddings, identities.

    Compared is what all sets have. What is left out for want of a layer, and which layer was taken of several, is told
    and is in the result's notes.

    Args:
        real: the real set, P: a face set, the path of one or of any data set that can be imported, or ``Embeddings``.
        synthetic: one or more others, likewise; each is compared with the real one, and every two of all of them.
        attributes: the layer of attributes: ``truth``, or the name of one that ``annotate`` wrote. By default one that
            all sets have: mac-render, else another network's, else a table's, and ``truth`` last. False for none.
        embedding: the name of the embeddings. By default some that all sets have of one network: the first by name, and
            those of face-render, which never saw a real person, last. False for none.
        model: an embedder, its path or name, with which all sets are embedded on the way.
        align: a detector, its path or name, with which imports find faces and crop them.
        identity: identities of imports on the way as the source has them (its folders, labels), one for each image, or
            none; for all, or one for each set.
        names: what the sets are called in results, one for each; None for the name that a set has.
        pairs: of three sets or more, which pairs get a full comparison and a report of their own: ``first``, those with
            the real set, or ``all``, every two.
        fail_if: conditions under which the result hasn't passed, such as ``kl_real_synthetic > 0.5``; what they can be
            about is in docs/compare.md.
        score_density: how densities of an annotator's scores are found for their KL: in ``bins`` of equal mass, where
            few people show no large values, or by ``kernel``, as in the paper, where gaps between scores do.
        seed: of what is drawn at random: weights and groups of people for intervals, samples of large sets.
        device: where networks run: ``cpu``, a GPU such as ``cuda:0``, or several, as in ``cuda:0,cuda:1``; an import on
            the way finds faces on the CPU.
        workers: processes that share imports and embeddings; by default one a core.
        progress: True for a bar on standard error.
        tell: told what is being done, before each part that may take long.

    Raises:
        ConfigError: nothing is left to compare, there aren't as many names or identities as sets, the score density or
            ``pairs`` isn't known, or a condition can't be read or is about what isn't compared.
        FaceSetError: a set lacks the layer that is named; no layer is in all sets, or no attribute.

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
        >>> "Fréchet distance" in result.to_frame("fidelity")["metric"]
        True
        >>> result.check("non_mated_difference > 0.5")[0].failed
        False
    """
    context = RunContext.of(workers=workers, device=device, progress=progress, tell=tell)
    context.check_device_is_used(model)
    if score_density not in SCORE_DENSITIES:
        raise ConfigError(unknown(score_density, SCORE_DENSITIES, "score density", listed=True))
    if pairs not in ("first", "all"):
        msg = f"pairs is {pairs!r}; give 'first' for full comparisons with the first set, or 'all' for every two sets"
        raise ConfigError(msg)
    given = [real, *synthetic]
    _check_something_is_compared(given, attributes=attributes, embedding=embedding, model=model)
    kinds: list[Kind] = ["synthetic" if place else "real" for place in range(len(given))]
    sources = sources_of(given, kinds, identity=identity, names=names)
    # Read and found first, so that a wrong name is told before a long import.
    conditions = [read_condition(text) for text in ([fail_if] if isinstance(fail_if, str) else fail_if)]
    stage = embedding_stage(given, model, embedding or None)
    sets, runs = open_sets(sources, context, align=align, doubt="add --identity none")
    facesets = [each for each in sets if isinstance(each, FaceSet)]
    labels = choose_attributes(sets, attributes, first=DEFAULT_ANNOTATOR)
    if stage:
        runs += [embed_set(faceset, stage, context) for faceset in facesets]
        embedding = stage.layer.removeprefix("embeddings/")
    embeddings = (
        choose_embeddings(facesets, embedding, last=DEFAULT_EMBEDDER) if facesets else CommonLayer(embedding or GIVEN)
    )
    caution = embedder_caution(facesets, embeddings.name) if embeddings.name else None
    notes = tuple(note for note in (labels.note, embeddings.note, caution) if note)
    if labels.name is None and embeddings.name is None:
        msg = "\n  ".join(["the sets have nothing in common that can be compared:", *notes])
        raise FaceSetError(msg)
    for note in notes:
        context.tell(f"note: {note}")
    context.tell(f"reading {', '.join(each.info.name if isinstance(each, FaceSet) else each.name for each in sets)}")
    compared = [
        ComparedSet.load(each, labels=layer, embedding=embeddings.name)
        if isinstance(each, FaceSet)
        else each.compared_set()
        for each, layer in zip(sets, labels.layers or [None] * len(sets), strict=True)
    ]
    embedded = {each.description.name: each.people.embedded for each in compared if each.people.embedded}
    if embedded:
        check_same_dimensions(list(embedded.values()), list(embedded))
    _check_answerable(conditions, compared)
    attribute_names = {name for each in compared if each.people.labeled for name in each.people.labeled.attributes}
    comparison = compare_sets(
        compared,
        labels=labels.name,
        embedding=embeddings.name,
        score_density=score_density,
        pairs=pairs,
        demographics=breakdown_of(attribute_names),
        seed=seed,
        tell=context.tell,
    )
    opened = tuple(each if isinstance(each, FaceSet) else None for each in sets)
    checks = tuple(check for pair in comparison.pairs for check in check_comparison(pair, conditions))
    return ComparisonResult(
        replace(comparison, notes=notes, embedder_caution=caution), opened, tuple(compared), tuple(runs), checks
    )


def _check_answerable(conditions: Sequence[GateCondition], compared: Sequence[ComparedSet]) -> None:
    """See that conditions are about what is compared, and about attributes that there are.

    Raises:
        ConfigError: one isn't.
    """
    labeled = [each.people.labeled for each in compared if each.people.labeled]
    attributes = in_common(*labeled) if labeled else None
    embeddings = any(each.people.embedded for each in compared)
    for condition in conditions:
        condition.check_answerable(attributes=attributes, embeddings=embeddings)


def _check_something_is_compared(
    given: Sequence[ComparableLike], *, attributes: Asked, embedding: Asked, model: ModelLike | None
) -> None:
    """See that what is left out leaves something, and that no network is named for what is left out.

    Raises:
        ConfigError: it doesn't, or one is.
    """
    if embedding is False and model is not None:
        msg = "a model makes embeddings, which are left out; leave out the model, or don't leave out embeddings"
        raise ConfigError(msg)
    if embedding is False and (attributes is False or any(isinstance(each, Embeddings) for each in given)):
        msg = "nothing is left to compare: leave out attributes or embeddings, not both"
        raise ConfigError(msg)
