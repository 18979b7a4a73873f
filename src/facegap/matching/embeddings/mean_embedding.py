"""The stage from the embeddings of a person's images to one embedding of the person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from facegap.base.errors import BadIdentityError
from facegap.base.worker import Worker
from facegap.faceset import PEOPLE, FaceSet, NetworkUse


@dataclass(frozen=True)
class MeanEmbedding:
    """Writes ``people/<name>``: the mean of the embeddings of each person's images, scaled to unit length.

    The columns are ``embedding``, float32, of unit length; ``concentration``, float32: the length of the mean before
    that, 1 where all images of the person have the same embedding and near 0 where they have nothing in common; and
    ``images``, int32: how many had an embedding.

    Attributes:
        name: of the embeddings, ``embeddings/<name>``.
        dimensions: their length.
        networks: those that made them.
    """

    name: str
    dimensions: int
    networks: tuple[NetworkUse, ...] = ()

    version = 1
    people_a_shard = 256

    @classmethod
    def of(cls, faceset: FaceSet, name: str) -> "MeanEmbedding":
        """The stage for the embeddings ``name`` of a face set.

        Raises:
            FaceSetError: the set has none of that name.
        """
        layer = faceset.layer(f"embeddings/{name}")
        embedding = pq.read_schema(faceset.shard_paths(layer.layer)[0]).field("embedding")
        return cls(name, embedding.type.list_size, layer.networks)

    @property
    def layer(self) -> str:
        return f"{PEOPLE}{self.name}"

    @property
    def needs(self) -> tuple[str, ...]:
        return (f"embeddings/{self.name}",)

    @property
    def fields(self) -> tuple[pa.Field, ...]:
        return (
            pa.field("embedding", pa.list_(pa.float32(), self.dimensions)),
            pa.field("concentration", pa.float32()),
            pa.field("images", pa.int32()),
        )

    def settings(self) -> dict[str, Any]:
        return {"stage": "mean-embedding", "version": self.version, "embeddings": self.name}

    def start(self, _worker: Worker) -> Callable[[pa.Table], dict[str, Any]]:
        return self._mean

    def _mean(self, images: pa.Table) -> dict[str, Any]:
        column = images[f"embeddings/{self.name}.embedding"].combine_chunks().drop_null()
        if len(column) == 0:
            msg = f"none of the {images.num_rows} images has an embedding"
            raise BadIdentityError(msg)
        vectors = np.asarray(column.flatten(), dtype=np.float64).reshape(len(column), self.dimensions)
        mean = vectors.mean(axis=0)
        length = float(np.linalg.norm(mean))
        if length == 0:
            msg = f"the mean of its {len(column)} embeddings has no direction"
            raise BadIdentityError(msg)
        unit = (mean / length).astype(np.float32)
        return {"embedding": unit.tolist(), "concentration": length, "images": len(column)}
