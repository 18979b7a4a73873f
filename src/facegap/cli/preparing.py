"""Making what a command needs on the way: importing a path that is no face set, embedding one without the layer."""

from pathlib import Path

from facegap.base.errors import ConfigError
from facegap.cli.console import say
from facegap.engine import MAX_ERRORS, LocalRunner, Opened, RichProgress, RunSummary, open_or_import, run
from facegap.faces import Align, CropEncoding, FaceChoice
from facegap.faceset import FaceSet, Kind, doubtful_identities
from facegap.matching import Embed
from facegap.models import check_contract, find_model


def aligner(detector: str | None, *, face: FaceChoice | None = None, crops: CropEncoding | None = None) -> Align | None:
    """The preparation that ``--align DETECTOR`` asks for, with ``--face`` and ``--crops`` or their defaults.

    Raises:
        ConfigError: one of these two without a detector.
    """
    if detector:
        return Align(find_model(detector, role="detector"), face or Align.choice, crops or Align.encoding)
    if face or crops:
        msg = "--face and --crops say how images are cropped; add --align DETECTOR, or leave them out"
        raise ConfigError(msg)
    return None


def doubt_identities(faceset: FaceSet) -> None:
    """Say so where folders or labels may be no people."""
    identities = faceset.identities()
    if doubtful_identities(identities=identities, images=len(faceset)):
        say(
            f"note: {faceset.info.name} has {len(faceset)} images of {identities} identities; if its folders or labels "
            "aren't people, make a face set of it with `facegap import --identity none`"
        )


def opened(path: Path, *, kind: Kind | None = None, align: str | None = None, workers: int | None = None) -> Opened:
    """Open a face set, importing any other data set into the cache, and say so."""
    preparation = aligner(align)
    found = open_or_import(
        path,
        kind=kind,
        preparation=preparation,
        alignment=preparation.alignment if preparation else None,
        runner=LocalRunner(workers),
        progress=RichProgress(),
    )
    if found.imported:
        how = "imported it to" if found.imported.made else "using its cached import"
        say(f"{path} is not a face set: {how} {found.faceset.path}")
        doubt_identities(found.faceset)
    return found


def embedded(
    faceset: FaceSet,
    stage: Embed,
    *,
    workers: int | None = None,
    replace: bool = False,
    max_errors: float = MAX_ERRORS,
) -> RunSummary:
    """Add embeddings to a face set, having seen that its images are what the network takes."""
    check_contract(faceset, stage.model.card)
    runner, progress = LocalRunner(workers), RichProgress()
    return run(stage, faceset, runner=runner, progress=progress, replace=replace, max_errors=max_errors)
