"""Sets and the embeddings of several networks, made on the way where networks are named."""

from collections.abc import Sequence
from dataclasses import dataclass

from facegap.base.errors import ConfigError
from facegap.engine import RunSummary
from facegap.faceset import FaceSet
from facegap.matching import check_embedded_alike, common_embedding, embedding_names, only_embedding
from facegap.workflows.parts.context import RunContext
from facegap.workflows.parts.embedded import GIVEN, GivenSet, embed_set, embedding_stage, open_sets
from facegap.workflows.parts.embeddings import Embeddings
from facegap.workflows.parts.missing_layers import require_layer
from facegap.workflows.parts.sets import ModelLike


@dataclass(frozen=True)
class PreparedNetworks:
    """Sets that can be compared by the embeddings of one or several networks.

    Attributes:
        sets: in the order in which they were asked for.
        embeddings: the names of the embeddings that all have.
        runs: the imports and embeddings that it took.
    """

    sets: tuple[FaceSet | Embeddings, ...]
    embeddings: tuple[str, ...]
    runs: tuple[RunSummary, ...]


def prepare_networks(
    sources: Sequence[GivenSet],
    context: RunContext,
    *,
    embeddings: Sequence[str],
    models: Sequence[ModelLike],
    align: ModelLike | None,
) -> PreparedNetworks:
    """Open or import sets, and embed them with the networks that are named.

    Args:
        sources: the sets.
        context: where all this runs.
        embeddings: the names of the embeddings to use; by default those of ``models``, or all that the sets have in
            common.
        models: the networks with which all sets are embedded; empty where they have embeddings.
        align: the detector with which imports find and crop faces.

    Raises:
        ConfigError: there are not as many names as networks, a network is named for embeddings in memory, or several
            names, of which they have one.
        FaceSetError: the sets have no such embeddings in common, or none at all.
    """
    if models and embeddings and len(embeddings) != len(models):
        msg = f"names of embeddings: {', '.join(embeddings)}; networks: {len(models)}; give one name for each, or none"
        raise ConfigError(msg)
    given = [source.given for source in sources]
    in_memory = [each for each in given if isinstance(each, Embeddings)]
    if in_memory and len(set(embeddings)) > 1:
        msg = f"{in_memory[0].name} has embeddings of one network: name one, or give face sets only"
        raise ConfigError(msg)
    # Found first, so that a wrong name is told before a long import.
    named = zip(models, embeddings or (None,) * len(models), strict=False)  # without networks, none
    stages = [embedding_stage(given, model, name) for model, name in named]
    sets, runs = open_sets(sources, context, align=align)
    facesets = [each for each in sets if isinstance(each, FaceSet)]
    names = list(embeddings)
    if stages:
        wanted = [stage for stage in stages if stage]
        runs += [embed_set(faceset, stage, context) for stage in wanted for faceset in facesets]
        names = [stage.layer.removeprefix("embeddings/") for stage in wanted]
    return PreparedNetworks(tuple(sets), _in_common(facesets, names, one=bool(in_memory)), tuple(runs))


def _in_common(facesets: Sequence[FaceSet], names: Sequence[str], *, one: bool) -> tuple[str, ...]:
    """The names of the embeddings that face sets can be compared by: those asked for, or all that they have.

    Args:
        facesets: the sets; there may be none.
        names: those asked for; empty for all.
        one: whether they are compared with embeddings of one network.

    Raises:
        FaceSetError: a set has none of them, or another network made them.
    """
    if not facesets:
        return tuple(names[:1]) or (GIVEN,)
    for name in names:
        require_layer(facesets, "embeddings", name)
    common = sorted(set.intersection(*(embedding_names(faceset) for faceset in facesets)))
    if not names and (one or not common):
        return (common_embedding(facesets) if len(facesets) > 1 else only_embedding(facesets[0]),)
    chosen = tuple(dict.fromkeys(names or common))
    for name in chosen:
        check_embedded_alike(facesets, name)
    return chosen
