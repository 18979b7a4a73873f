"""Aligned faces to embeddings."""

from dataclasses import dataclass
from typing import Any

from facegap.engine import MAX_ERRORS, RunSummary, run_people
from facegap.faceset import FaceSet
from facegap.matching import Embed, MeanEmbedding
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
        people: the run that made the mean embedding of each person, if they were wanted.
    """

    card: ModelCard
    people: RunSummary | None = None

    def facts(self) -> dict[str, Any]:
        layer, *rest = super().facts().items()
        facts = dict([layer, ("model", self.card.summary), *rest])
        return facts | ({"people_layer": self.people.layer, "people": self.people.rows} if self.people else {})


def embed(
    faceset: FaceSetLike,
    *,
    model: ModelLike = DEFAULT_EMBEDDER,
    align: ModelLike | None = None,
    name: str | None = None,
    mirror: bool = True,
    features: bool = False,
    people: bool = False,
    replace: bool = False,
    device: str = "cpu",
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
        people: whether the mean embedding of each person is added too, as the layer ``people/NAME``.
        replace: whether a layer of that name that was made another way is replaced.
        device: where networks run: ``cpu``, a GPU such as ``cuda:0``, or several, as in ``cuda:0,cuda:1``; an import on
            the way finds faces on the CPU.
        workers: processes that share the work; by default one a core.
        max_errors: the share of images that may fail before the run's summary says that there were too many.
        progress: True for a bar on standard error.
        tell: told what people should know, such as where an import is kept.

    Raises:
        ModelError: there is no such network.
        ContractError: the images aren't what it takes.
        FaceSetError: the layer exists and was made another way.

    Examples:
        >>> from pathlib import Path
        >>> import numpy as np
        >>> import facegap as fg
        >>> from facegap.faceset import encode_png
        >>> for person in ("ann", "bob"):
        ...     Path("photos", person).mkdir(parents=True)
        ...     _ = Path("photos", person, "1.png").write_bytes(encode_png(np.zeros((112, 112, 3), dtype=np.uint8)))
        >>> made = fg.import_faces("photos", "people", kind="real", aligned="arcface-112", workers=1)
        >>> layer = fg.embed(made.faceset, workers=1)
        >>> layer.layer, layer.to_frame().columns
        ('embeddings/face-render', ['image_id', 'identity', 'embedding', 'norm', 'error'])
    """
    context = RunContext.of(workers=workers, device=device, progress=progress, tell=tell)
    # Found first, so that a wrong name is told before a long import.
    stage = Embed(resolve_model(model, role="embedder"), name, mirror, features)
    opened = open_set(faceset, context, align=align)
    run = embed_set(opened.faceset, stage, context, replace=replace, max_errors=max_errors)
    means = _embed_people(opened.faceset, stage, context, replace=replace) if people else None
    runs = tuple(each for each in (opened.imported, means, run) if each)  # the layer's own run is the last
    return EmbeddedLayer(opened.faceset, stage.layer, runs, stage.model.card, means)


def _embed_people(faceset: FaceSet, stage: Embed, context: RunContext, *, replace: bool) -> RunSummary:
    means = MeanEmbedding.of(faceset, stage.layer.removeprefix("embeddings/"))
    # Means are made again where the embeddings are: they are of no others.
    return run_people(means, faceset, runner=context.runner, progress=context.progress, replace=replace)
