"""Writing one shard of one layer: a Parquet file that grows by a few rows at a time."""

from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

_ROW_GROUP_BYTES = 32 << 20


class ShardWriter:
    """Writes tables of one schema to a file, a row group whenever enough bytes have come together."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: pq.ParquetWriter | None = None
        self._pending: list[pa.Table] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._writer is None:
            return
        with self._writer as writer:
            if error is None and self._pending:
                writer.write_table(self._take_pending())

    def add(self, table: pa.Table) -> None:
        """Append rows; the first ones say what the schema is."""
        writer = self._writer or pq.ParquetWriter(self._path, table.schema, compression="zstd")
        self._writer = writer
        self._pending.append(table)
        if sum(pending.nbytes for pending in self._pending) >= _ROW_GROUP_BYTES:
            writer.write_table(self._take_pending())

    def _take_pending(self) -> pa.Table:
        table = pa.concat_tables(self._pending)
        self._pending = []
        return table
