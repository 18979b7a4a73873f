"""Running a stage or a source over all shards: skip what is there, make the rest, put the layers in their places."""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facegap.base.errors import FaceSetError, WorkerError
from facegap.engine.description import description
from facegap.engine.job import Job, SourceJob, StageJob
from facegap.engine.local import LocalRunner, Runner
from facegap.engine.progress import ProgressReport, Silent, reporting
from facegap.engine.stage import Source, Stage, fingerprint, layers_read
from facegap.engine.work import WorkFolder
from facegap.faceset import IMAGES, FaceSet, FaceSetInfo, LayerInfo, holds_faceset

MAX_ERRORS = 0.01


@dataclass(frozen=True)
class RunSummary:
    """What a run did.

    Attributes:
        layer: the layer that is there now; for a source ``images``, which has the errors of all its layers.
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
    work = WorkFolder(faceset.path, (stage.layer,), info.fingerprint)
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
    """Make a face set from a source, or what is missing of it.

    ``faceset.json`` is written once all the layers are complete. What it says already stays.

    Args:
        source: makes the layers.
        path: the folder of the set.
        info: what the set is, as far as ``faceset.json`` doesn't say; ``image_size`` is filled in where all images
            share one.
        runner: where to compute; by default processes on this machine.
        progress: told of every few rows.
        max_errors: the share of rows, 0 to 1, beyond which the summary says that there were too many errors.

    Raises:
        FaceSetError: ``path`` holds something else, or a set made or described another way; or the disk is full.
        WorkerError: the source doesn't keep to its contract.
    """
    if source.layers[:1] != (IMAGES,):
        msg = f"the layers of a source begin with {IMAGES}; these are {', '.join(source.layers) or 'none'}"
        raise WorkerError(msg)
    if path.exists() and not (path.is_dir() and (holds_faceset(path) or not any(path.iterdir()))):
        msg = f"{path} exists and is not a face set; name another folder. Nothing was changed"
        raise FaceSetError(msg)
    info = description(path, info)
    settings = source.settings()
    images = LayerInfo(layer=IMAGES, fingerprint=fingerprint(settings, {}), settings=settings, needs={}, shards=())
    work = WorkFolder(path, source.layers, images.fingerprint)
    rows = tuple(source.rows(shard) for shard in range(source.shards))
    job = SourceJob(source, work)
    made = _complete(images, rows, job, work, runner or LocalRunner(), progress or Silent(), replace=False)
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
    """Make what is missing of the layers of ``work``, which ``info`` describes; return the number of rows made."""
    work.check_places()
    there = _layers_there(work, info, replace=replace)
    if _all_complete(work, there):
        work.discard()
        return 0
    with _full_disk_explained(work), work.locked():
        there = _layers_there(work, info, replace=replace)  # anew: another run may have ended just now
        work.take_back(there)
        missing = [shard for shard in range(len(rows)) if work.receipt(shard) is None]
        made = sum(rows[shard] for shard in missing)
        with reporting(progress, what=info.layer, rows=sum(rows), done=sum(rows) - made):
            runner.run(job, missing, progress.advance)
        work.finish(info, len(rows))
    return made


def _layers_there(work: WorkFolder, info: LayerInfo, *, replace: bool) -> dict[str, LayerInfo]:
    """Those of the layers that are in place and made as ``info`` says.

    Raises:
        FaceSetError: there is one that was made another way, and it isn't to be replaced.
    """
    there = {}
    for layer, place in work.places.items():
        if not (place / "layer.json").is_file():
            continue
        found = LayerInfo.read(place / "layer.json")
        if found.fingerprint == info.fingerprint:
            there[layer] = found
        elif not replace:
            raise _made_another_way(place, found, info)
    return there


def _all_complete(work: WorkFolder, there: Mapping[str, LayerInfo]) -> bool:
    return there.keys() == work.places.keys() and all(
        (work.places[layer] / shard.file).is_file() for layer, found in there.items() for shard in found.shards
    )


def _made_another_way(place: Path, there: LayerInfo, info: LayerInfo) -> FaceSetError:
    differences = list(differences_between(there.settings, info.settings)) or [
        f"the layer {name} is another one" for name in info.needs if there.needs.get(name) != info.needs[name]
    ]
    if len(differences) > _TOLD:
        differences[_TOLD:] = [f"and {len(differences) - _TOLD} more"]
    advice = "name another folder" if info.layer == IMAGES else "give it another --name, or say --replace"
    return FaceSetError(
        f"{place} exists and was made another way ({'; '.join(differences)}); {advice}. Nothing was changed"
    )


_TOLD = 4  # differences that a message names


def differences_between(was: Mapping[str, Any], now: Mapping[str, Any], within: str = "") -> Iterator[str]:
    """What differs between two settings, a line for each key, down to the innermost."""
    for key in sorted(was.keys() | now.keys()):
        old, new = was.get(key), now.get(key)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from differences_between(old, new, f"{within}{key}.")
        elif old != new:
            yield f"{within}{key} was {old!r}, is {new!r}"


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
    reasons = _reasons(faceset, layer) if info.errors else ()
    return RunSummary(layer, info.rows, made, info.errors, reasons, max_errors)


def _reasons(faceset: FaceSet, layer: str) -> tuple[str, ...]:
    """The most frequent errors of a layer, without those of rows that were already bad in the images."""
    errors = faceset.column(layer, "error")
    if layer != IMAGES:
        errors = errors.filter(faceset.column(IMAGES, "error").is_null())
    counted = errors.drop_nulls().value_counts().sort("count", "error", descending=[True, False])
    return tuple(f"{reason} ({count})" for reason, count in counted.head(5).iter_rows())
