"""What a benchmark needs on the way: its images as a face set, and the embeddings of each recognizer."""

from collections.abc import Mapping

from facegap.benchmark import Protocol
from facegap.engine import Opened, RunSummary, import_once
from facegap.faces import Align
from facegap.faceset import FaceSet
from facegap.matching import Embed
from facegap.models import Model, find_model
from facegap.workflows.parts.context import RunContext
from facegap.workflows.parts.embedded import embed_set
from facegap.workflows.parts.sets import ModelLike


def import_protocol(
    protocol: Protocol,
    models: Mapping[str, Model],
    context: RunContext,
    *,
    detector: ModelLike,
    aligned: str | None,
) -> Opened:
    """Import a protocol's images into the cache, aligned unless they come so.

    Args:
        protocol: whose images.
        models: the recognizers, by name; the detector is looked for beside the first one too.
        context: where this runs.
        detector: finds the faces of photographs.
        aligned: the template that the images already are crops of; None where they aren't.
    """
    alignment, preparation = aligned or protocol.alignment, None
    if alignment is None:
        first = next(iter(models.values()))
        finder = (
            detector if isinstance(detector, Model) else find_model(str(detector), role="detector", beside=first.path)
        )
        preparation = Align(finder)
        alignment = preparation.alignment
    return import_once(
        protocol.reader(),
        name=protocol.name,
        kind="real",
        preparation=preparation,
        alignment=alignment,
        runner=context.import_runner,
        progress=context.progress,
    )


def embed_by_all(
    faceset: FaceSet, models: Mapping[str, Model], context: RunContext
) -> tuple[dict[str, str], list[RunSummary]]:
    """Embed images with each recognizer, where that isn't done; the name of each one's embeddings, and the runs."""
    layers, runs = {}, []
    for name, model in models.items():
        stage = Embed(model, f"{model.card.name}-{model.sha256[:8]}")
        runs.append(embed_set(faceset, stage, context))
        layers[name] = stage.layer.removeprefix("embeddings/")
    return layers, runs
