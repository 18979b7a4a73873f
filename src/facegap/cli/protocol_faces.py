"""Making what a benchmark needs on the way: its images as a face set, and the embeddings of each recognizer."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from facegap.base.errors import ConfigError
from facegap.benchmark import Protocol, open_protocol
from facegap.cli.preparing import embedded
from facegap.engine import LocalRunner, Opened, RichProgress, RunSummary, import_once
from facegap.faces import Align
from facegap.faceset import FaceSet
from facegap.matching import Embed
from facegap.models import Model, find_model, find_models, trained_files


def named_models(references: Sequence[str]) -> dict[str, Model]:
    """The recognizers by name, all those of a training's folder; two of one name are told apart by their hashes.

    Raises:
        ConfigError: one is named twice.
        ModelError: there is none of a name, or in a folder.
    """
    found = [model for reference in references for model in find_models(reference, role="embedder")]
    names = [model.card.name for model in found]
    named = {
        name if names.count(name) == 1 else f"{name}-{model.sha256[:8]}": model
        for name, model in zip(names, found, strict=True)
    }
    if len(named) < len(found):
        msg = f"the same network is named twice: {', '.join(references)}"
        raise ConfigError(msg)
    return named


def runs_of(models: Mapping[str, Model]) -> dict[str, list[str]]:
    """The names of recognizers that one training made with several seeds, by its folder.

    Folders are called by their names, those of one name by as much of their paths as tells them apart.

    Raises:
        ModelError: a folder's record can't be read.
    """
    runs: dict[Path, list[str]] = {}
    for name, model in models.items():
        folder = model.path.parent.resolve()
        if model.path.name in trained_files(folder):
            runs.setdefault(folder, []).append(name)
    runs = {folder: names for folder, names in runs.items() if len(names) > 1}
    return dict(zip(_told_apart(list(runs)), runs.values(), strict=True))


def _told_apart(folders: Sequence[Path]) -> list[str]:
    """The last names of different absolute paths, as few as make them differ."""
    length = 1
    while True:
        names = [str(Path(*folder.parts[-length:])) for folder in folders]
        if len(set(names)) == len(names):
            return names
        length += 1


def opened_protocols(names: Sequence[str], data: Sequence[Path]) -> list[Protocol]:
    """Each protocol on its data.

    Raises:
        ConfigError: not as many data as names.
    """
    if len(names) != len(data):
        msg = f"{len(names)} of --protocol and {len(data)} of --data; each protocol needs its data, in the same order"
        raise ConfigError(msg)
    return [open_protocol(name, path) for name, path in zip(names, data, strict=True)]


def images_of(
    protocol: Protocol, models: Mapping[str, Model], *, detector: str, aligned: str | None, workers: int | None
) -> Opened:
    """Import a protocol's images into the cache, aligned unless they come so."""
    alignment, preparation = aligned or protocol.alignment, None
    if alignment is None:
        first = next(iter(models.values()))
        preparation = Align(find_model(detector, role="detector", beside=first.path))
        alignment = preparation.alignment
    return import_once(
        protocol.reader(),
        name=protocol.name,
        kind="real",
        preparation=preparation,
        alignment=alignment,
        runner=LocalRunner(workers),
        progress=RichProgress(),
    )


def embed_for(
    faceset: FaceSet, models: Mapping[str, Model], *, workers: int | None
) -> tuple[dict[str, str], list[RunSummary]]:
    """Embed the images with each recognizer, where that isn't done; the layer of each by its name, and the runs."""
    layers, runs = {}, []
    for name, model in models.items():
        stage = Embed(model, f"{model.card.name}-{model.sha256[:8]}")
        runs.append(embedded(faceset, stage, workers=workers))
        layers[name] = stage.layer.removeprefix("embeddings/")
    return layers, runs
