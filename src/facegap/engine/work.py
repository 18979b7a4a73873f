"""The folder in which layers that are made together grow until they are complete.

``SET/.work/<first layer>-<fingerprint>/`` holds ``layers/<layer>/`` with the finished shards of each layer,
``receipts/`` with one small file for each shard that is finished in all of them, and ``scratch/`` for what is being
written. When every shard has its receipt, the layers are renamed to their own folders, the first one last: where it
is, all are. So layers are there as a whole or not at all, work under another configuration lies elsewhere, and what a
killed run had finished is found again.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter

from facegap.base.errors import FaceSetError
from facegap.engine.shard import ShardWriter
from facegap.engine.stage import Tables
from facegap.faceset import LayerInfo, ShardInfo, atomic_write, check_layer_name, sha256, sync

Receipt = dict[str, ShardInfo]
"""A finished shard's file in each layer."""

_RECEIPT = TypeAdapter(Receipt)


class WorkFolder:
    """Work in progress on layers of the face set in ``root``.

    Attributes:
        layers: their names; ``images``, where it is one of them, is the first.
        places: where each of them belongs once it is complete.
        path: the folder of the work.
    """

    def __init__(self, root: Path, layers: tuple[str, ...], fingerprint: str) -> None:
        self.layers = layers
        self.places = {layer: root / check_layer_name(layer) for layer in layers}
        self.path = root / ".work" / f"{_flat(layers[0])}-{fingerprint[:16]}"

    def check_places(self) -> None:
        """See that nothing but layers would be replaced.

        Raises:
            FaceSetError: there is a folder of something else where a layer belongs.
        """
        for place in self.places.values():
            if place.exists() and not (place / "layer.json").is_file():
                msg = f"{place} exists and is not a layer of a face set; name another folder. Nothing was changed"
                raise FaceSetError(msg)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Make the folder and keep other runs off these layers, whatever their settings, until the block ends.

        Raises:
            FaceSetError: another run is at work on these layers.
        """
        msg = f"another run is writing {self.places[self.layers[0]]}; wait for it, or end it"
        (self.path / "receipts").mkdir(parents=True, exist_ok=True)
        for layer in self.layers:
            self._shards(layer).mkdir(parents=True, exist_ok=True)
            self._scratch(layer).mkdir(parents=True, exist_ok=True)
        with (self.path / "lock").open("w") as lock:
            if not _locks(lock):
                raise FaceSetError(msg)
            try:
                # Each run locks its own folder first, so of two that come at once at least one sees the other.
                if any(_is_locked(path) for path in self._locks_of_others()):
                    raise FaceSetError(msg)
                yield
            except FaceSetError:
                # Refused with nothing in work: what was made for it would be taken for an unfinished run.
                if not any(path.is_file() and path.name != "lock" for path in self.path.rglob("*")):
                    self.discard()
                raise

    def receipt(self, shard: int) -> Receipt | None:
        """What is known of a finished shard; None if it isn't finished in every layer."""
        path = self._receipt_path(shard)
        if not path.is_file():
            return None
        receipt = _RECEIPT.validate_json(path.read_bytes())
        whole = receipt.keys() == set(self.layers) and all(
            (self._shards(layer) / info.file).is_file() for layer, info in receipt.items()
        )
        return receipt if whole else None

    def write_shard(self, shard: int, chunks: Iterator[tuple[Tables, int]]) -> None:
        """Write a shard of every layer and then its receipt.

        Args:
            shard: its number.
            chunks: its rows a few at a time, each with how many of these rows went wrong, which the first layer counts.
        """
        self._receipt_path(shard).unlink(missing_ok=True)  # it would vouch for files that are about to change
        file = f"{shard:05d}.parquet"
        with ExitStack() as whole:
            paths = {
                layer: whole.enter_context(atomic_write(self._shards(layer) / file, scratch=self._scratch(layer)))
                for layer in self.layers
            }
            rows, errors = _write_tables(paths, chunks)
            receipt = {
                layer: ShardInfo(
                    file=file, rows=rows, sha256=sha256(path), errors=errors if layer == self.layers[0] else 0
                )
                for layer, path in paths.items()
            }
        self._write_receipt(shard, receipt)

    def finish(self, info: LayerInfo, shards: int) -> None:
        """Put the complete layers in their places; those that were there before are deleted afterwards.

        Args:
            info: what all layers share; each gets its own name and shards.
            shards: how many there are.
        """
        self.check_places()
        receipts = [receipt for shard in range(shards) if (receipt := self.receipt(shard))]
        for layer in self.layers:
            own = {"layer": layer, "shards": tuple(receipt[layer] for receipt in receipts)}
            info.model_copy(update=own).write(self._shards(layer) / "layer.json")
            sync(self._shards(layer))
        for layer in reversed(self.layers):
            self._put_in_place(layer)
        self.discard()

    def take_back(self, in_place: Mapping[str, LayerInfo]) -> None:
        """Take layers from their places back into work, so that their missing shards can be made again.

        Args:
            in_place: those of these layers that are in place. Where it is all of them, they vouch for their shards;
                where it isn't, a run was killed while it moved them and the receipts are still here, or a layer was
                deleted.
        """
        if in_place.keys() == set(self.layers):
            for shard, infos in enumerate(zip(*(info.shards for info in in_place.values()), strict=True)):
                self._write_receipt(shard, dict(zip(in_place, infos, strict=True)))
        for layer in self.layers:
            if layer in in_place:
                shutil.rmtree(self._shards(layer))
                self.places[layer].rename(self._shards(layer))

    def set_aside(self, folder: Path) -> None:
        """Move a folder of the set into the work, with which it is deleted: at one moment, and not file by file."""
        aside = self.path / "aside" / folder.relative_to(self.path.parents[1])
        if aside.exists():
            shutil.rmtree(aside)
        aside.parent.mkdir(parents=True, exist_ok=True)
        folder.rename(aside)
        sync(folder.parent)
        if not any(folder.parent.iterdir()):
            folder.parent.rmdir()

    def discard(self) -> None:
        """Remove the folder, and the folder of all work if it was the last."""
        if self.path.exists():
            shutil.rmtree(self.path)
            if not any(self.path.parent.iterdir()):
                self.path.parent.rmdir()

    def _locks_of_others(self) -> list[Path]:
        """Where runs under other settings that make the same layer lock."""
        name = self.path.name.rpartition("-")[0]
        folders = (folder for folder in self.path.parent.iterdir() if folder != self.path)
        return [folder / "lock" for folder in folders if folder.name.rpartition("-")[0] == name]

    def _put_in_place(self, layer: str) -> None:
        place = self.places[layer]
        place.parent.mkdir(exist_ok=True)
        if place.exists():
            place.rename(self._scratch(layer) / "replaced")
        self._shards(layer).rename(place)
        sync(place.parent)

    def _write_receipt(self, shard: int, receipt: Receipt) -> None:
        with atomic_write(self._receipt_path(shard), scratch=self.path / "scratch") as temporary:
            temporary.write_bytes(_RECEIPT.dump_json(receipt))

    def _receipt_path(self, shard: int) -> Path:
        return self.path / "receipts" / f"{shard:05d}.json"

    def _shards(self, layer: str) -> Path:
        return self.path / "layers" / _flat(layer)

    def _scratch(self, layer: str) -> Path:
        return self.path / "scratch" / _flat(layer)


