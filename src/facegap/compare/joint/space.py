"""Labels and scores as points: few directions that hold most of how faces vary."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float32Array, Float64Array, Int8Array
from facegap.engine import generator

SHARE = 0.95
"""Of the variance, to be held by the directions that are kept (ours)."""
MOST = 4
"""Directions at most (ours): in more, some thousand images don't even show which way the divergence is larger."""
_CERTAIN = 1e-4
"""How near to 0 and 1 a score counts (ours): its logit would go to infinity."""


@dataclass(frozen=True)
class JointSpace:
    """The space in which densities are compared.

    Attributes:
        of: What was turned into points, ``labels`` or ``scores``.
        dimensions: How many principal directions were kept.
        share: The share of the variance that they hold, 0 to 1.
    """

    of: str
    dimensions: int
    share: float


def dither(labels: Int8Array, *, seed: int, name: str) -> Float64Array:
    """Turn labels into points: each is spread evenly over ±½ around −1, 0 or 1.

    The density of a combination of labels over its cell is its probability, so that the divergence of the points is
    that of the labels; no two are the same.

    Args:
        labels: int8 (images, attributes): 1 positive, −1 negative, 0 undefined.
        seed: The seed of the spreading.
        name: The name of the set, so that two sets are spread independently.

    Returns:
        The points, float64 (images, attributes), −1.5 to 1.5.
    """
    return labels + generator(seed, "joint", "dither", name).uniform(-0.5, 0.5, labels.shape)


def logit(scores: Float32Array) -> Float64Array:
    """ln(s / (1 − s)) of scores from 0 to 1, those nearer than 1e-4 to either end taken to be so near."""
    clipped = np.clip(scores.astype(np.float64), _CERTAIN, 1 - _CERTAIN)
    return np.asarray(np.log(clipped / (1 - clipped)))


def principal(
    p: Float64Array, q: Float64Array, *, of: str, share: float = SHARE, most: int = MOST
) -> tuple[Float64Array, Float64Array, JointSpace]:
    """Project both sets on the principal directions of the two together, in which either counts as much.

    Each direction is scaled to a variance of one, which changes no divergence. Directions left out do: the divergence
    of what is kept is a lower bound of the whole, since no function of the data makes it greater (data-processing
    inequality; Cover and Thomas, "Elements of information theory", 2006, 2.8).

    Args:
        p: float64 (images, dimensions), the points of the data.
        q: float64 (images, dimensions), the points of the model.
        of: What the points were made from, ``labels`` or ``scores``.
        share: The share of the variance that is kept at least, 0 to 1, as far as ``most`` allows.
        most: How many directions are kept at most.

    Returns:
        The points of P and of Q, float64 (images, directions), and what was kept. Where nothing varies there is one
        direction, and all points are at zero.
    """
    center = (p.mean(axis=0) + q.mean(axis=0)) / 2
    around = [points - center for points in (p, q)]
    covariance = sum(points.T @ points / len(points) for points in around) / 2
    variances, directions = np.linalg.eigh(covariance)
    variances, directions = np.maximum(variances[::-1], 0), directions[:, ::-1]
    total = float(variances.sum())
    rank = max(int(np.sum(variances > 1e-9 * max(total, 1e-300))), 1)
    held = np.cumsum(variances) / (total or 1.0)
    kept = min(int(np.searchsorted(held, share - 1e-12)) + 1, most, rank)
    scale = np.sqrt(np.where(variances[:kept] > 0, variances[:kept], 1.0))
    turned = [points @ (directions[:, :kept] / scale) for points in around]
    return turned[0], turned[1], JointSpace(of, kept, float(held[kept - 1]) if total else 1.0)
