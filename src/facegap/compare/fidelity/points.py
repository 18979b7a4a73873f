"""Points that can be compared: of one dimension, and finite."""

import numpy as np

from facegap.base.arrays import Float32Array


def check_points(*, real: Float32Array, synthetic: Float32Array, least: int) -> None:
    """See that two sets of points can be compared.

    Args:
        real: float32 (n, dimensions), the real points.
        synthetic: float32 (m, dimensions), the synthetic points.
        least: How many points each set must have.

    Raises:
        ValueError: They aren't matrices with as many columns, are too few, or hold what isn't finite.
    """
    if real.ndim != 2 or synthetic.ndim != 2 or real.shape[1] != synthetic.shape[1]:
        msg = f"{real.shape} real and {synthetic.shape} synthetic points; they must be matrices with as many columns"
        raise ValueError(msg)
    for name, points in (("real", real), ("synthetic", synthetic)):
        if len(points) < least:
            msg = f"{len(points)} {name} points; at least {least} are needed"
            raise ValueError(msg)
        wrong = np.flatnonzero(~np.isfinite(np.einsum("nd,nd->n", points, points, dtype=np.float64)))
        if len(wrong):
            msg = f"{name} point {wrong[0]} and {len(wrong) - 1} others are not finite"
            raise ValueError(msg)
