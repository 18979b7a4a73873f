"""Making a face set from a source."""

from pathlib import Path

from facegap.base.errors import FaceSetError, WorkerError
from facegap.engine.completion import complete_layers
from facegap.engine.job import SourceJob
from facegap.engine.local import LocalRunner, Runner
from facegap.engine.progress import ProgressReport, Silent
from facegap.engine.stage import Source, fingerprint
from facegap.engine.summary import MAX_ERRORS, RunSummary, summarize
from facegap.engine.work import WorkFolder
from facegap.faceset import IMAGES, FaceSet, FaceSetInfo, LayerInfo, holds_faceset, parent_record


def create(
    source: Source,
    path: Path,
    info: FaceSetInfo,
    *,
    runner: Runner | None = None,
    progress: ProgressReport | None = None,
    max_errors: float = MAX_ERRORS,
) -> tuple[FaceSet, RunSummary]:
    """Make a face set from a source, or what is missing of it.

    ``faceset.json`` is written once all the layers are complete. What it says already stays. It keeps a record of the
    sets that the source needs; what their layers hold is part of the fingerprint, and where they lie is not.

    Args:
        source: Makes the layers.
        path: The folder of the set; it need not exist.
        info: Says what the set is, as far as ``faceset.json`` doesn't say; ``image_size`` is filled in where all images
            share one.
        runner: Runs the work; by default processes on this machine do.
        progress: Is told of every few rows that are done.
        max_errors: The share of rows, from 0 to 1, beyond which the summary says that there were too many errors.

    Raises:
        FaceSetError: ``path`` holds something else, or a set made or described another way; or the disk is full.
        WorkerError: The source doesn't keep to its contract.
    """
    if source.layers[:1] != (IMAGES,):
        msg = f"the layers of a source begin with {IMAGES}; these are {', '.join(source.layers) or 'none'}"
        raise WorkerError(msg)
    if path.exists() and not (path.is_dir() and (holds_faceset(path) or not any(path.iterdir()))):
        msg = f"{path} exists and is not a face set; name another folder. Nothing was changed"
        raise FaceSetError(msg)
    info = _description(path, info)
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
    work = WorkFolder(path, source.layers, images.fingerprint)
    rows = tuple(source.rows(shard) for shard in range(source.shards))
    job = SourceJob(source, work)
    made = complete_layers(images, rows, job, work, runner or LocalRunner(), progress or Silent(), replace=False)
    described = info.model_copy(update={"image_size": _common_size(FaceSet(path, info)), "parents": parents})
    described.write(path / "faceset.json")
    faceset = FaceSet(path, described)
    return faceset, summarize(faceset, IMAGES, made, max_errors)


def _common_size(faceset: FaceSet) -> tuple[int, int] | None:
    sizes = faceset.scan().select("width", "height").drop_nulls().unique().head(2).collect()
    return sizes.row(0) if len(sizes) == 1 else None


def _description(path: Path, info: FaceSetInfo) -> FaceSetInfo:
    """What a set says of itself: what it said before, and what nobody had said yet.

    So a command that is run again to mend a set, without all that it said the first time, takes nothing away; where the
    images came from is what the first run said.

    Args:
        path: the folder of the set, there or not.
        info: what this run says; a field of None, or a name that is the folder's own, says nothing.

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
    if differences:
        msg = (
            f"{manifest} says otherwise ({'; '.join(differences)}); say the same as then, change it in that file, or "
            "name another folder. Nothing was changed"
        )
        raise FaceSetError(msg)
    return was.model_copy(update=new)
