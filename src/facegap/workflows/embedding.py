"""Aligned faces to embeddings."""

from dataclasses import dataclass
from typing import Any

from facegap.engine import MAX_ERRORS
from facegap.matching import Embed
from facegap.models import ModelCard
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.embedded import embed_set
from facegap.workflows.parts.made import MadeLayer
from facegap.workflows.parts.sets import FaceSetLike, ModelLike, open_set, resolve_model

DEFAULT_EMBEDDER = "face-render"


@dataclass(frozen=True, repr=False, eq=False)
class EmbeddedLayer(MadeLayer):
    """A layer of embeddings.

    Attributes:
        card: of the network that made it.
    """

    card: ModelCard

    def facts(self) -> dict[str, Any]:
        layer, *rest = super().facts().items()
        return dict([layer, ("model", self.card.summary), *rest])


def embed(
    faceset: FaceSetLike,
    *,
    model: ModelLike = DEFAULT_EMBEDDER,
    align: ModelLike | None = None,
    name: str | None = None,
    mirror: bool = True,
    features: bool = False,
    replace: bool = False,
    workers: int | None = None,
    max_errors: float = MAX_ERRORS,
    progress: Progress = False,
    tell: Tell | None = None,
) -> EmbeddedLayer:
    """Add the layer ``embeddings/NAME`` to a face set: one unit vector a face.

    The network's card says how faces must be aligned; others are refused. What an interrupted run made is kept.

    Args:
        faceset: the set, or the path of one or of any data set that can be imported.
        model: an embedder: its path, the folder of its training, or a name. The default never saw a real person: it
            comes with facegap, is small, and tells photographs of people apart much less well than networks that did.
        align: a detector, its path or name, with which an import finds faces and crops them.
        name: of the layer; by default that of the network.
        mirror: whether the embedding of the mirrored face is added before normalizing.
        features: whether the layer before the embedding is taken, as ``NAME-features``: for annotators, not for
            recognition.
        replace: whether a layer of that name that was made another way is replaced.
        workers: processes that share the work; by default one a core.
        max_errors: the share of images that may fail before the run's summary says that there were too many.
        progress: True for a bar on standard error.
        tell: told what people should know, such as where an import is kept.

    Raises:
        ModelError: there is no such network.
        ContractError: the images aren't what it takes.
        FaceSetError: the layer exists and was made another way.
    """
    context = RunContext.of(workers=workers, progress=progress, tell=tell)
    # Found first, so that a wrong name is told before a long import.
    stage = Embed(resolve_model(model, role="embedder"), name, mirror, features)
    opened = open_set(faceset, context, align=align)
    run = embed_set(opened.faceset, stage, context, replace=replace, max_errors=max_errors)
    runs = tuple(each for each in (opened.imported, run) if each)
    return EmbeddedLayer(opened.faceset, stage.layer, runs, stage.model.card)
