"""Sets that are made of the images of others, with their layers."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from facegap.base.version import __version__
from facegap.engine import LocalRunner, ProgressReport, create, run
from facegap.faceset import IMAGES, CopySource, FaceSetInfo, carried_layers
from facegap.workflows.parts.context import RunContext
from facegap.workflows.parts.made import MadeSet, layers_of, tell_replaced


@dataclass(frozen=True, repr=False, eq=False)
class CopiedSet(MadeSet):
    """A face set that was made of others.

    Attributes:
        layers: those that came along, besides ``images``.
        left_behind: the layers that didn't, each with the reason.
    """

    layers: tuple[str, ...]
    left_behind: Mapping[str, str]

    def facts(self) -> dict[str, Any]:
        left = [f"{layer}: {reason}" for layer, reason in self.left_behind.items()]
        return super().facts() | {"layers": list(self.layers), "left_behind": left}


class _How(TypedDict):
    """How the set and its layers are made."""

    runner: LocalRunner
    progress: ProgressReport
    replace: bool
    max_errors: float


def copy_images(source: CopySource, out: Path, info: FaceSetInfo, context: RunContext, *, replace: bool) -> CopiedSet:
    """Make a set of the images of others, and give it the layers that all of them have.

    Images that are in error where they come from are none of this run's: there is no bound on their number.
    """
    stages, left_behind = carried_layers(source)
    described = info.model_copy(update={"provenance": info.provenance | {"facegap": __version__}})
    how: _How = {"runner": context.runner, "progress": context.progress, "replace": replace, "max_errors": 1.0}
    before = layers_of(out)
    faceset, made = create(source, out, described, **how)
    for stage in stages:
        run(stage, faceset, **how)
    tell_replaced(before, faceset, context)
    for layer, reason in left_behind.items():
        context.tell(f"note: {layer} is left behind: {reason}")
    layers = (*(layer for layer in source.layers if layer != IMAGES), *(stage.layer for stage in stages))
    return CopiedSet(faceset, (made,), layers, left_behind)
