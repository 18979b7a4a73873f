"""One worker's share of a run: any shard of one stage or source, computed and written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from facegap.base.errors import WorkerError
from facegap.base.worker import Worker
from facegap.engine.stage import Source, Stage, Tables, layers_read
from facegap.engine.work import WorkFolder
from facegap.faceset import IMAGES, FaceSet

_CHUNK_ROWS = 64

Advance = Callable[[int], None]
"""Told of each few rows as they are done."""

ShardFunction = Callable[[int, Advance], None]


class Job(Protocol):
    """What a runner sends to its workers; can be pickled."""

    def start(self, worker: Worker, /) -> ShardFunction:
        """Called once in each worker; the function computes a shard, by number, and writes it."""


@dataclass(frozen=True)
class StageJob:
    """Shards of a layer of the face set at ``path``, made by a stage."""

    stage: Stage
    path: Path
    work: WorkFolder

    def start(self, worker: Worker, /) -> ShardFunction:
        function = self.stage.start(worker)
        faceset = FaceSet.open(self.path)

        def compute(shard: int, advance: Advance) -> None:
            table = faceset.read_shard(shard, *layers_read(self.stage))
            self.work.write_shard(shard, self._chunks(table, function, advance))

        return compute

    def _chunks(
        self, table: pa.Table, function: Callable[[pa.Table], pa.Table], advance: Advance
    ) -> Iterator[tuple[Tables, int]]:
        for at in range(0, table.num_rows, _CHUNK_ROWS):
            chunk = table.slice(at, _CHUNK_ROWS)
            result = function(chunk)
            if result.num_rows != chunk.num_rows:
                msg = f"{self.stage.layer}: the stage made {result.num_rows} rows of {chunk.num_rows}"
                raise WorkerError(msg)
            # A row that was already bad in the images is not counted again.
            new = pc.and_(result["error"].is_valid(), chunk["error"].is_null())
            yield {self.stage.layer: _with_ids(result, chunk)}, _count(new)
            advance(chunk.num_rows)


@dataclass(frozen=True)
class SourceJob:
    """Shards of all the layers of a source."""

    source: Source
    work: WorkFolder

    def start(self, worker: Worker, /) -> ShardFunction:
        function = self.source.start(worker)

        def compute(shard: int, advance: Advance) -> None:
            self.work.write_shard(shard, self._chunks(shard, function, advance))

        return compute

    def _chunks(
        self, shard: int, function: Callable[[int], Iterator[Tables]], advance: Advance
    ) -> Iterator[tuple[Tables, int]]:
        made = 0
        for tables in function(shard):
            _check_tables(tables, self.source.layers)
            images = tables[IMAGES]
            others = {layer: _with_ids(tables[layer], images) for layer in self.source.layers if layer != IMAGES}
            yield {IMAGES: images, **others}, _count(images["error"].is_valid())
            made += images.num_rows
            advance(images.num_rows)
        if made != self.source.rows(shard):
            msg = f"shard {shard}: the source made {made} rows where it said {self.source.rows(shard)}"
            raise WorkerError(msg)


def _check_tables(tables: Tables, layers: tuple[str, ...]) -> None:
    """See that a source keeps to what ``Source.start`` says; layers out of step would be wrong without a sign of it.

    Raises:
        WorkerError: it doesn't.
    """
    if tables.keys() != set(layers):
        msg = f"the source made tables for {', '.join(tables)} where its layers are {', '.join(layers)}"
        raise WorkerError(msg)
    rows = tables[IMAGES].num_rows
    for layer in layers:
        if tables[layer].num_rows != rows:
            msg = f"{layer}: the source made {tables[layer].num_rows} rows beside {rows} of {IMAGES}"
            raise WorkerError(msg)
        for name in ("image_id", "error"):
            if layer != IMAGES and name in tables[layer].column_names:
                msg = f"{layer}: the source made a column {name!r}, which belongs to {IMAGES}; leave it out"
                raise WorkerError(msg)


def _with_ids(table: pa.Table, images: pa.Table) -> pa.Table:
    return table.add_column(0, "image_id", images["image_id"])


def _count(flags: pa.ChunkedArray) -> int:
    return int(pc.sum(flags).as_py() or 0)
