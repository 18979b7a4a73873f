"""Embeddings that a workflow needs: made on the way where a network is named, otherwise those that the sets have."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from facegap.base.errors import ArrayError, ConfigError
from facegap.benchmark.leakage import NamedEmbeddings
from facegap.engine import MAX_ERRORS, RunSummary, run
from facegap.faceset import FaceSet, Kind
from facegap.matching import Embed, EmbeddedSet, common_embedding, only_embedding
from facegap.models import check_contract
from facegap.workflows.parts.context import RunContext
from facegap.workflows.parts.embeddings import Embeddings
from facegap.workflows.parts.sets import FaceSetLike, ModelLike, open_set, resolve_model

ComparableLike = FaceSetLike | Embeddings
"""What can be compared by embeddings: a face set, its path, or embeddings in memory."""

GIVEN = "embeddings in memory"
"""What embeddings are called that don't come from a face set."""

_PREFIX = "embeddings/"


@dataclass(frozen=True)
class PreparedSets:
    """Sets that can be compared by their embeddings.

    Attributes:
        sets: in the order in which they were asked for.
        embedding: the name of the embeddings that all have; None where none are wanted.
        runs: the imports and embeddings that it took.
    """

    sets: tuple[FaceSet | Embeddings, ...]
    embedding: str | None
    runs: tuple[RunSummary, ...]


def prepare_sets(
    sources: Sequence[tuple[ComparableLike, Kind | None]],
    context: RunContext,
    *,
    embedding: str | None,
    model: ModelLike | None,
    align: ModelLike | None,
    optional: bool = False,
    check: Callable[[Sequence[FaceSet | Embeddings]], None] = lambda _: None,
) -> PreparedSets:
    """Open or import sets, and embed them if a network is named.

    Names of networks are looked up before a long import, and ``check`` is called before a long embedding.

    Args:
        sources: each set, and as what it is opened if it is imported.
        context: where all this runs.
        embedding: the name of the embeddings; by default the only ones that all sets have, or those of ``model``.
        model: the network with which all sets are embedded; None where they have embeddings.
        align: the detector with which imports find and crop faces.
        optional: whether no embeddings are used where neither a name nor a network is given.
        check: sees that the sets have what else is needed.

    Raises:
        ConfigError: a network is named for embeddings in memory.
        FaceSetError: the sets have no embeddings, or several, in common.
    """
    in_memory = [source for source, _ in sources if isinstance(source, Embeddings)]
    if in_memory and model:
        msg = f"{in_memory[0].name} has embeddings and no images: leave out the model, or give face sets only"
        raise ConfigError(msg)
    stage = Embed(resolve_model(model, role="embedder"), embedding) if model else None
    runs: list[RunSummary] = []
    sets: list[FaceSet | Embeddings] = []
    for source, kind in sources:
        if isinstance(source, Embeddings):
            sets.append(source)
            continue
        opened = open_set(source, context, kind=kind, align=align)
        sets.append(opened.faceset)
        runs += [opened.imported] if opened.imported else []
    check(sets)
    facesets = [each for each in sets if isinstance(each, FaceSet)]
    name = embedding
    if stage:
        runs += [embed_set(faceset, stage, context) for faceset in facesets]
        name = stage.layer.removeprefix(_PREFIX)
    if not facesets:
        name = name or GIVEN
    elif name or in_memory or not optional:
        name = common_embedding(facesets, name) if len(facesets) > 1 else only_embedding(facesets[0], name)
    return PreparedSets(tuple(sets), name, tuple(runs))


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
    return run(stage, faceset, runner=context.runner, progress=context.progress, replace=replace, max_errors=max_errors)
