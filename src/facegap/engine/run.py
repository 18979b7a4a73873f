"""Running a stage or a source over all shards: skip what is there, make the rest, put the layer in its place."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from facegap.engine.job import Job, SourceJob, StageJob
from facegap.engine.local import LocalRunner, Runner
from facegap.engine.progress import ProgressReport, Silent, reporting
from facegap.engine.stage import Source, Stage, fingerprint, layers_read
from facegap.engine.work import WorkFolder
from facegap.errors import FaceSetError
from facegap.faceset import IMAGES, FaceSet, FaceSetInfo, LayerInfo

MAX_ERRORS = 0.01


@dataclass(frozen=True)
class RunSummary:
    """What a run did.

    Attributes:
        layer: the layer that is there now.
        rows: its rows.
        made: rows that this run made; the others were there.
        errors: rows that went wrong in this layer, each with its reason in the column ``error``.
        reasons: the most frequent of them (up to five), each with its number.
        max_errors: the share of rows that may go wrong.
    """

    layer: str
    rows: int
    made: int
    errors: int
    reasons: tuple[str, ...]
    max_errors: float

    @property
    def too_many_errors(self) -> bool:
        """Whether more rows went wrong than may; the layer is complete all the same."""
        return self.errors > self.max_errors * self.rows


def run(
    stage: Stage,
    faceset: FaceSet,
    *,
    runner: Runner | None = None,
    progress: ProgressReport | None = None,
    replace: bool = False,
    max_errors: float = MAX_ERRORS,
) -> RunSummary:
    """Add the layer of ``stage`` to a face set.

    Shards that an interrupted run with the same fingerprint finished are kept; a complete layer is left as it is,
    but for shards that are missing from it.

    Args:
        stage: what to compute.
        faceset: the set to add to.
        runner: where to compute; by default processes on this machine.
        progress: told of every few rows.
        replace: put the new layer in the place of one made another way, once it is complete.
        max_errors: the share of rows, 0 to 1, beyond which the summary says that there were too many errors.

    Raises:
        FaceSetError: the layer exists, made another way, and ``replace`` is false; or the disk is full.
    """
    needs = {layer: faceset.layer(layer).content for layer in layers_read(stage)}
    settings = stage.settings()
    info = LayerInfo(
        layer=stage.layer, fingerprint=fingerprint(settings, needs), settings=settings, needs=needs, shards=()
    )
    work = WorkFolder(faceset.path, stage.layer, info.fingerprint)
    job = StageJob(stage, faceset.path, work)
    rows = faceset.shard_rows
    made = _complete(info, rows, job, work, runner or LocalRunner(), progress or Silent(), replace=replace)
    return _summary(faceset, stage.layer, made, max_errors)


def create(
    source: Source,
    path: Path,
    info: FaceSetInfo,
    *,
    runner: Runner | None = None,
    progress: ProgressReport | None = None,
    max_errors: float = MAX_ERRORS,
) -> tuple[FaceSet, RunSummary]:
    """Make a face set from a source; ``info.image_size`` is filled in where all images share one.

    Raises:
        FaceSetError: ``path`` holds something else, or a set made another way; or the disk is full.
    """
    ours = (path / ".work", path / IMAGES / "layer.json")
    if path.exists() and not (path.is_dir() and (any(map(Path.exists, ours)) or not any(path.iterdir()))):
        msg = f"{path} exists and is not a face set; name another folder. Nothing was changed"
        raise FaceSetError(msg)
    settings = source.settings()
    layer = LayerInfo(layer=IMAGES, fingerprint=fingerprint(settings, {}), settings=settings, needs={}, shards=())
    work = WorkFolder(path, IMAGES, layer.fingerprint)
    rows = tuple(source.rows(shard) for shard in range(source.shards))
    job = SourceJob(source, work)
    made = _complete(layer, rows, job, work, runner or LocalRunner(), progress or Silent(), replace=False)
    described = info.model_copy(update={"image_size": _common_size(FaceSet(path, info))})
    described.write(path / "faceset.json")
    faceset = FaceSet(path, described)
    return faceset, _summary(faceset, IMAGES, made, max_errors)


def _complete(
    info: LayerInfo,
    rows: tuple[int, ...],
    job: Job,
    work: WorkFolder,
    runner: Runner,
    progress: ProgressReport,
    *,
    replace: bool,
) -> int:
    """Make what is missing of a layer; return the number of rows made."""
    work.check_place()
    there = _layer_there(work, info, replace=replace)
    if there and all((work.layer_path / shard.file).is_file() for shard in there.shards):
        work.discard()
        return 0
    with _full_disk_explained(work), work.locked():
        if there:
            work.reopen(there)
        missing = [shard for shard in range(len(rows)) if work.receipt(shard) is None]
        made = sum(rows[shard] for shard in missing)
        with reporting(progress, what=info.layer, rows=sum(rows), done=sum(rows) - made):
            runner.run(job, missing, progress.advance)
        receipts = [work.receipt(shard) for shard in range(len(rows))]
        work.finish(info.model_copy(update={"shards": tuple(receipt for receipt in receipts if receipt)}))
    return made


def _layer_there(work: WorkFolder, info: LayerInfo, *, replace: bool) -> LayerInfo | None:
    """The complete layer if it is the one asked for.

    Raises:
        FaceSetError: there is one that was made another way, and it isn't to be replaced.
    """
    manifest = work.layer_path / "layer.json"
    if not manifest.is_file():
        return None
    there = LayerInfo.read(manifest)
    if there.fingerprint == info.fingerprint:
        return there
    if replace:
        return None
    differences = [
        f"{key} was {there.settings.get(key)!r}, is {info.settings.get(key)!r}"
        for key in sorted(there.settings.keys() | info.settings.keys())
        if there.settings.get(key) != info.settings.get(key)
    ] or [f"the layer {name} is another one" for name in info.needs if there.needs.get(name) != info.needs[name]]
    advice = "name another folder" if info.layer == IMAGES else "give it another --name, or say --replace"
    msg = f"{work.layer_path} exists and was made another way ({'; '.join(differences)}); {advice}. Nothing was changed"
    raise FaceSetError(msg)


@contextmanager
def _full_disk_explained(work: WorkFolder) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        msg = f"no room left for {work.path} ({error.strerror}); finished shards are kept: make room and run it again"
        raise FaceSetError(msg) from error


def _common_size(faceset: FaceSet) -> tuple[int, int] | None:
    sizes = faceset.scan().select("width", "height").drop_nulls().unique().head(2).collect()
    return sizes.row(0) if len(sizes) == 1 else None


def _summary(faceset: FaceSet, layer: str, made: int, max_errors: float) -> RunSummary:
    info = faceset.layer(layer)
    reasons: tuple[str, ...] = ()
    if info.errors:
        counted = (
            faceset.column(layer, "error").drop_nulls().value_counts().sort("count", "error", descending=[True, False])
        )
        reasons = tuple(f"{reason} ({count})" for reason, count in counted.head(5).iter_rows())
    return RunSummary(layer, info.rows, made, info.errors, reasons, max_errors)
