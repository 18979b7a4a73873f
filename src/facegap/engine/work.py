"""The folder in which a layer grows until it is complete.

``SET/.work/<layer>-<fingerprint>/`` holds ``shards/`` with the finished shards, ``receipts/`` with one small file for
each of them, and ``scratch/`` for what is being written. When every shard has its receipt, ``shards/`` is renamed to
the layer's own folder. So a layer is there as a whole or not at all, work under another configuration lies elsewhere,
and what a killed run had finished is found again.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from facegap.errors import FaceSetError
from facegap.faceset import LayerInfo, ShardInfo, atomic_write, sha256, sync

_ROW_GROUP_BYTES = 32 << 20


class WorkFolder:
    """Work in progress on one layer of the face set in ``root``."""

    def __init__(self, root: Path, layer: str, fingerprint: str) -> None:
        self.layer_path = root / layer
        self.path = root / ".work" / f"{layer.replace('/', '.')}-{fingerprint[:16]}"

    @property
    def shards(self) -> Path:
        return self.path / "shards"

    def check_place(self) -> None:
        """See that nothing but a layer would be replaced.

        Raises:
            FaceSetError: there is a folder of something else where the layer belongs.
        """
        if self.layer_path.exists() and not (self.layer_path / "layer.json").is_file():
            msg = f"{self.layer_path} exists and is not a layer of a face set; name another folder. Nothing was changed"
            raise FaceSetError(msg)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Make the folder and keep other runs out of it until the block ends.

        Raises:
            FaceSetError: another run is at work on this layer.
        """
        for folder in ("shards", "receipts", "scratch"):
            (self.path / folder).mkdir(parents=True, exist_ok=True)
        with (self.path / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                msg = f"another run is writing {self.layer_path}; wait for it, or end it"
                raise FaceSetError(msg) from error
            yield

    def receipt(self, shard: int) -> ShardInfo | None:
        """What is known of a finished shard; None if it isn't finished."""
        path = self.path / "receipts" / f"{shard:05d}.json"
        if not path.is_file() or not (self.shards / f"{shard:05d}.parquet").is_file():
            return None
        return ShardInfo.model_validate_json(path.read_bytes())

    def write_shard(self, shard: int, chunks: Iterator[tuple[pa.Table, int]]) -> None:
        """Write a shard and then its receipt.

        Args:
            shard: its number.
            chunks: its rows a few at a time, each with how many of these rows went wrong in this layer.
        """
        path = self.shards / f"{shard:05d}.parquet"
        scratch = self.path / "scratch"
        with atomic_write(path, scratch=scratch) as temporary:
            rows, errors = _write_parquet(temporary, chunks)
            info = ShardInfo(file=path.name, rows=rows, sha256=sha256(temporary), errors=errors)
        with atomic_write(self.path / "receipts" / f"{shard:05d}.json", scratch=scratch) as temporary:
            temporary.write_text(info.model_dump_json(), encoding="utf-8")

    def finish(self, info: LayerInfo) -> None:
        """Put the complete layer in its place; one that was there before is put aside and deleted afterwards."""
        self.check_place()
        info.write(self.shards / "layer.json")
        sync(self.shards)
        self.layer_path.parent.mkdir(exist_ok=True)
        if self.layer_path.exists():
            self.layer_path.rename(self.path / "replaced")
        self.shards.rename(self.layer_path)
        sync(self.layer_path.parent)
        self.discard()

    def discard(self) -> None:
        """Remove the folder, and the folder of all work if it was the last."""
        if self.path.exists():
            shutil.rmtree(self.path)
            if not any(self.path.parent.iterdir()):
                self.path.parent.rmdir()

    def reopen(self, info: LayerInfo) -> None:
        """Take a complete layer of this fingerprint back into work, so that its missing shards can be made again."""
        for shard in info.shards:
            receipt = self.path / "receipts" / Path(shard.file).with_suffix(".json")
            receipt.write_text(shard.model_dump_json(), encoding="utf-8")
        self.shards.rmdir()
        self.layer_path.rename(self.shards)


def _write_parquet(path: Path, chunks: Iterator[tuple[pa.Table, int]]) -> tuple[int, int]:
    """Write chunks to a file, a row group whenever enough bytes have come together; return its rows and errors."""
    rows = errors = 0
    pending: list[pa.Table] = []
    with ExitStack() as stack:
        writer = None
        for chunk, chunk_errors in chunks:
            writer = writer or stack.enter_context(pq.ParquetWriter(path, chunk.schema, compression="zstd"))
            rows += chunk.num_rows
            errors += chunk_errors
            pending.append(chunk)
            if sum(table.nbytes for table in pending) >= _ROW_GROUP_BYTES:
                writer.write_table(pa.concat_tables(pending))
                pending = []
        if writer and pending:
            writer.write_table(pa.concat_tables(pending))
    return rows, errors
