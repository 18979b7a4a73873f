"""Images of face sets as a new set: rows and layers taken over as they are."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from facegap.base.arrays import Int64Array
from facegap.base.worker import Worker
from facegap.faceset.faceset import IMAGES, FaceSet
from facegap.faceset.importing import SHARD_ROWS
from facegap.faceset.lineage import Parent, networks_of
from facegap.faceset.manifest import LayerInfo, NetworkUse
from facegap.faceset.rows import RowReader
from facegap.faceset.schema import IMAGE_FIELDS, images_schema

_CHUNK_ROWS = 64


@dataclass(frozen=True, eq=False)
class Part:
    """Rows of a face set that go into another.

    Attributes:
        path: the folder of the set.
        rows: int64, ascending.
        id_prefix: what is put before image ids.
        identity_prefix: what is put before identities.
    """

    path: Path
    rows: Int64Array
    id_prefix: str = ""
    identity_prefix: str = ""

    @cached_property
    def faceset(self) -> FaceSet:
        """The set that they are of."""
        return FaceSet.open(self.path)

    def image_ids(self) -> list[str]:
        """The ids of the rows in the new set."""
        old = self.faceset.column(IMAGES, "image_id").gather(self.rows)
        return [self.id_prefix + image_id for image_id in old]


@dataclass(frozen=True, eq=False)
class CopySource:
    """Images of one or more face sets, in their order, bit for bit, as a source for the engine.

    Layers that were made in one pass with the images, such as ``truth``, come along in the same pass where all sets
    have them with the same columns.

    Attributes:
        parts: what is taken of which set.
        description: how the rows were chosen, as JSON values; a part of the settings.
        shard_rows: most rows in a shard.
    """

    parts: tuple[Part, ...]
    description: Mapping[str, Any]
    shard_rows: int = SHARD_ROWS

    version = 1
    networks = ()

    @cached_property
    def schemas(self) -> dict[str, pa.Schema]:
        """The columns of each layer that is made: ``images`` with what all sets have, and the other layers."""
        schemas = {IMAGES: images_schema(_common_fields([_schema(part.faceset, IMAGES) for part in self.parts]))}
        first = self.parts[0].faceset
        for layer in first.layers():
            if layer == IMAGES or not all(_made_with_images(part.faceset, layer) for part in self.parts):
                continue
            layer_schemas = [_schema(part.faceset, layer).remove_metadata() for part in self.parts]
            if all(schema.equals(layer_schemas[0]) for schema in layer_schemas):
                schemas[layer] = layer_schemas[0].remove(layer_schemas[0].get_field_index("image_id"))
        return schemas

    @property
    def layers(self) -> tuple[str, ...]:
        return tuple(self.schemas)

    @property
    def needs(self) -> tuple[Parent, ...]:
        return tuple(Parent(part.path, self.layers) for part in self.parts)

    @cached_property
    def _bounds(self) -> list[int]:
        rows = sum(len(part.rows) for part in self.parts)
        shards = -(-rows // self.shard_rows)
        return [rows * number // shards for number in range(shards + 1)]

    @property
    def shards(self) -> int:
        return len(self._bounds) - 1

    def rows(self, shard: int) -> int:
        return self._bounds[shard + 1] - self._bounds[shard]

    def settings(self) -> dict[str, Any]:
        return {**self.description, "version": self.version, "shards": self.shards, "rows": _digest(self.parts)}

    def start(self, _worker: Worker) -> Callable[[int], Iterator[dict[str, pa.Table]]]:
        readers = [RowReader(part.faceset, self.layers) for part in self.parts]
        whose = np.repeat(np.arange(len(self.parts)), [len(part.rows) for part in self.parts])
        rows = np.concatenate([part.rows for part in self.parts])

        def tables(shard: int) -> Iterator[dict[str, pa.Table]]:
            begin, end = self._bounds[shard], self._bounds[shard + 1]
            for at in range(begin, end, _CHUNK_ROWS):
                chunk = slice(at, min(at + _CHUNK_ROWS, end))
                made = [
                    self._tables(self.parts[number], readers[number].take(rows[chunk][whose[chunk] == number]))
                    for number in np.unique(whose[chunk])
                ]
                yield {layer: pa.concat_tables([tables[layer] for tables in made]) for layer in self.layers}

        return tables

    def _tables(self, part: Part, rows: pa.Table) -> dict[str, pa.Table]:
        made = {}
        for layer, schema in self.schemas.items():
            names = schema.names if layer == IMAGES else [f"{layer}.{name}" for name in schema.names]
            made[layer] = pa.table([rows[name] for name in names], schema=schema)
        for name, prefix in (("image_id", part.id_prefix), ("identity", part.identity_prefix)):
            if prefix:
                images = made[IMAGES]
                values = [None if value is None else prefix + value for value in images[name].to_pylist()]
                at = images.schema.get_field_index(name)
                made[IMAGES] = images.set_column(at, images.schema.field(at), pa.array(values, pa.string()))
        return made


@dataclass(frozen=True, eq=False)
class CarriedLayer:
    """A layer that the sets have and their copy gets, row for row, as a stage.

    It keeps the settings with which it was made, so that the copy has the layer that making it anew would give, and
    making it anew finds it there.

    Attributes:
        layer: The name of the layer.
        needs: The layers that it was made from.
        parts: What was taken of which set.
        made_with: The settings of the layer, the same in all sets.
        networks: The networks that had a part in it.
    """

    layer: str
    needs: tuple[str, ...]
    parts: tuple[Part, ...]
    made_with: Mapping[str, Any]
    networks: tuple[NetworkUse, ...]

    def settings(self) -> dict[str, Any]:
        return dict(self.made_with)

    def start(self, _worker: Worker) -> Callable[[pa.Table], pa.Table]:
        readers = [RowReader(part.faceset, (self.layer,)) for part in self.parts]
        origin = {
            image_id: (number, int(row))
            for number, part in enumerate(self.parts)
            for image_id, row in zip(part.image_ids(), part.rows, strict=True)
        }

        def carry(images: pa.Table) -> pa.Table:
            origins = [origin[image_id] for image_id in images["image_id"].to_pylist()]
            # Rows of one set lie one after another, as in the source.
            made = [
                readers[number].take(np.array([row for whose, row in origins if whose == number]))
                for number in dict.fromkeys(whose for whose, _ in origins)
            ]
            table = pa.concat_tables(made)
            return table.rename_columns([name.removeprefix(f"{self.layer}.") for name in table.column_names])

        return carry


def carried_layers(source: CopySource) -> tuple[list[CarriedLayer], dict[str, str]]:
    """The stages that carry over the layers that all sets have, in an order in which they can run.

    Returns:
        The stages; and the layers that are left behind, each with the reason.
    """
    sets = [part.faceset for part in source.parts]
    names = list(dict.fromkeys(name for each in sets for name in each.layers()))
    infos = {name: [each.layer(name) for each in sets if name in each.layers()] for name in names}
    stages: dict[str, CarriedLayer] = {}
    left: dict[str, str] = {}
    for name in sorted(names, key=lambda name: _depth(name, infos)):
        first, *others = infos[name]
        if name in source.layers:
            continue
        missing = [each.info.name for each in sets if name not in each.layers()]
        unmade = [needed for needed in first.needs if needed not in (*source.layers, *stages)]
        if missing:
            left[name] = f"{', '.join(missing)} has no such layer"
        elif not first.needs or any(_made_otherwise(info, first) for info in others):
            left[name] = "the sets have it with different settings or columns"
        elif len({str(_schema(each, name).remove_metadata()) for each in sets}) > 1:
            left[name] = "the sets have it with different columns"
        elif unmade:
            left[name] = f"it was made from {unmade[0]}, which is left behind"
        else:
            networks = tuple(dict.fromkeys(network for info in infos[name] for network in networks_of(info)))
            stages[name] = CarriedLayer(name, tuple(first.needs), source.parts, first.settings, networks)
    return list(stages.values()), left


def _made_otherwise(info: LayerInfo, first: LayerInfo) -> bool:
    return info.settings != first.settings or info.needs.keys() != first.needs.keys()


def _depth(name: str, infos: Mapping[str, Sequence[LayerInfo]]) -> int:
    """How many layers were made one from another before this one."""
    needed = [layer for info in infos.get(name, ()) for layer in info.needs if layer != IMAGES]
    return 1 + max((_depth(layer, infos) for layer in needed), default=0)


def _made_with_images(faceset: FaceSet, layer: str) -> bool:
    return layer in faceset.layers() and not faceset.layer(layer).needs


def _schema(faceset: FaceSet, layer: str) -> pa.Schema:
    return pq.read_schema(faceset.shard_paths(layer)[0])


def _common_fields(schemas: Sequence[pa.Schema]) -> list[pa.Field]:
    """The columns of ``images``, beside those that every set has, that all sets have with the same type."""
    fixed = {field.name for field in IMAGE_FIELDS}
    return [
        field
        for field in schemas[0]
        if field.name not in fixed
        and all(field.name in schema.names and schema.field(field.name).type == field.type for schema in schemas)
    ]


def _digest(parts: Sequence[Part]) -> str:
    """A hash of which rows are taken, and of what goes before their names."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(json.dumps([len(part.rows), part.id_prefix, part.identity_prefix]).encode())
        digest.update(part.rows.astype("<i8").tobytes())
    return digest.hexdigest()