def layers_in_work(root: Path, *, apart_from: Path | None = None) -> list[str]:
    """What other runs are writing into a face set at this moment.

    Args:
        root: The folder of the set.
        apart_from: The folder of the caller's own work.

    Returns:
        The name of a layer of each run, with ``.`` for ``/``.
    """
    folders = (folder for folder in sorted(root.glob(".work/*")) if folder != apart_from)
    return [folder.name.rpartition("-")[0] for folder in folders if _is_locked(folder / "lock")]


def _flat(layer: str) -> str:
    """A layer's name as that of one folder."""
    return layer.replace("/", ".")


def _locks(lock: IO[str]) -> bool:
    """Lock an open file until it is closed; false where another process has it, or deleted it with its work."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return os.fstat(lock.fileno()).st_nlink > 0


def _is_locked(path: Path) -> bool:
    try:
        with path.open("r+") as lock:
            return not _locks(lock)
    except FileNotFoundError:  # it isn't locked yet, or no longer
        return False


def _write_tables(paths: Mapping[str, Path], chunks: Iterator[tuple[Tables, int]]) -> tuple[int, int]:
    """Write each layer's tables to its file; return the number of rows, the same in each, and of errors."""
    rows = errors = 0
    with ExitStack() as open_files:
        writers = {layer: open_files.enter_context(ShardWriter(path)) for layer, path in paths.items()}
        for tables, chunk_errors in chunks:
            for layer, writer in writers.items():
                writer.add(tables[layer])
            rows += next(iter(tables.values())).num_rows
            errors += chunk_errors
    return rows, errors
