"""From a data set in any format to the ``images`` layer of a face set."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any, Literal, Protocol

import pyarrow as pa

from facegap.base.errors import BadImageError
from facegap.base.worker import Worker
from facegap.faceset.codec import decode
from facegap.faceset.faceset import IMAGES
from facegap.faceset.formats import Reader, free_name, label_fields
from facegap.faceset.manifest import NetworkUse
from facegap.faceset.schema import images_schema

IdentityFrom = Literal["source", "image", "none"]
"""Identity as the source has it; every image a person of its own; or unknown for all."""

SHARD_ROWS = 2048
_CHUNK_ROWS = 64


class Preparation(Protocol):
    """What is done to each image as it is imported.

    Attributes:
        fields: the columns that it adds.
        networks: those that it uses.
    """

    fields: tuple[pa.Field, ...]

    @property
    def networks(self) -> tuple[NetworkUse, ...]: ...

    def settings(self) -> dict[str, Any]:
        """All that its result depends on."""

    def start(self, worker: Worker, /) -> Callable[[bytes], dict[str, Any]]:
        """Called once in each worker, with what that has.

        The function returned takes an encoded image and gives ``bytes``, ``width``, ``height`` and its own fields;
        it raises BadImageError where the image can't be used.
        """


class Keep:
    """Keep every image bit for bit, having seen that it decodes."""

    fields: tuple[pa.Field, ...] = ()
    networks: tuple[NetworkUse, ...] = ()

    def settings(self) -> dict[str, Any]:
        return {"images": "kept"}

    def start(self, _worker: Worker) -> Callable[[bytes], dict[str, Any]]:
        return _keep


def _keep(encoded: bytes) -> dict[str, Any]:
    height, width, _ = decode(encoded).shape
    return {"bytes": encoded, "width": width, "height": height}


class ImportSource:
    """The images of a reader, in the order of its index, as a source for the engine.

    Shards are as equal as can be and hold at most ``shard_rows`` rows, however many workers there are.
    """

    version = 1
    layers = (IMAGES,)
    needs = ()

    def __init__(
        self,
        reader: Reader,
        *,
        preparation: Preparation | None = None,
        identity: IdentityFrom = "source",
        shard_rows: int = SHARD_ROWS,
    ) -> None:
        self.reader = reader
        self.preparation = preparation or Keep()
        self.identity = identity
        self.index = _with_labels_beside(_with_identity(reader.index(), identity), self.preparation.fields)
        shards = -(-self.index.num_rows // shard_rows)
        self.bounds: list[int] = [self.index.num_rows * number // shards for number in range(shards + 1)]
        self.schema = images_schema([*label_fields(self.index), *self.preparation.fields])

    @property
    def networks(self) -> tuple[NetworkUse, ...]:
        return self.preparation.networks

    @property
    def shards(self) -> int:
        return len(self.bounds) - 1

    def rows(self, shard: int) -> int:
        return self.bounds[shard + 1] - self.bounds[shard]

    def settings(self) -> dict[str, Any]:
        return {
            "source": "import",
            "version": self.version,
            "format": self.reader.name,
            "identity": self.identity,
            "shards": self.shards,
            "index": _hash(self.index),
            **self.preparation.settings(),
        }

    def start(self, worker: Worker) -> Callable[[int], Iterator[dict[str, pa.Table]]]:
        read = self.reader.start()
        prepare = self.preparation.start(worker)
        labels = [field.name for field in label_fields(self.index)]

        def tables(shard: int) -> Iterator[dict[str, pa.Table]]:
            begin, end = self.bounds[shard], self.bounds[shard + 1]
            for at in range(begin, end, _CHUNK_ROWS):
                chunk = self.index.slice(at, min(_CHUNK_ROWS, end - at)).to_pylist()
                rows = [self._row(row, labels, read, prepare) for row in chunk]
                yield {IMAGES: pa.Table.from_pylist(rows, schema=self.schema)}

        return tables

    @staticmethod
    def _row(
        row: dict[str, Any],
        labels: list[str],
        read: Callable[[dict[str, Any]], bytes],
        prepare: Callable[[bytes], dict[str, Any]],
    ) -> dict[str, Any]:
        kept = {name: row[name] for name in ("image_id", "identity", *labels)}
        try:
            prepared = prepare(read(row))
        except OSError as error:
            return kept | {"error": f"{row['path']}: {error.strerror or error}"}
        except BadImageError as error:
            return kept | {"error": f"{row['path']}: {error}"}
        image = {"bytes": prepared.pop("bytes"), "path": row["path"]}
        return kept | {"image": image} | prepared


def _with_identity(index: pa.Table, identity: IdentityFrom) -> pa.Table:
    if identity == "source":
        return index
    values = index["image_id"] if identity == "image" else pa.nulls(index.num_rows, pa.string())
    return index.set_column(index.schema.get_field_index("identity"), "identity", values)


def _with_labels_beside(index: pa.Table, fields: tuple[pa.Field, ...]) -> pa.Table:
    """The index with those labels renamed that have the name of a column that the preparation adds."""
    taken = {field.name for field in fields}
    names = []
    for column in index.column_names:
        names.append(free_name(column, taken))
        taken.add(names[-1])
    return index.rename_columns(names)


def _hash(index: pa.Table) -> str:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, index.schema) as stream:
        stream.write_table(index.combine_chunks())
    return hashlib.sha256(sink.getvalue()).hexdigest()
