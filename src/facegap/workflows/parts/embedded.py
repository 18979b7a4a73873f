"""Embeddings that a workflow needs: made on the way where a network is named, otherwise those that the sets have."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, get_args

from facegap.base.errors import ArrayError, ConfigError
from facegap.base.suggestions import unknown
from facegap.benchmark.leakage import NamedEmbeddings
from facegap.engine import MAX_ERRORS, RunSummary, run
from facegap.faceset import FaceSet, IdentityFrom, Kind, holds_faceset
from facegap.matching import Embed, EmbeddedSet, common_embedding, only_embedding
from facegap.models import check_contract
from facegap.workflows.parts.context import RunContext
from facegap.workflows.parts.embeddings import Embeddings
from facegap.workflows.parts.missing_layers import require_layer
from facegap.workflows.parts.sets import MAKE_A_SET, FaceSetLike, ModelLike, open_set, resolve_model

ComparableLike = FaceSetLike | Embeddings
"""What can be compared by embeddings: a face set, its path, or embeddings in memory."""

GIVEN = "embeddings in memory"
"""What embeddings are called that don't come from a face set."""

_PREFIX = "embeddings/"

T = TypeVar("T")


@dataclass(frozen=True)
class PreparedSets:
    """Sets that can be compared by their embeddings.

    Attributes:
        sets: in the order in which they were asked for.
        embedding: the name of the embeddings that all have.
        runs: the imports and embeddings that it took.
    """

    sets: tuple[FaceSet | Embeddings, ...]
    embedding: str
    runs: tuple[RunSummary, ...]


@dataclass(frozen=True)
class GivenSet:
    """A set that a workflow is given.

    Attributes:
        given: the set, its path, or embeddings in memory.
        kind: real or synthetic, as what the images of an import are opened.
        identity: where an import takes identities from.
        name: what it is called here; None for the name that it has.
    """

    given: ComparableLike
    kind: Kind | None = None
    identity: IdentityFrom = "source"
    name: str | None = None


def sources_of(
    given: Sequence[ComparableLike],
    kinds: Sequence[Kind],
    *,
    identity: IdentityFrom | Sequence[IdentityFrom],
    names: Sequence[str | None] | None,
) -> list[GivenSet]:
    """The sets, each as what it is opened.

    Args:
        given: the sets.
        kinds: real or synthetic, one for each set.
        identity: where identities come from, for all imports on the way or one for each set.
        names: what they are called, one for each set, None for the name that it has.

    Raises:
        ConfigError: there aren't as many names or identities as sets, or an identity isn't known or is for a set that
            isn't imported.
    """
    known: tuple[IdentityFrom, ...] = get_args(IdentityFrom)
    identities = _one_each([identity] * len(given) if isinstance(identity, str) else identity, given, "identities")
    for each in identities:
        if each not in known:
            raise ConfigError(unknown(each, known, "identity", listed=True))
    unused = [
        source
        for source, each in zip(given, identities, strict=True)
        if each != "source" and (isinstance(source, FaceSet | Embeddings) or holds_faceset(Path(source)))
    ]
    if unused and (not isinstance(identity, str) or len(unused) == len(given)):
        where = unused[0].path if isinstance(unused[0], FaceSet) else unused[0]
        msg = (
            f"identity says how a data set is imported on the way, and {where} is there already; make it anew with "
            "`facegap import --identity`, or leave it out"
        )
        raise ConfigError(msg)
    called = _one_each([None] * len(given) if names is None else names, given, "names")
    return [GivenSet(*each) for each in zip(given, kinds, identities, called, strict=True)]


def _one_each(values: Sequence[T], given: Sequence[ComparableLike], what: str) -> Sequence[T]:
    """The values, seen to be one for each set.

    Raises:
        ConfigError: they aren't.
    """
    if isinstance(values, str) or len(values) != len(given):
        msg = f"{what} are {values!r}; give one for each of the {len(given)} sets, in their order"
        raise ConfigError(msg)
    return values


