"""The discrepancy with a Laplacian kernel: one that sees any difference between two sets."""

import numpy as np

from facegap.base.arrays import Float32Array, Float64Array
from facegap.compare.fidelity.embedded_pair import EmbeddedPair, Needs
from facegap.compare.fidelity.kernel_sums import (
    DistanceBlock,
    PairKernel,
    measure_discrepancy,
    squared_discrepancy,
)
from facegap.compare.fidelity.metric import MetricCard, register_metric
from facegap.estimates import EstimateWithFloor

SCALE = 1.0
"""σ for unit vectors (ours): those of two people are about √2 apart."""


def laplacian_discrepancy(*, real: Float32Array, synthetic: Float32Array, scale: float = SCALE) -> float:
    """MMD² with the Laplacian kernel exp(−|x − y| / σ), |·| being the Euclidean length, over all pairs, without bias.

    The kernel is characteristic (Sriperumbudur et al., "Hilbert space embeddings and metrics on probability measures",
    2010): in the limit of many points the discrepancy is 0 only if the distributions are the same, where the kernel
    distance compares no more than their first three moments.

    Args:
        real: float32 (n, dimensions), two points at least.
        synthetic: float32 (m, dimensions), two points at least.
        scale: σ, the distance over which the kernel falls to 1/e.

    Raises:
        ValueError: The points have other dimensions, are too few, or aren't finite.

    >>> import numpy as np
    >>> real, synthetic = np.float32([[0.0], [0.0]]), np.float32([[1.0], [1.0]])
    >>> round(laplacian_discrepancy(real=real, synthetic=synthetic), 4)  # 1 + 1 − 2 / e
    1.2642
    """
    return squared_discrepancy(real=real, synthetic=synthetic, kernel=_laplacian(scale))


@register_metric(
    MetricCard(
        name="laplacian_discrepancy",
        label="Laplacian discrepancy",
        family="distance",
        nearer="lower",
        range=(-2, 2),
        unit="values of the kernel, of 1 at most",
        swapped="same",
        identical=None,
        sees=frozenset({"collapse", "displacement"}),
        needs=Needs(images=2, people=2),
        says="The same with a kernel that sees any difference, not in the first three moments only.",
        same_world="0 on average, however few images there are",
        source="Gretton et al., 2012, (3); Sriperumbudur et al., 2010",
        places=4,
    )
)
def measure_laplacian_discrepancy(pair: EmbeddedPair) -> EstimateWithFloor:
    """The discrepancy of unit vectors, σ = 1, as ``measure_discrepancy`` gives it."""
    return measure_discrepancy(pair, kernel=_laplacian(SCALE))


def _laplacian(scale: float) -> PairKernel:
    def add(block: DistanceBlock, totals: Float64Array) -> None:
        values = block.squared
        np.maximum(values, 0, out=values)
        np.sqrt(values, out=values)
        np.multiply(values, np.float32(-1 / scale), out=values)
        np.exp(values, out=values)
        totals += block.sum_counted(values)

    return add
