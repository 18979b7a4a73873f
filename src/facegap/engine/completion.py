"""Making what is missing of layers: skip what is there, compute the rest, put the layers in their places."""

import errno
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from facegap.base.errors import FaceSetError
from facegap.engine.job import Job
from facegap.engine.local import Runner
from facegap.engine.progress import ProgressReport, reporting
from facegap.engine.work import WorkFolder
from facegap.faceset import IMAGES, LayerInfo


def complete_layers(
    info: LayerInfo,
    rows: tuple[int, ...],
    job: Job,
    work: WorkFolder,
    runner: Runner,
    progress: ProgressReport,
    *,
    replace: bool,
    before_placing: Callable[[], None] = lambda: None,
) -> int:
    """Make what is missing of the layers of ``work``, which ``info`` describes.

    Args:
        info: what they are made with.
        rows: of each shard.
        job: makes a shard.
        work: where they grow.
        runner: runs the job.
        progress: is told of rows that are done.
        replace: whether layers that were made another way give their places to them.
        before_placing: called once all are complete, before they are put in their places.

    Returns:
        The number of rows made.
    """
    work.check_places()
    in_place = _layers_in_place(work, info, replace=replace)
    if _all_complete(work, in_place):
        work.discard()
        return 0
    with _full_disk_explained(work), work.locked():
        in_place = _layers_in_place(work, info, replace=replace)  # anew: another run may have ended just now
        work.take_back(in_place)
        missing = [shard for shard in range(len(rows)) if work.receipt(shard) is None]
        made = sum(rows[shard] for shard in missing)
        with reporting(progress, what=info.layer, rows=sum(rows), done=sum(rows) - made):
            runner.run(job, missing, progress.advance)
        before_placing()
        work.finish(info, len(rows))
    return made


def _layers_in_place(work: WorkFolder, info: LayerInfo, *, replace: bool) -> dict[str, LayerInfo]:
    """Those of the layers that are in place and made as ``info`` says.

    Raises:
        FaceSetError: there is one that was made another way, and it isn't to be replaced.
    """
    in_place = {}
    for layer, place in work.places.items():
        if not (place / "layer.json").is_file():
            continue
        layer_info = LayerInfo.read(place / "layer.json")
        if layer_info.fingerprint == info.fingerprint:
            in_place[layer] = layer_info
        elif not replace:
            raise _made_another_way(place, layer_info, info)
    return in_place


def _all_complete(work: WorkFolder, in_place: Mapping[str, LayerInfo]) -> bool:
    return in_place.keys() == work.places.keys() and all(
        (work.places[layer] / shard.file).is_file()
        for layer, layer_info in in_place.items()
        for shard in layer_info.shards
    )


def _made_another_way(place: Path, in_place: LayerInfo, info: LayerInfo) -> FaceSetError:
    differences = list(differences_between(in_place.settings, info.settings)) or [
        f"the layer {name} is another one" for name in info.needs if in_place.needs.get(name) != info.needs[name]
    ]
    if len(differences) > _TOLD:
        differences[_TOLD:] = [f"and {len(differences) - _TOLD} more"]
    advice = "name another folder" if info.layer == IMAGES else "give it another --name"
    return FaceSetError(
        f"{place} exists and was made another way ({'; '.join(differences)}); {advice}, or say --replace. "
        "Nothing was changed"
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
