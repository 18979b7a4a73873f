"""Nearest neighbors by cosine, found exactly: of one set in another, and within one."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float32Array, Int64Array
from facegap.matching.embeddings.unit_length import check_unit_length

_BLOCK = 4096  # queries at a time
_MARGIN = 4  # more neighbors than asked for, so that rounding can't push one out that belongs among them


@dataclass(frozen=True)
class Neighbors:
    """For each query its nearest references, the nearest first; of equal scores, the lower row first.

    Attributes:
        rows: int64 (queries, count), of the references; −1 where there are fewer than asked for.
        scores: float32 (queries, count), cosines; −inf where there are fewer.
    """

    rows: Int64Array
    scores: Float32Array


def nearest(queries: Float32Array, references: Float32Array, *, count: int = 1) -> Neighbors:
    """The nearest references of each query, among all of them.

    Args:
        queries: float32 (queries, dimensions), of unit length.
        references: float32 (references, dimensions), of unit length.
        count: neighbors wanted of each.

    Returns:
        Neighbors whose scores are summed in double precision and rounded once, so that they don't depend on which
        other queries are there, or on how many at a time are compared.

    Raises:
        ValueError: embeddings of other dimensions, not of unit length or not finite.
    """
    _check(queries)
    _check(references, dimensions=queries.shape[1])
    unlike = np.full(len(queries), -1, dtype=np.int64)
    return _search(queries, unlike, references, np.arange(len(references)), count=count, left_out=0)


def nearest_others(embeddings: Float32Array, *, people: Int64Array | None = None, count: int = 1) -> Neighbors:
    """The nearest other images of each, in one set.

    Args:
        embeddings: float32 (images, dimensions), of unit length.
        people: int64 (images,), a number for each image's person: images of the same person are no neighbors. By
            default only the image itself is none.
        count: neighbors wanted of each.

    Raises:
        ValueError: as for ``nearest``, or not one person for each image.
    """
    _check(embeddings)
    owners = np.arange(len(embeddings)) if people is None else people
    if len(owners) != len(embeddings):
        msg = f"{len(owners)} people for {len(embeddings)} embeddings"
        raise ValueError(msg)
    numbers, sizes = np.unique(owners, return_inverse=True, return_counts=True)[1:]
    images = sizes[numbers]
    # Queries with about as many images of their own person go together: so many more neighbors are looked for.
    order = np.argsort(images, kind="stable")
    rows = np.full((len(embeddings), count), -1, dtype=np.int64)
    scores = np.full((len(embeddings), count), -np.inf, dtype=np.float32)
    for begin in range(0, len(order), _BLOCK):
        block = order[begin : begin + _BLOCK]
        found = _search(
            embeddings[block], owners[block], embeddings, owners, count=count, left_out=int(images[block].max())
        )
        rows[block], scores[block] = found.rows, found.scores
    return Neighbors(rows, scores)


def _search(
    queries: Float32Array,
    query_owners: Int64Array,
    references: Float32Array,
    owners: Int64Array,
    *,
    count: int,
    left_out: int,
) -> Neighbors:
    """Neighbors of another owner, where at most ``left_out`` of all have the same."""
    import faiss  # here, since it takes a second to import

    wanted = min(count + left_out + _MARGIN, len(references))
    rows = np.full((len(queries), count), -1, dtype=np.int64)
    scores = np.full((len(queries), count), -np.inf, dtype=np.float32)
    base = np.ascontiguousarray(references, dtype=np.float32)
    for begin in range(0, len(queries) if wanted else 0, _BLOCK):
        block = slice(begin, begin + _BLOCK)
        vectors = np.ascontiguousarray(queries[block], dtype=np.float32)
        _, found = faiss.knn(vectors, base, wanted, metric=faiss.METRIC_INNER_PRODUCT)
        exact = _cosines(vectors, base, found)
        exact[owners[found] == query_owners[block, None]] = -np.inf
        best = np.lexsort((found, -exact))[:, :count]
        kept = np.take_along_axis(exact, best, axis=1)
        rows[block, : best.shape[1]] = np.where(kept > -np.inf, np.take_along_axis(found, best, axis=1), -1)
        scores[block, : best.shape[1]] = kept
    return Neighbors(rows, scores)


def _cosines(queries: Float32Array, references: Float32Array, rows: Int64Array) -> Float32Array:
    scores = [np.einsum("qd,qd->q", queries, references[column], dtype=np.float64) for column in rows.T]
    return np.stack(scores, axis=1).astype(np.float32)


def _check(embeddings: Float32Array, dimensions: int | None = None) -> None:
    if embeddings.ndim != 2 or dimensions not in (None, embeddings.shape[1]):
        msg = f"embeddings of the shape {embeddings.shape}, where {dimensions or 'some'} columns were expected"
        raise ValueError(msg)
    check_unit_length(embeddings)
