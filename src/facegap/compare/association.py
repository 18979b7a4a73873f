"""How two binary attributes hang together, from how many images show both, one or neither."""

import numpy as np
import scipy.special

from facegap.base.arrays import Float64Array


def phi(cells: Float64Array) -> Float64Array:
    """φ, the correlation of two binary attributes (Pearson, 1900; Yule, 1912).

    Args:
        cells: (..., 4), images with both attributes, the first only, the second only, and neither; or weights of them.

    Returns:
        (...), −1 to 1: 0 where the attributes are independent, 1 where they are the same; NaN where one is constant.
    """
    both, first, second, neither = np.moveaxis(cells, -1, 0)
    spread = (both + first) * (second + neither) * (both + second) * (first + neither)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(spread > 0, (both * neither - first * second) / np.sqrt(spread), np.nan)
    return np.asarray(value)


def mutual_information(cells: Float64Array) -> Float64Array:
    """What knowing one attribute tells of the other, H(A) + H(B) − H(A, B) (Shannon, 1948), from shares as they are.

    Args:
        cells: as for ``phi``.

    Returns:
        Nats, (...), 0 to ln 2; NaN where there are no images.
    """
    with np.errstate(invalid="ignore"):
        shares = cells / cells.sum(axis=-1, keepdims=True)
    first, second = shares[..., 0] + shares[..., 1], shares[..., 0] + shares[..., 2]
    alone = _entropy(first) + _entropy(second)
    return np.asarray(np.maximum(alone - scipy.special.entr(shares).sum(axis=-1), 0))


def _entropy(share: Float64Array) -> Float64Array:
    """Of yes and no."""
    return np.asarray(scipy.special.entr(share) + scipy.special.entr(np.maximum(1 - share, 0)))
