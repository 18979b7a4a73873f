"""The recognizers that a benchmark measures, and which of them one training made."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from facegap.base.errors import ConfigError
from facegap.models import Model, find_models, trained_files
from facegap.workflows.parts.sets import ModelLike


def named_models(references: Sequence[ModelLike]) -> dict[str, Model]:
    """The recognizers by name, all those of a training's folder; two of one name are told apart by their hashes.

    Raises:
        ConfigError: one is named twice.
        ModelError: there is none of a name, or in a folder.
    """
    models = [model for reference in references for model in _all_of(reference)]
    names = [model.card.name for model in models]
    named = {
        name if names.count(name) == 1 else f"{name}-{model.sha256[:8]}": model
        for name, model in zip(names, models, strict=True)
    }
    if len(named) < len(models):
        msg = f"the same network is named twice: {', '.join(map(_name, references))}"
        raise ConfigError(msg)
    return named


def _all_of(reference: ModelLike) -> list[Model]:
    return [reference] if isinstance(reference, Model) else find_models(str(reference), role="embedder")


def _name(reference: ModelLike) -> str:
    return reference.card.name if isinstance(reference, Model) else str(reference)


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
    return dict(zip(_distinct_names(list(runs)), runs.values(), strict=True))


def _distinct_names(folders: Sequence[Path]) -> list[str]:
    """The last names of different absolute paths, as few as make them differ."""
    length = 1
    while True:
        names = [str(Path(*folder.parts[-length:])) for folder in folders]
        if len(set(names)) == len(names):
            return names
        length += 1