def prepare_sets(
    sources: Sequence[GivenSet],
    context: RunContext,
    *,
    embedding: str | None,
    model: ModelLike | None,
    align: ModelLike | None,
) -> PreparedSets:
    """Open or import sets, and embed them if a network is named.

    Args:
        sources: the sets.
        context: where all this runs.
        embedding: the name of the embeddings; by default the only ones that all sets have, or those of ``model``.
        model: the network with which all sets are embedded; None where they have embeddings.
        align: the detector with which imports find and crop faces.

    Raises:
        ConfigError: a network is named for embeddings in memory.
        FaceSetError: the sets have no embeddings, or several, in common.
    """
    # Found first, so that a wrong name is told before a long import.
    stage = embedding_stage([each.given for each in sources], model, embedding)
    sets, runs = open_sets(sources, context, align=align)
    facesets = [each for each in sets if isinstance(each, FaceSet)]
    name = embedding
    if stage:
        runs += [embed_set(faceset, stage, context) for faceset in facesets]
        name = stage.layer.removeprefix(_PREFIX)
    if not facesets:
        return PreparedSets(tuple(sets), name or GIVEN, tuple(runs))
    if name:
        require_layer(facesets, "embeddings", name)
    name = common_embedding(facesets, name) if len(facesets) > 1 else only_embedding(facesets[0], name)
    return PreparedSets(tuple(sets), name, tuple(runs))


def embedding_stage(given: Sequence[ComparableLike], model: ModelLike | None, name: str | None) -> Embed | None:
    """The stage that embeds face sets on the way; None where no network is named.

    Raises:
        ConfigError: a network is named for embeddings in memory.
        ModelError: there is no such network.
    """
    in_memory = [each for each in given if isinstance(each, Embeddings)]
    if in_memory and model:
        msg = f"{in_memory[0].name} has embeddings and no images: leave out the model, or give face sets only"
        raise ConfigError(msg)
    return Embed(resolve_model(model, role="embedder"), name) if model else None


def open_sets(
    sources: Sequence[GivenSet], context: RunContext, *, align: ModelLike | None, doubt: str = MAKE_A_SET
) -> tuple[list[FaceSet | Embeddings], list[RunSummary]]:
    """Open or import sets; also the imports that it took.

    Args:
        sources: the sets.
        context: where imports run.
        align: the detector with which imports find and crop faces.
        doubt: what to do where folders of an import aren't people, as the end of a sentence.
    """
    sets: list[FaceSet | Embeddings] = []
    runs: list[RunSummary] = []
    for source in sources:
        if isinstance(source.given, Embeddings):
            sets.append(source.given.called(source.name or source.given.name))
            continue
        if not isinstance(source.given, FaceSet) and not holds_faceset(Path(source.given)):
            context.tell(f"looking for images in {source.given}")
        opened = open_set(source.given, context, kind=source.kind, align=align, identity=source.identity, doubt=doubt)
        sets.append(_called(opened.faceset, source.name))
        runs += [opened.imported] if opened.imported else []
    return sets, runs


def _called(faceset: FaceSet, name: str | None) -> FaceSet:
    """The face set under another name, which nothing on disk has."""
    return FaceSet(faceset.path, faceset.info.model_copy(update={"name": name})) if name else faceset


def load_embedded(source: FaceSet | Embeddings, embedding: str) -> NamedEmbeddings:
    """A set's embeddings, with the names of its images and people.

    Raises:
        FaceSetError: a face set has no such embeddings.
    """
    if isinstance(source, FaceSet):
        return NamedEmbeddings.load(source, embedding)
    return NamedEmbeddings(source.name, source.embedded_set(), source.image_ids, source.identities)


def check_same_dimensions(sets: Sequence[EmbeddedSet], names: Sequence[str]) -> None:
    """See that sets, of which some are in memory, have embeddings of one size.

    Raises:
        ArrayError: two differ.
    """
    first = sets[0].embeddings.shape[1]
    for name, each in zip(names, sets, strict=True):
        if each.embeddings.shape[1] != first:
            msg = (
                f"{names[0]} has {first} dimensions and {name} {each.embeddings.shape[1]}: embeddings of different "
                "networks can't be compared"
            )
            raise ArrayError(msg)


def embed_set(
    faceset: FaceSet, stage: Embed, context: RunContext, *, replace: bool = False, max_errors: float = MAX_ERRORS
) -> RunSummary:
    """Add embeddings to a face set, having seen that its images are what the network takes.

    Raises:
        ContractError: they aren't.
    """
    check_contract(faceset, stage.model.card)
    if replace or stage.layer not in faceset.layers():
        context.tell(f"embedding {faceset.info.name} with {stage.model.card.name}")
    return run(stage, faceset, runner=context.runner, progress=context.progress, replace=replace, max_errors=max_errors)
