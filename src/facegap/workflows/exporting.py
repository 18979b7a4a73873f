"""The images of a face set in another format."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facegap.base.errors import ConfigError
from facegap.engine import RunSummary
from facegap.faceset import PEOPLE, export_images, export_people
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.result import Result
from facegap.workflows.parts.sets import FaceSetLike, open_set


@dataclass(frozen=True, repr=False, eq=False)
class Exported(Result):
    """Images, or people, that were written.

    Attributes:
        path: where to.
        what: ``images`` or ``people``.
        count: how many.
        left_out: those that are in error.
        runs: the import that was needed, if any.
    """

    path: Path
    what: str
    count: int
    left_out: int
    runs: tuple[RunSummary, ...]

    @property
    def headline(self) -> str:
        return f"{self.count} {self.what} in {self.path}, {self.left_out} left out"

    def facts(self) -> dict[str, Any]:
        return {"written_to": str(self.path), self.what: self.count, "left_out": self.left_out}


def export(
    faceset: FaceSetLike,
    out: str | Path,
    *,
    format: str | None = None,  # noqa: A002  # as the option of the command
    people: str | None = None,
    workers: int | None = None,
    progress: Progress = False,
    tell: Tell | None = None,
) -> Exported:
    """Write the images of a face set as folders, WebDataset tars or an InsightFace .rec; or a layer over people.

    Images, and files such as adapters, are written bit for bit.

    Args:
        faceset: the set, or the path of one or of any data set that can be imported.
        out: where to; must not exist.
        format: of images: ``folder``, ``webdataset`` or ``rec``.
        people: in place of images, the layer ``people/NAME`` that is written, as a folder with the table
            ``people.parquet`` and the files that are values of it, such as adapters.
        workers: processes that share an import; by default one a core.
        progress: True for a bar on standard error.
        tell: told what people should know, such as where an import is kept.

    Raises:
        ConfigError: neither a format nor a layer is named, or both.
        FaceSetError: there is no such layer.
        FormatError: there is no such format, or ``out`` exists.

    Examples:
        >>> from pathlib import Path
        >>> import numpy as np
        >>> import facegap as fg
        >>> from facegap.faceset import encode_png
        >>> for person in ("ann", "bob"):
        ...     Path("photos", person).mkdir(parents=True)
        ...     _ = Path("photos", person, "1.png").write_bytes(encode_png(np.zeros((8, 8, 3), dtype=np.uint8)))
        >>> made = fg.import_faces("photos", "people", kind="real", workers=1)
        >>> fg.export(made.faceset, "copies", format="folder")
        2 images in copies, 0 left out
        >>> sorted(path.as_posix() for path in Path("copies").rglob("*.png"))
        ['copies/ann/1.png', 'copies/bob/1.png']
    """
    if (format is None) == (people is None):
        msg = "say what to write: images in a --format, or the layer of --people NAME"
        raise ConfigError(msg)
    opened = open_set(faceset, RunContext.of(workers=workers, progress=progress, tell=tell))
    runs = (opened.imported,) if opened.imported else ()
    if people is not None:
        count = export_people(opened.faceset, people, Path(out))
        rows = opened.faceset.layer(f"{PEOPLE}{people}").rows
        return Exported(Path(out), "people", count, rows - count, runs)
    count = export_images(opened.faceset, Path(out), format_name=format or "")
    return Exported(Path(out), "images", count, len(opened.faceset) - count, runs)
