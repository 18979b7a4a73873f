"""The images of a face set in another format."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facegap.engine import RunSummary
from facegap.faceset import export as write_images
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.result import Result
from facegap.workflows.parts.sets import FaceSetLike, open_set


@dataclass(frozen=True, repr=False, eq=False)
class Exported(Result):
    """Images that were written.

    Attributes:
        path: where to.
        images: how many.
        left_out: images that are in error.
        runs: the import that was needed, if any.
    """

    path: Path
    images: int
    left_out: int
    runs: tuple[RunSummary, ...]

    @property
    def headline(self) -> str:
        return f"{self.images} images in {self.path}, {self.left_out} left out"

    def facts(self) -> dict[str, Any]:
        return {"written_to": str(self.path), "images": self.images, "left_out": self.left_out}


def export(
    faceset: FaceSetLike,
    out: str | Path,
    *,
    format: str,  # noqa: A002  # as the option of the command
    workers: int | None = None,
    progress: Progress = False,
    tell: Tell | None = None,
) -> Exported:
    """Write the images of a face set, bit for bit, as folders, WebDataset tars or an InsightFace .rec.

    Args:
        faceset: the set, or the path of one or of any data set that can be imported.
        out: where to; must not exist.
        format: ``folder``, ``webdataset`` or ``rec``.
        workers: processes that share an import; by default one a core.
        progress: True for a bar on standard error.
        tell: told what people should know, such as where an import is kept.

    Raises:
        FormatError: there is no such format, or ``out`` exists.
    """
    opened = open_set(faceset, RunContext.of(workers=workers, progress=progress, tell=tell))
    count = write_images(opened.faceset, Path(out), format_name=format)
    runs = (opened.imported,) if opened.imported else ()
    return Exported(Path(out), count, len(opened.faceset) - count, runs)
