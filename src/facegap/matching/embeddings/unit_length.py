"""Scores are cosines, so embeddings must be of unit length."""

import numpy as np

from facegap.base.arrays import Float32Array, Int64Array

_TOLERANCE = 1e-3


def not_of_unit_length(embeddings: Float32Array) -> Int64Array:
    """The rows of embeddings, float32 (n, dimensions), whose length isn't 1; those that aren't finite too."""
    lengths = np.linalg.norm(embeddings, axis=1)
    return np.flatnonzero(~(np.abs(lengths - 1) <= _TOLERANCE))  # NaN is wrong too


def check_unit_length(embeddings: Float32Array) -> None:
    """See that all are of unit length.

    Raises:
        ValueError: one isn't, or isn't finite.
    """
    wrong = not_of_unit_length(embeddings)
    if len(wrong):
        length = np.linalg.norm(embeddings[wrong[0]])
        msg = (
            f"embedding {wrong[0]} has the length {length} where 1 is needed, since scores are cosines; divide each "
            "embedding by its length"
        )
        raise ValueError(msg)
