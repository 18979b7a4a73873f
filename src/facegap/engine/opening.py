"""A face set from whatever path a user gives: one that is there, or a data set imported on the way."""

from dataclasses import dataclass
from pathlib import Path

from facegap.base.home_folder import home
from facegap.engine.creating import create
from facegap.engine.local import Runner
from facegap.engine.progress import ProgressReport
from facegap.engine.stage import fingerprint
from facegap.engine.summary import RunSummary
from facegap.faceset import (
    FaceSet,
    FaceSetInfo,
    IdentityFrom,
    ImportSource,
    Kind,
    Preparation,
    holds_faceset,
    open_reader,
)
from facegap.faceset.formats import Reader


@dataclass(frozen=True)
class Opened:
    """A face set, and the import that made it if there was one on the way."""

    faceset: FaceSet
    imported: RunSummary | None


def open_or_import(
    path: Path,
    *,
    kind: Kind | None = None,
    preparation: Preparation | None = None,
    alignment: str | None = None,
    identity: IdentityFrom = "source",
    runner: Runner | None = None,
    progress: ProgressReport | None = None,
) -> Opened:
    """Open the face set at ``path``, or import what is there into the cache and open that.

    An import is found again as long as its files and settings are the same.

    Args:
        path: a face set, or any data set that ``facegap import`` takes.
        kind: real or synthetic, as what the images of an import are opened.
        preparation: what to do to each image of a new import; by default it is kept as it is.
        alignment: the template that ``preparation`` aligns to.
        identity: where the identities of a new import come from.
        runner: Runs a new import; by default processes on this machine do.
        progress: Is told of a new import's progress.

    Raises:
        FormatError: there is nothing that can be imported.
    """
    if holds_faceset(path):
        return Opened(FaceSet.open(path), None)
    return import_once(
        open_reader(path),
        name=path.resolve().name,
        kind=kind,
        preparation=preparation,
        alignment=alignment,
        identity=identity,
        runner=runner,
        progress=progress,
    )


def import_once(
    reader: Reader,
    *,
    name: str,
    kind: Kind | None = None,
    preparation: Preparation | None = None,
    alignment: str | None = None,
    identity: IdentityFrom = "source",
    runner: Runner | None = None,
    progress: ProgressReport | None = None,
) -> Opened:
    """Import the images of a reader into the cache, or find them there; ``open_or_import`` tells the rest.

    Args:
        reader: the images.
        name: The name of the face set.
        kind: real or synthetic, as what they are opened. The cache doesn't keep it: the same images may be asked for
            in another part.
        preparation: what to do to each image; by default it is kept as it is.
        alignment: the template that images are aligned to, by ``preparation`` or as they come.
        identity: where identities come from: the source, one for each image, or nowhere.
        runner: Runs the import; by default processes on this machine do.
        progress: Is told of its progress.
    """
    source = ImportSource(reader, preparation=preparation, identity=identity)
    folder = home() / "imports" / f"{name}-{fingerprint(source.settings() | {'alignment': alignment}, {})[:16]}"
    info = FaceSetInfo(
        name=name,
        kind=None,
        alignment=alignment,
        provenance={"source": str(reader.path), "format": reader.name},
    )
    faceset, summary = create(source, folder, info, runner=runner, progress=progress)
    return Opened(FaceSet(folder, faceset.info.model_copy(update={"kind": kind})), summary)
