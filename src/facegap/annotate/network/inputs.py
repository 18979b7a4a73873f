"""What an annotator is given of each row: the face, or the embedding that an embedder made of it."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from facegap.base.arrays import Float32Array
from facegap.base.errors import BadImageError, ContractError
from facegap.faceset import FaceSet, Pixels, decode
from facegap.models import EmbeddingContract

Given = Pixels | Float32Array
"""A face, uint8 (height, width, 3), RGB; or an embedding, float32 (dimensions,), of unit length."""

_LENGTH_TOLERANCE = 1e-3


def embedding_layer(faceset: FaceSet, annotator: str, contract: EmbeddingContract) -> str:
    """The layer of embeddings that an annotator takes.

    Raises:
        ContractError: no layer was made by its embedder, by that very file and with or without the mirrored face.
    """
    made = {layer: faceset.layer(layer).settings for layer in faceset.layers() if layer.startswith("embeddings/")}
    wanted = {"model_sha256": contract.sha256, "mirror": contract.mirror, "features": contract.features}
    for layer, settings in made.items():
        if wanted.items() <= {"features": "", **settings}.items():
            return layer
    has = ", ".join(f"{layer} (by {settings.get('model')})" for layer, settings in made.items()) or "none"
    what = "features" if contract.features else "embeddings"
    options = ("" if contract.mirror else " --no-mirror") + (" --features" if contract.features else "")
    msg = (
        f"{faceset.path}: {annotator} takes {what} by {contract.embedder} (SHA-256 {contract.sha256[:12]}…, "
        f"{'with' if contract.mirror else 'without'} the mirrored face), and no layer was made so; it has: {has}. Make "
        f"it with `facegap embed {faceset.path} --model {contract.embedder}{options}`"
    )
    raise ContractError(msg)


def faces(rows: pa.Table) -> Iterator[Given | str]:
    """The face of each row, or why there is none; one is decoded at a time."""
    for image, error in zip(rows["image"].to_pylist(), rows["error"].to_pylist(), strict=True):
        if error is not None or image is None:
            yield f"no image: {error}"
            continue
        try:
            yield decode(image["bytes"])
        except BadImageError as problem:
            yield str(problem)


def embeddings(rows: pa.Table, layer: str) -> Iterator[Given | str]:
    """The embedding of each row, or why there is none."""
    vectors, errors = rows[f"{layer}.embedding"].to_pylist(), rows[f"{layer}.error"].to_pylist()
    for vector, error in zip(vectors, errors, strict=True):
        if error is not None or vector is None:
            yield f"no embedding: {error}"
            continue
        given = np.array(vector, dtype=np.float32)
        length = float(np.linalg.norm(given))
        if abs(length - 1) <= _LENGTH_TOLERANCE:
            yield given
        else:
            yield f"an embedding of length {length:.4g}, where the annotator takes unit vectors"
