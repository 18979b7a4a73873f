"""Layers over people: a row for each identity, made from all images of that person."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from facegap.base.errors import BadIdentityError, FaceSetError, WorkerError
from facegap.base.worker import Worker
from facegap.engine.completion import complete_layers
from facegap.engine.job import Advance, ShardFunction
from facegap.engine.local import LocalRunner, Runner
from facegap.engine.progress import ProgressReport, Silent
from facegap.engine.stage import Tables, fingerprint
from facegap.engine.summary import MAX_ERRORS, RunSummary, summarize
from facegap.engine.work import WorkFolder
from facegap.faceset import IMAGES, PEOPLE, FaceSet, LayerInfo, NetworkUse, RowReader

_KEYS = ("image_id", "identity", "error")


class PeopleStage(Protocol):
    """From all images of each person to that person's row of a new layer, such as a mean embedding or an adapter.

    Attributes:
        layer: the layer that it writes, ``people/<name>``.
        needs: the layers over images that it reads. Of ``images``, if it isn't one of them, it gets image ids,
            identities and errors only.
        networks: those that have a part in what it writes.
        fields: the columns that it adds. Those that hold files, such as adapters, are of the type ``pa.large_binary()``
            and have the ending of these files in their metadata, under ``FILE_SUFFIX``.
        people_a_shard: people whose rows are finished together, whose images have to fit into memory: some hundreds
            where a row is made fast, one where it takes an hour.
    """

    @property
    def layer(self) -> str: ...

    @property
    def needs(self) -> tuple[str, ...]: ...

    @property
    def networks(self) -> tuple[NetworkUse, ...]: ...

    @property
    def fields(self) -> tuple[pa.Field, ...]: ...

    @property
    def people_a_shard(self) -> int: ...

    def settings(self) -> dict[str, Any]:
        """Give all that the result depends on, as ``Stage.settings`` does."""

    def start(self, worker: Worker, /) -> Callable[[pa.Table], dict[str, Any]]:
        """Called once in each worker, with what that has: load what is heavy and return the function.

        The function takes the rows of all images of one person, in their order and with the column names of
        ``FaceSet.scan``, those in error among them, and gives the values of ``fields``. It raises BadIdentityError
        where it can make nothing of that person.
        """


def run_people(
    stage: PeopleStage,
    faceset: FaceSet,
    *,
    runner: Runner | None = None,
    progress: ProgressReport | None = None,
    replace: bool = False,
    max_errors: float = MAX_ERRORS,
) -> RunSummary:
    """Add the layer of ``stage`` to a face set, with a row for each identity in the order of their first images.

    Shards that an interrupted run finished are kept, as by ``run``.

    Args:
        stage: Says what is computed.
        faceset: The set that the layer is added to.
        runner: Runs the work; by default processes on this machine do.
        progress: Is told of every person that is done.
        replace: Whether the new layer takes the place of one that was made another way, once it is complete.
        max_errors: The share of people, from 0 to 1, beyond which the summary says that there were too many errors.

    Raises:
        FaceSetError: No image has an identity; the layer exists, made another way, and ``replace`` is false; or the
            disk is full.
        WorkerError: The stage doesn't keep to its contract.
    """
    if not stage.layer.startswith(PEOPLE):
        msg = f"{stage.layer}: the name of a layer over people begins with {PEOPLE}"
        raise WorkerError(msg)
    people = len(faceset.rows_by_identity())
    if not people:
        msg = f"{faceset.path}: no image has an identity, so that there are no people to make {stage.layer} of"
        raise FaceSetError(msg)
    needs = {layer: faceset.layer(layer).content for layer in dict.fromkeys([IMAGES, *stage.needs])}
    settings = stage.settings() | {"people_a_shard": stage.people_a_shard}
    info = LayerInfo(
        layer=stage.layer,
        fingerprint=fingerprint(settings, needs),
        settings=settings,
        needs=needs,
        shards=(),
        networks=stage.networks,
    )
    starts = range(0, people, stage.people_a_shard)
    rows = tuple(min(stage.people_a_shard, people - start) for start in starts)
    work = WorkFolder(faceset.path, (stage.layer,), info.fingerprint)
    job = PeopleJob(stage, faceset.path, work)
    made = complete_layers(info, rows, job, work, runner or LocalRunner(), progress or Silent(), replace=replace)
    return summarize(faceset, stage.layer, made, max_errors)


@dataclass(frozen=True)
class PeopleJob:
    """Shards of a layer over the people of the face set at ``path``."""

    stage: PeopleStage
    path: Path
    work: WorkFolder

    def start(self, worker: Worker, /) -> ShardFunction:
        function = self.stage.start(worker)
        faceset = FaceSet.open(self.path)
        rows = faceset.rows_by_identity()
        identities = list(rows)
        image_columns = None if IMAGES in self.stage.needs else _KEYS
        reader = RowReader(faceset, list(dict.fromkeys([IMAGES, *self.stage.needs])), image_columns=image_columns)
        schema = pa.schema([pa.field("identity", pa.string()), *self.stage.fields, pa.field("error", pa.string())])

        def compute(shard: int, advance: Advance) -> None:
            first = shard * self.stage.people_a_shard
            people = {name: rows[name] for name in identities[first : first + self.stage.people_a_shard]}
            # All at once: where people's images lie far apart, each shard of images is read once.
            together = np.sort(np.concatenate(list(people.values())))
            images = reader.take(together)

            def chunks() -> Iterator[tuple[Tables, int]]:
                for identity, of_person in people.items():
                    table = images.take(pa.array(np.searchsorted(together, of_person)))
                    row = {"identity": identity, **self._row(function, table)}
                    yield {self.stage.layer: pa.Table.from_pylist([row], schema=schema)}, int("error" in row)
                    advance(1)

            self.work.write_shard(shard, chunks())

        return compute

    def _row(self, function: Callable[[pa.Table], dict[str, Any]], images: pa.Table) -> dict[str, Any]:
        try:
            values = function(images)
        except BadIdentityError as error:
            return {"error": str(error)}
        names = {field.name for field in self.stage.fields}
        if values.keys() != names:
            msg = f"{self.stage.layer}: the stage made {sorted(values)} where its fields are {sorted(names)}"
            raise WorkerError(msg)
        return values
