"""Making a face set from a source."""

from functools import partial
from pathlib import Path

from facegap.base.errors import FaceSetError, WorkerError
from facegap.engine.completion import complete_layers
from facegap.engine.job import SourceJob
from facegap.engine.local import LocalRunner, Runner
from facegap.engine.progress import ProgressReport, Silent
from facegap.engine.stage import Source, fingerprint
from facegap.engine.summary import MAX_ERRORS, RunSummary, summarize
from facegap.engine.work import WorkFolder, layers_in_work
from facegap.faceset import IMAGES, FaceSet, FaceSetInfo, LayerInfo, holds_faceset, parent_record, sync


def create(
    source: Source,
    path: Path,
    info: FaceSetInfo,
    *,
    runner: Runner | None = None,
    progress: ProgressReport | None = None,
    replace: bool = False,
    max_errors: float = MAX_ERRORS,
) -> tuple[FaceSet, RunSummary]:
    """Make a face set from a source, or what is missing of it.

    ``faceset.json`` is written once all the layers are complete. What it says already stays. It keeps a record of the
    sets that the source needs; what their layers hold is part of the fingerprint, and where they lie is not.

    With ``replace``, a set that was made another way stays whole and in its place until the new one is complete. Then
    it goes, with all its layers, since they are of its images. Of a set that was made in the same way, only what
    ``faceset.json`` says changes, and its layers stay.

    Args:
        source: Makes the layers.
        path: The folder of the set; it need not exist.
        info: Says what the set is, as far as ``faceset.json`` doesn't say; ``image_size`` is filled in where all images
            share one.
        runner: Runs the work; by default processes on this machine do.
        progress: Is told of every few rows that are done.
        replace: Whether a face set that is there, made or described another way, gives its place to the new one.
        max_errors: The share of rows, from 0 to 1, beyond which the summary says that there were too many errors.

    Raises:
        FaceSetError: ``path`` holds something else, or a set made or described another way; the set that would be
            replaced is one that the source needs, or in use by another run; or the disk is full.
        WorkerError: The source doesn't keep to its contract.
    """
    if source.layers[:1] != (IMAGES,):
        msg = f"the layers of a source begin with {IMAGES}; these are {', '.join(source.layers) or 'none'}"
        raise WorkerError(msg)
    if path.exists() and not (path.is_dir() and (holds_faceset(path) or not any(path.iterdir()))):
        msg = f"{path} exists and is not a face set; name another folder. Nothing was changed"
        raise FaceSetError(msg)
    if replace:
        _check_not_needed(path, source)
    parents = tuple(parent_record(parent, path) for parent in source.needs)
    settings = dict(source.settings())
    if parents:
        settings["parents"] = [{name: layer.content for name, layer in parent.layers.items()} for parent in parents]
    images = LayerInfo(
        layer=IMAGES,
        fingerprint=fingerprint(settings, {}),
        settings=settings,
        needs={},
        shards=(),
        networks=source.networks,
    )
    other = replace and _holds_other_images(path, images)
    info = info if other else _description(path, info, replace=replace)
    work = WorkFolder(path, source.layers, images.fingerprint)
    rows = tuple(source.rows(shard) for shard in range(source.shards))
    job = SourceJob(source, work)
    made = complete_layers(
        images,
        rows,
        job,
        work,
        runner or LocalRunner(),
        progress or Silent(),
        replace=replace,
        before_placing=partial(_clear, path, work) if other else _leave,
    )
    described = info.model_copy(update={"image_size": _common_size(FaceSet(path, info)), "parents": parents})
    described.write(path / "faceset.json")
    faceset = FaceSet(path, described)
    return faceset, summarize(faceset, IMAGES, made, max_errors)


def _common_size(faceset: FaceSet) -> tuple[int, int] | None:
    sizes = faceset.scan().select("width", "height").drop_nulls().unique().head(2).collect()
    return sizes.row(0) if len(sizes) == 1 else None


def _leave() -> None:
    """Clear nothing away."""


def _check_not_needed(path: Path, source: Source) -> None:
    if any(parent.path.resolve() == path.resolve() for parent in source.needs):
        msg = f"{path} can't be replaced by a set that is made from it; name another folder. Nothing was changed"
        raise FaceSetError(msg)


def _holds_other_images(path: Path, images: LayerInfo) -> bool:
    """Whether there are images in place that were made another way."""
    manifest = path / IMAGES / "layer.json"
    return manifest.is_file() and LayerInfo.read(manifest).fingerprint != images.fingerprint


def _clear(path: Path, work: WorkFolder) -> None:
    """Take away all of a set that is of its images, but for the layers that ``work`` is about to replace.

    What says that the set is complete goes first: one that is only half replaced is then taken for unfinished, and the
    same command goes on.

    Raises:
        FaceSetError: another run is writing into the set.
    """
    busy = layers_in_work(path, apart_from=work.path)
    if busy:
        msg = f"another run is writing {', '.join(busy)} of {path}; wait for it, or end it, and run this again"
        raise FaceSetError(msg)
    (path / "faceset.json").unlink(missing_ok=True)
    sync(path)
    for pattern in ("*/layer.json", "*/*/layer.json"):
        for manifest in sorted(path.glob(pattern)):
            if manifest.parent not in work.places.values() and not manifest.relative_to(path).parts[0].startswith("."):
                work.set_aside(manifest.parent)
    for other in sorted(path.glob(".work/*")):
        if other != work.path:
            work.set_aside(other)


def _description(path: Path, info: FaceSetInfo, *, replace: bool) -> FaceSetInfo:
    """What a set says of itself: what it said before, and what nobody had said yet.

    So a command that is run again to mend a set, without all that it said the first time, takes nothing away; where the
    images came from is what the first run said.

    Args:
        path: the folder of the set, there or not.
        info: what this run says; a field of None, or a name that is the folder's own, says nothing.
        replace: whether it may say otherwise than before.

    Raises:
        FaceSetError: the set says otherwise.
    """
    manifest = path / "faceset.json"
    if not manifest.is_file():
        return info
    was = FaceSetInfo.read(manifest)
    said = {"kind": info.kind, "license": info.license, "alignment": info.alignment}
    if info.name != path.resolve().name:
        said["name"] = info.name
    new = {key: value for key, value in said.items() if value is not None and value != getattr(was, key)}
    differences = [f"{key} was {old!r}, is {new[key]!r}" for key in new if (old := getattr(was, key)) is not None]
    if differences and not replace:
        msg = (
            f"{manifest} says otherwise ({'; '.join(differences)}); say the same as then, say --replace, or name "
            "another folder. Nothing was changed"
        )
        raise FaceSetError(msg)
    return was.model_copy(update=new)
