"""References made of several images: their embeddings averaged within each photograph or video, then across these."""

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, FloatingArray, Int64Array
from facegap.benchmark.protocol import Templates

_CHUNK_ROWS = 16384


def pool(
    embeddings: Float32Array,
    templates: Templates,
    *,
    valid: BoolArray | None = None,
    chunk_rows: int = _CHUNK_ROWS,
) -> tuple[Float32Array, BoolArray]:
    """One embedding a template: the mean within each medium, then the mean of these, then unit length.

    A video of a hundred frames thus counts no more than one photograph, as the IJB protocols ask (Whitelam et al. 2017,
    Maze et al. 2018). Images count equally; InsightFace's evaluation weights them by the detector's confidence as well.

    Args:
        embeddings: float32 (images, dimensions).
        templates: Which images make up which template.
        valid: bool (images,), which images have an embedding; None for all. The others are left out.
        chunk_rows: How many embeddings are copied at a time; the result doesn't depend on it.

    Returns:
        float32 (templates.count, dimensions), of unit length; and bool (templates.count,), false for a template none of
        whose images has an embedding, or whose embeddings cancel out: its row is zero.
    """
    image, template, medium = _in_order(templates, valid)
    pooled = np.zeros((templates.count, embeddings.shape[1]), dtype=np.float32)
    found = np.zeros(templates.count, dtype=np.bool_)
    starts = _starts(template)
    bounds = np.append(starts, len(template))
    at = 0
    while at < len(starts):
        upto = max(at + 1, int(np.searchsorted(bounds, bounds[at] + chunk_rows, side="right")) - 1)
        rows = slice(bounds[at], bounds[upto])
        numbers = template[starts[at:upto]]
        pooled[numbers], found[numbers] = _pool_rows(embeddings[image[rows]], template[rows], medium[rows])
        at = upto
    return pooled, found


def _in_order(templates: Templates, valid: BoolArray | None) -> tuple[Int64Array, Int64Array, Int64Array]:
    """Images, templates and media with those of one template together, and within it those of one medium."""
    order = np.lexsort((templates.medium, templates.template))
    if valid is not None:
        order = order[valid[templates.image[order]]]
    return templates.image[order], templates.template[order], templates.medium[order]


def _pool_rows(embeddings: Float32Array, template: Int64Array, medium: Int64Array) -> tuple[Float64Array, BoolArray]:
    media = _starts(template, medium)
    means = _means(embeddings, media)
    means = _means(means, _starts(template[media]))
    length = np.linalg.norm(means, axis=1)
    found = length > 0
    return means / np.where(found, length, 1)[:, None], found


def _means(values: FloatingArray, starts: Int64Array) -> Float64Array:
    counts = np.diff(np.append(starts, len(values)))
    return np.asarray(np.add.reduceat(values, starts, axis=0, dtype=np.float64) / counts[:, None])


def _starts(*keys: Int64Array) -> Int64Array:
    """Where each run of equal keys begins."""
    if len(keys[0]) == 0:
        return np.zeros(0, dtype=np.int64)
    changes = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    return np.concatenate([[0], np.flatnonzero(changes) + 1]).astype(np.int64)
