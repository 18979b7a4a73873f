"""Running a stage over all shards of a face set."""

from facegap.base.errors import WorkerError
from facegap.engine.completion import complete_layers
from facegap.engine.job import StageJob
from facegap.engine.local import LocalRunner, Runner
from facegap.engine.progress import ProgressReport, Silent
from facegap.engine.stage import Stage, fingerprint, layers_read
from facegap.engine.summary import MAX_ERRORS, RunSummary, summarize
from facegap.engine.work import WorkFolder
from facegap.faceset import PEOPLE, FaceSet, LayerInfo


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

    >>> import tempfile
    >>> from pathlib import Path
    >>> import numpy as np
    >>> import pyarrow as pa
    >>> from facegap.engine import create
    >>> from facegap.faceset import FaceSetInfo, ImportSource, decode, encode_png, open_reader
    >>> class Brightness:
    ...     layer, needs, networks = "quality/brightness", ("images",), ()
    ...     def settings(self):
    ...         return {"stage": "brightness", "version": 1}
    ...     def start(self, worker):
    ...         def measure(rows):
    ...             means = [float(decode(image["bytes"]).mean()) for image in rows["image"].to_pylist()]
    ...             return pa.table({"brightness": means, "error": pa.nulls(len(means), pa.string())})
    ...         return measure
    >>> folder = tempfile.TemporaryDirectory()
    >>> photos = Path(folder.name, "photos")
    >>> photos.mkdir()
    >>> for value in (10, 20):
    ...     _ = (photos / f"{value}.png").write_bytes(encode_png(np.full((8, 8, 3), value, np.uint8)))
    >>> source, info = ImportSource(open_reader(photos)), FaceSetInfo(name="set", kind="real")
    >>> faceset, made = create(source, Path(folder.name, "set"), info, runner=LocalRunner(1))
    >>> run(Brightness(), faceset, runner=LocalRunner(1)).made
    2
    >>> run(Brightness(), faceset, runner=LocalRunner(1)).made
    0
    >>> faceset.column("quality/brightness", "brightness").to_list()
    [10.0, 20.0]
    >>> folder.cleanup()

    Shards that an interrupted run with the same fingerprint finished are kept; a complete layer is left as it is,
    but for shards that are missing from it.

    Args:
        stage: Says what is computed.
        faceset: The set that the layer is added to.
        runner: Runs the work; by default processes on this machine do.
        progress: Is told of every few rows that are done.
        replace: Whether the new layer takes the place of one that was made another way, once it is complete.
        max_errors: The share of rows, from 0 to 1, beyond which the summary says that there were too many errors.

    Raises:
        FaceSetError: The layer exists and was made another way, and ``replace`` is false; or the disk is full.
    """
    if stage.layer.startswith(PEOPLE):
        msg = f"{stage.layer}: layers whose names begin with {PEOPLE} have a row for each identity; use run_people"
        raise WorkerError(msg)
    needs = {layer: faceset.layer(layer).content for layer in layers_read(stage)}
    settings = stage.settings()
    info = LayerInfo(
        layer=stage.layer,
        fingerprint=fingerprint(settings, needs),
        settings=settings,
        needs=needs,
        shards=(),
        networks=stage.networks,
    )
    work = WorkFolder(faceset.path, (stage.layer,), info.fingerprint)
    job = StageJob(stage, faceset.path, work)
    rows = faceset.shard_rows
    made = complete_layers(info, rows, job, work, runner or LocalRunner(), progress or Silent(), replace=replace)
    return summarize(faceset, stage.layer, made, max_errors)
