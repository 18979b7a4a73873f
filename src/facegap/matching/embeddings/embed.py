"""The stage from aligned faces to a layer of embeddings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from facegap.base.arrays import Float32Array
from facegap.base.errors import BadImageError
from facegap.base.worker import Worker
from facegap.faceset import IMAGES, NetworkUse, Pixels, decode
from facegap.models import Embedder, Features, Model


@dataclass(frozen=True)
class Embed:
    """Writes ``embeddings/<name>``: the unit-length ``embedding`` of each face and its ``norm`` before that.

    Attributes:
        model: The network; ``check_contract`` says whether it fits a face set.
        name: The name of the layer that is written; by default that of the network.
        mirror: Whether the embedding of the mirrored face is added before normalizing, as the field does in its
            benchmarks.
        features: Whether the layer before the embedding is taken in its place, which tells more of everything but who
            it is.
    """

    model: Model
    name: str | None = None
    mirror: bool = True
    features: bool = False

    version = 1
    needs = (IMAGES,)

    @property
    def layer(self) -> str:
        return f"embeddings/{self.name or self.model.card.name + ('-features' if self.features else '')}"

    @property
    def networks(self) -> tuple[NetworkUse, ...]:
        return (self.model.use,)

    def settings(self) -> dict[str, Any]:
        return {
            "stage": "embed",
            "version": self.version,
            "model": self.model.card.name,
            "model_sha256": self.model.sha256,
            "input": self.model.card.image_contract.for_fingerprint(),
            "mirror": self.mirror,
        } | ({"features": self._inner.output} if self._inner else {})

    def start(self, worker: Worker) -> Callable[[pa.Table], pa.Table]:
        embedder = Embedder(self.model, self._inner, worker=worker)
        dimensions = self._inner.dimensions if self._inner else self.model.card.dimensions
        schema = pa.schema(
            [
                pa.field("embedding", pa.list_(pa.float32(), dimensions)),
                pa.field("norm", pa.float32()),
                pa.field("error", pa.string()),
            ]
        )

        def embed(rows: pa.Table) -> pa.Table:
            faces = [
                _face(image, error)
                for image, error in zip(rows["image"].to_pylist(), rows["error"].to_pylist(), strict=True)
            ]
            vectors = iter(self._vectors(embedder, [face for face in faces if not isinstance(face, str)]))
            results = [{"error": face} if isinstance(face, str) else _unit(next(vectors)) for face in faces]
            return pa.Table.from_pylist(results, schema=schema)

        return embed

    @property
    def _inner(self) -> Features | None:
        return self.model.card.inner if self.features else None

    def _vectors(self, embedder: Embedder, faces: list[Pixels]) -> Float32Array:
        """The vector of each face, not normalized, with that of the mirrored face added if it is wanted."""
        if not self.mirror or not faces:
            return embedder(faces) if faces else np.empty((0, 0), dtype=np.float32)
        both = embedder([view for face in faces for view in (face, face[:, ::-1])])
        return np.asarray(both.reshape(len(faces), 2, -1).sum(axis=1), dtype=np.float32)


def _face(image: dict[str, Any] | None, error: str | None) -> Pixels | str:
    """The pixels of a row, or why it has none."""
    if error is not None or image is None:
        return f"no image: {error}"
    try:
        return decode(image["bytes"])
    except BadImageError as problem:
        return str(problem)


def _unit(vector: Float32Array) -> dict[str, Any]:
    """The columns of a vector; one without a length is an error."""
    norm = float(np.linalg.norm(vector))
    if not np.isfinite(norm) or norm == 0:
        return {"error": f"the network gave a vector of length {norm}"}
    return {"embedding": (vector / np.float32(norm)).tolist(), "norm": norm}
