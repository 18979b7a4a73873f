"""Embeddings that a workflow needs: made on the way where a network is named, otherwise those that the sets have."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from facegap.engine import MAX_ERRORS, RunSummary, run
from facegap.faceset import FaceSet, Kind
from facegap.matching import Embed, common_embedding, only_embedding
from facegap.models import check_contract
from facegap.workflows.parts.context import RunContext
from facegap.workflows.parts.sets import FaceSetLike, ModelLike, open_set, resolve_model

_PREFIX = "embeddings/"


@dataclass(frozen=True)
class PreparedSets:
    """Face sets that can be compared by their embeddings.

    Attributes:
        facesets: in the order in which they were asked for.
        embedding: the name of the embeddings that all have; None where none are wanted.
        runs: the imports and embeddings that it took.
    """

    facesets: tuple[FaceSet, ...]
    embedding: str | None
    runs: tuple[RunSummary, ...]


def prepare_sets(
    sources: Sequence[tuple[FaceSetLike, Kind | None]],
    context: RunContext,
    *,
    embedding: str | None,
    model: ModelLike | None,
    align: ModelLike | None,
    optional: bool = False,
    check: Callable[[Sequence[FaceSet]], None] = lambda _: None,
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
        FaceSetError: the sets have no embeddings, or several, in common.
    """
    stage = Embed(resolve_model(model, role="embedder"), embedding) if model else None
    opened = [open_set(source, context, kind=kind, align=align) for source, kind in sources]
    facesets = tuple(each.faceset for each in opened)
    runs = [each.imported for each in opened if each.imported]
    check(facesets)
    name = embedding
    if stage:
        runs += [embed_set(faceset, stage, context) for faceset in facesets]
        name = stage.layer.removeprefix(_PREFIX)
    if name or not optional:
        name = common_embedding(facesets, name) if len(facesets) > 1 else only_embedding(facesets[0], name)
    return PreparedSets(facesets, name, tuple(runs))


def embed_set(
    faceset: FaceSet, stage: Embed, context: RunContext, *, replace: bool = False, max_errors: float = MAX_ERRORS
) -> RunSummary:
    """Add embeddings to a face set, having seen that its images are what the network takes.

    Raises:
        ContractError: they aren't.
    """
    check_contract(faceset, stage.model.card)
    return run(stage, faceset, runner=context.runner, progress=context.progress, replace=replace, max_errors=max_errors)
