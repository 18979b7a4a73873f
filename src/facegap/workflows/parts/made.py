"""What workflows make: a face set, or a layer of one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from facegap.engine import RunSummary
from facegap.faceset import IMAGES, FaceSet
from facegap.workflows.parts.context import RunContext
from facegap.workflows.parts.result import Result, run_facts


@dataclass(frozen=True, repr=False, eq=False)
class MadeSet(Result):
    """A face set that was made.

    Attributes:
        faceset: the set.
        runs: the run that made it.
    """

    faceset: FaceSet
    runs: tuple[RunSummary, ...]

    @property
    def headline(self) -> str:
        return f"{self.faceset.info.name} in {self.faceset.path}"

    def facts(self) -> dict[str, Any]:
        return {
            "face_set": str(self.faceset.path),
            "identities": self.faceset.identities(),
            **run_facts(self.runs[-1]),
        }

    def _lines(self) -> list[str]:
        return [_told(self.runs[-1])]


@dataclass(frozen=True, repr=False, eq=False)
class MadeLayer(Result):
    """A layer that was added to a face set.

    Attributes:
        faceset: the set.
        layer: the layer's name, such as ``embeddings/sface``.
        runs: the import that was needed, if any, and the run that made the layer.
    """

    faceset: FaceSet
    layer: str
    runs: tuple[RunSummary, ...]

    @property
    def headline(self) -> str:
        return f"{self.layer} of {self.faceset.path}"

    def to_frame(self) -> pl.DataFrame:
        """The layer with the image's id and identity before its columns."""
        prefix = f"{self.layer}."
        rows = self.faceset.scan(IMAGES, self.layer).select("image_id", "identity", pl.col(f"^{prefix}.*$")).collect()
        return rows.rename(lambda name: name.removeprefix(prefix))

    def facts(self) -> dict[str, Any]:
        return {"layer": self.layer, **run_facts(self.runs[-1])}

    def _lines(self) -> list[str]:
        return [_told(self.runs[-1])]


def layers_of(path: Path) -> frozenset[str]:
    """The layers of the face set at a path, besides its images; none where there is no complete set."""
    if not (path / "faceset.json").is_file():
        return frozenset()
    faceset = FaceSet.open(path)
    return frozenset({*faceset.layers(), *faceset.people_layers()} - {IMAGES})


def tell_replaced(before: frozenset[str], faceset: FaceSet, context: RunContext) -> None:
    """Tell which layers a set no longer has, since its images were replaced."""
    gone = sorted(before - {*faceset.layers(), *faceset.people_layers()})
    if gone:
        context.tell(f"note: {', '.join(gone)} went with the images of {faceset.path} that were replaced")


def _told(run: RunSummary) -> str:
    """A run in a line."""
    return f"{run.rows} images, {run.made} made now, {run.errors} errors" + "".join(
        f"\n    {reason}" for reason in run.reasons
    )
