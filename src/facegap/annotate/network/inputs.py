"""What an annotator takes of each row: the face, or the embedding that an embedder made of it."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from facegap.base.arrays import Float32Array
from facegap.base.errors import BadImageError, ContractError
from facegap.faceset import FaceSet, Pixels, decode
from facegap.models import EmbeddingContract

AnnotatorInput = Pixels | Float32Array
"""A face, uint8 (height, width, 3), RGB; or an embedding, float32 (dimensions,), of unit length."""

_LENGTH_TOLERANCE = 1e-3


def embedding_layer(faceset: FaceSet, annotator: str, contract: EmbeddingContract) -> str:
    """Return the name of the layer whose embeddings an annotator takes.

    Args:
        faceset: The face set that is to be annotated.
        annotator: The annotator's name, for messages.
        contract: Which embedder the annotator needs, by the hash of its file, and whether it averages each face with
            its mirror image.

    Raises:
        ContractError: No layer was made by that embedder in that way; the message says how to make it.
    """
    settings_of = {
        layer: faceset.layer(layer).settings for layer in faceset.layers() if layer.startswith("embeddings/")
    }
    needed = {"model_sha256": contract.sha256, "mirror": contract.mirror, "features": contract.features}
    for layer, settings in settings_of.items():
        if needed.items() <= {"features": "", **settings}.items():
            return layer
    existing = ", ".join(f"{layer} (by {settings.get('model')})" for layer, settings in settings_of.items()) or "none"
    what = "features" if contract.features else "embeddings"
    options = ("" if contract.mirror else " --no-mirror") + (" --features" if contract.features else "")
    msg = (
        f"{faceset.path}: {annotator} takes {what} by {contract.embedder} (SHA-256 {contract.sha256[:12]}…, "
        f"{'with' if contract.mirror else 'without'} the mirrored face), and no layer was made so; it has: {existing}. "
        f"Make it with `facegap embed {faceset.path} --model {contract.embedder}{options}`"
    )
    raise ContractError(msg)


def decode_faces(rows: pa.Table) -> Iterator[AnnotatorInput | str]:
    """Decode the face of each row, one at a time, or say why there is none."""
    for image, error in zip(rows["image"].to_pylist(), rows["error"].to_pylist(), strict=True):
        if error is not None or image is None:
            yield f"no image: {error}"
            continue
        try:
            yield decode(image["bytes"])
        except BadImageError as problem:
            yield str(problem)


def read_embeddings(rows: pa.Table, layer: str) -> Iterator[AnnotatorInput | str]:
    """Read the embedding of each row from the columns of an embedding layer, or say why there is none."""
    vectors, errors = rows[f"{layer}.embedding"].to_pylist(), rows[f"{layer}.error"].to_pylist()
    for vector, error in zip(vectors, errors, strict=True):
        if error is not None or vector is None:
            yield f"no embedding: {error}"
            continue
        embedding = np.array(vector, dtype=np.float32)
        length = float(np.linalg.norm(embedding))
        if abs(length - 1) <= _LENGTH_TOLERANCE:
            yield embedding
        else:
            yield f"an embedding of length {length:.4g}, where the annotator takes unit vectors"
