"""Face sets with embeddings that a test chooses."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from facegap.engine import LocalRunner, Worker, run
from facegap.faceset import FaceSet


class GiveEmbeddings:
    """A stage that gives each image the vector it is told; those without one have an error."""

    needs = ("images",)
    networks = ()

    def __init__(self, vectors: Mapping[str, np.ndarray], dimensions: int, name: str, network: str) -> None:
        self.layer = f"embeddings/{name}"
        self.vectors = vectors
        self.dimensions = dimensions
        self.network = network

    def settings(self) -> dict[str, Any]:
        return {"stage": "given", "model": self.network}

    def start(self, worker: Worker) -> Callable[[pa.Table], pa.Table]:
        kind = pa.list_(pa.float32(), self.dimensions)

        def give(rows: pa.Table) -> pa.Table:
            found = [self.vectors.get(image_id) for image_id in rows["image_id"].to_pylist()]
            errors = [None if vector is not None else "no vector" for vector in found]
            return pa.table({"embedding": pa.array(found, kind), "error": pa.array(errors, pa.string())})

        return give


def give(faceset: FaceSet, vectors: np.ndarray, *, name: str = "net", network: str = "net", drop: int = 0) -> FaceSet:
    """Add embeddings, in the order of the set, to all images but the last ``drop``."""
    ids = faceset.column("images", "image_id").to_list()
    given = dict(zip(ids[: len(ids) - drop], vectors, strict=False))
    run(GiveEmbeddings(given, vectors.shape[1], name, network), faceset, runner=LocalRunner(1), max_errors=1.0)
    return faceset
