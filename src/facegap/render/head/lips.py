"""How far the lips are apart."""

from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray, Int64Array
from facegap.render.head.basis import Part, head_basis
from facegap.render.head.landmarks import landmarks68


def lips_apart(positions: FloatingArray) -> float:
    """The gap between the lips in the middle along the face's height, decimeters; negative where they overlap.

    Args:
        positions: of the basis's vertices, at rest or posed, (n, 3).
    """
    upper, lower = positions[_lip_edges()]
    root, chin = positions[landmarks68()[[27, 8]]]
    return float((upper - lower) @ (root - chin) / np.linalg.norm(root - chin))


@cache
def _lip_edges() -> Int64Array:
    """The vertices of the middle of the upper and the lower lip where they touch on the template."""
    basis = head_basis()
    skin = basis.vertices_of(Part.SKIN)
    edges = np.array([(0.0, 6.608, 1.553), (0.0, 6.601, 1.540)])
    distance = np.linalg.norm(basis.template[skin][None] - edges[:, None], axis=2)
    return np.asarray(skin[distance.argmin(axis=1)], np.int64)
