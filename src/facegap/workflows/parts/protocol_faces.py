"""What a benchmark needs on the way: its images as a face set, and the embeddings of each recognizer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from facegap.benchmark import MatchedFaces, Protocol
from facegap.engine import Opened, RunSummary, fingerprint, import_once
from facegap.faces import Align
from facegap.faceset import FaceSet
from facegap.matching import Embed
from facegap.models import Model, find_model
from facegap.workflows.parts.context import RunContext
from facegap.workflows.parts.embedded import embed_set
from facegap.workflows.parts.sets import ModelLike

_LACKING_TOLD = 3


@dataclass(frozen=True)
class EmbeddedFaces:
    """A protocol's faces, embedded by each recognizer.

    Attributes:
        faces: where they are.
        layers: the name of each recognizer's embeddings.
        runs: the import and the embeddings that it took.
    """

    faces: MatchedFaces
    layers: Mapping[str, str]
    runs: tuple[RunSummary, ...]


def embedded_faces(
    protocol: Protocol,
    models: Mapping[str, Model],
    context: RunContext,
    *,
    given: FaceSet | Path | str | None,
    detector: ModelLike,
    aligned: str | None,
) -> EmbeddedFaces:
    """Find a protocol's faces in a face set, or import its images into the cache; embed what isn't embedded.

    Args:
        protocol: whose images.
        models: the recognizers, by name; the detector is looked for beside the first one too.
        context: where this runs; told which images a face set lacks.
        given: a face set that holds the faces; None imports the protocol's images, aligned unless they come so.
        detector: finds the faces of photographs.
        aligned: the template that the images already are crops of; None where they aren't.

    Raises:
        FaceSetError: there is no face set where one is given.
        BenchmarkError: it lacks more than half of the images.
        ContractError: its images aren't what a network takes.
    """
    if given is None:
        opened = _import_protocol(protocol, models, context, detector=detector, aligned=aligned)
        faces, imported = MatchedFaces.of_import(opened.faceset), opened.imported
    else:
        faceset = given if isinstance(given, FaceSet) else FaceSet.open(given)
        faces, imported = MatchedFaces.find(protocol, faceset), None
        _tell_matched(faces, protocol, context)
    layers, embedded = _embed_by_all(faces.faceset, models, context)
    return EmbeddedFaces(faces, layers, (*([imported] if imported else []), *embedded))


def _tell_matched(faces: MatchedFaces, protocol: Protocol, context: RunContext) -> None:
    context.tell(f"{len(faces) - len(faces.lacking):,} of {len(faces):,} images are in {faces.path}")
    if faces.lacking:
        some = ", ".join(faces.lacking[:_LACKING_TOLD])
        more = f" and {len(faces.lacking) - _LACKING_TOLD:,} more" if len(faces.lacking) > _LACKING_TOLD else ""
        context.tell(
            f"note: {faces.faceset.info.name} lacks {some}{more} of {protocol.name}; they count as images without an "
            "embedding, and what is compared with them is left out"
        )


def _import_protocol(
    protocol: Protocol,
    models: Mapping[str, Model],
    context: RunContext,
    *,
    detector: ModelLike,
    aligned: str | None,
) -> Opened:
    """Import a protocol's images into the cache."""
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


def _embed_by_all(
    faceset: FaceSet, models: Mapping[str, Model], context: RunContext
) -> tuple[dict[str, str], list[RunSummary]]:
    """Embed images with each recognizer, where that isn't done; the name of each one's embeddings, and the runs."""
    layers, runs = {}, []
    for name, model in models.items():
        stage = _stage_of(model, faceset)
        runs.append(embed_set(faceset, stage, context))
        layers[name] = stage.layer.removeprefix(_PREFIX)
    return layers, runs


_PREFIX = "embeddings/"


def _stage_of(model: Model, faceset: FaceSet) -> Embed:
    """The stage that embeds with a network, under the name of the layer that it has made already, if it has."""
    stage = Embed(model, f"{model.card.name}-{model.sha256[:8]}")
    needs = {layer: faceset.layer(layer).content for layer in stage.needs}
    wanted = fingerprint(stage.settings(), needs)
    for layer in faceset.layers():
        if layer.startswith(_PREFIX) and faceset.layer(layer).fingerprint == wanted:
            return replace(stage, name=layer.removeprefix(_PREFIX))
    return stage
