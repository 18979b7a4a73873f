"""Nearest neighbors by cosine, found exactly: of one set in another, and within one."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float32Array, Int64Array
from facegap.matching.embeddings.unit_length import check_unit_length
from facegap.matching.pairs.sweep import strips, sweep


@dataclass(frozen=True)
class Neighbors:
    """For each query its nearest references, the nearest first; of equal scores, the lower row first.

    Attributes:
        rows: int64 (queries, count), of the references; −1 where there are fewer than asked for.
        scores: float32 (queries, count), cosines; −inf where there are fewer.
    """

    rows: Int64Array
    scores: Float32Array


def nearest(
    queries: Float32Array,
    references: Float32Array,
    *,
    count: int = 1,
    people: tuple[Int64Array, Int64Array] | None = None,
) -> Neighbors:
    """The nearest references of each query, among all of them or among those of other people.

    Args:
        queries: float32 (queries, dimensions), of unit length.
        references: float32 (references, dimensions), of unit length.
        count: How many neighbors of each query are wanted.
        people: int64 (queries,) and int64 (references,), a number for each one's person: references of the query's
            person are no neighbors. By default all references may be.

    Returns:
        The neighbors. Their scores are summed in double precision and rounded once, so that they don't depend on which
        other queries are there, or on how many at a time are compared.

    Raises:
        ValueError: The embeddings have different dimensions, are not of unit length or not finite, or there is not one
            person for each.

    Example:
        >>> import numpy as np
        >>> references = np.array([[1, 0], [0, 1], [-1, 0]], dtype=np.float32)
        >>> queries = np.array([[0.6, 0.8], [-0.8, 0.6]], dtype=np.float32)
        >>> neighbors = nearest(queries, references, count=2)
        >>> neighbors.rows.tolist()
        [[1, 0], [2, 1]]
        >>> neighbors.scores.round(2).tolist()
        [[0.800000011920929, 0.6000000238418579], [0.800000011920929, 0.6000000238418579]]
        >>> nearest(queries, references, people=(np.array([0, 1]), np.array([0, 1, 2]))).rows.tolist()
        [[1], [2]]
        >>> nearest(queries, references, people=(np.array([1, 1]), np.array([0, 1, 2]))).rows.tolist()
        [[0], [2]]
    """
    _check(queries)
    _check(references, dimensions=queries.shape[1])
    if people is None:
        people = np.full(len(queries), -1, dtype=np.int64), np.arange(len(references))
    for owners, points in zip(people, (queries, references), strict=True):
        _check_owners(owners, points)
    return _search(queries, people[0], references, people[1], count=count)


def nearest_others(embeddings: Float32Array, *, people: Int64Array | None = None, count: int = 1) -> Neighbors:
    """The nearest other images of each, in one set.

    Args:
        embeddings: float32 (images, dimensions), of unit length.
        people: int64 (images,), a number for each image's person: images of the same person are no neighbors. By
            default only the image itself is none.
        count: How many neighbors of each are wanted.

    Returns:
        The neighbors, with scores as those of ``nearest``.

    Raises:
        ValueError: As for ``nearest``, or there is not one person for each image.

    Example:
        >>> import numpy as np
        >>> points = np.array([[1, 0], [0.6, 0.8], [0.8, 0.6]], dtype=np.float32)
        >>> nearest_others(points).rows[:, 0].tolist()
        [2, 2, 1]
        >>> nearest_others(points, people=np.array([0, 1, 1])).rows[:, 0].tolist()
        [2, 0, 0]
    """
    _check(embeddings)
    owners = np.arange(len(embeddings)) if people is None else people
    _check_owners(owners, embeddings)
    return _search(embeddings, owners, embeddings, owners, count=count)


def _search(
    queries: Float32Array, query_owners: Int64Array, references: Float32Array, owners: Int64Array, *, count: int
) -> Neighbors:
    """The nearest references of another owner than the query's."""
    # Here, since compiled code takes long to import.
    from facegap.matching.neighbors.neighbor_kernel import note_highest
    from facegap.matching.pairs.exact_scores import rounding

    queries, references = (np.ascontiguousarray(points, dtype=np.float32) for points in (queries, references))
    wanted, slack = min(count, len(references)), rounding(queries.shape[1])
    highest = np.full((len(queries), wanted), -np.inf, dtype=np.float32)
    places = np.full((len(queries), wanted), -1, dtype=np.int64)

    def consume(block: Int64Array, scores: Float32Array) -> None:
        note_highest(scores, block, slack, queries, references, query_owners, owners, highest, places)

    sweep(queries, references, strips(len(queries), len(references)), lambda: consume)
    missing = ((0, 0), (0, count - wanted))
    return Neighbors(
        np.pad(places, missing, constant_values=-1), np.pad(highest, missing, constant_values=-np.float32(np.inf))
    )


def _check(embeddings: Float32Array, dimensions: int | None = None) -> None:
    if embeddings.ndim != 2 or dimensions not in (None, embeddings.shape[1]):
        msg = f"embeddings of shape {embeddings.shape}; expected a matrix with {dimensions or 'some'} columns"
        raise ValueError(msg)
    check_unit_length(embeddings)


def _check_owners(owners: Int64Array, embeddings: Float32Array) -> None:
    if len(owners) != len(embeddings):
        msg = f"{len(owners)} people for {len(embeddings)} embeddings; each embedding needs one person"
        raise ValueError(msg)
