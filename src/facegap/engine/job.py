"""One worker's share of a run: any shard of one stage or source, computed and written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from facegap.engine.stage import Source, Stage, layers_read
from facegap.engine.work import WorkFolder
from facegap.errors import WorkerError
from facegap.faceset import FaceSet

_CHUNK_ROWS = 64

Advance = Callable[[int], None]
"""Told of each few rows as they are done."""

ShardFunction = Callable[[int, Advance], None]


class Job(Protocol):
    """What a runner sends to its workers; can be pickled."""

    def start(self) -> ShardFunction:
        """Called once in each worker; the function computes a shard, by number, and writes it."""


@dataclass(frozen=True)
class StageJob:
    """Shards of a layer of the face set at ``path``, made by a stage."""

    stage: Stage
    path: Path
    work: WorkFolder

    def start(self) -> ShardFunction:
        function = self.stage.start()
        faceset = FaceSet.open(self.path)

        def compute(shard: int, advance: Advance) -> None:
            table = faceset.read_shard(shard, *layers_read(self.stage))
            self.work.write_shard(shard, self._chunks(table, function, advance))

        return compute

    def _chunks(
        self, table: pa.Table, function: Callable[[pa.Table], pa.Table], advance: Advance
    ) -> Iterator[tuple[pa.Table, int]]:
        for at in range(0, table.num_rows, _CHUNK_ROWS):
            chunk = table.slice(at, _CHUNK_ROWS)
            result = function(chunk)
            if result.num_rows != chunk.num_rows:
                msg = f"{self.stage.layer}: the stage made {result.num_rows} rows of {chunk.num_rows}"
                raise WorkerError(msg)
            # A row that was already bad in the images is not counted again.
            new = pc.and_(result["error"].is_valid(), chunk["error"].is_null())
            yield result.add_column(0, "image_id", chunk["image_id"]), _count(new)
            advance(chunk.num_rows)


@dataclass(frozen=True)
class SourceJob:
    """Shards of images, made by a source."""

    source: Source
    work: WorkFolder

    def start(self) -> ShardFunction:
        function = self.source.start()

        def compute(shard: int, advance: Advance) -> None:
            self.work.write_shard(shard, self._chunks(shard, function, advance))

        return compute

    def _chunks(
        self, shard: int, function: Callable[[int], Iterator[pa.Table]], advance: Advance
    ) -> Iterator[tuple[pa.Table, int]]:
        for chunk in function(shard):
            yield chunk, _count(chunk["error"].is_valid())
            advance(chunk.num_rows)


def _count(flags: pa.ChunkedArray) -> int:
    return int(pc.sum(flags).as_py() or 0)
