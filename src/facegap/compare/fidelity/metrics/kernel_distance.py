"""The kernel distance: a discrepancy of two sets of embeddings that has no bias, however small they are."""

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

UNIT_GAMMA = 1.0
"""γ for unit vectors (ours). The published one, one over the dimensions, is for features whose coordinates have a mean
square of about 1; scaled to that, unit vectors would have the same kernel."""


def kernel_distance(*, real: Float32Array, synthetic: Float32Array, gamma: float | None = None) -> float:
    """MMD² with the kernel (γ·x·y + 1)³, over all pairs (Bińkowski et al., "Demystifying MMD GANs", 2018).

    On the features of an Inception network it is known as KID, there of random subsets; all pairs say the same with
    less noise. The estimator has no bias: between two samples of one world it is 0 on average, and may be below.

    Args:
        real: float32 (n, dimensions), two points at least.
        synthetic: float32 (m, dimensions), two points at least.
        gamma: The factor γ; by default one over the dimensions, as published.

    Raises:
        ValueError: The points have other dimensions, are too few, or aren't finite.

    >>> import numpy as np
    >>> real, synthetic = np.float32([[1, 0], [1, 0]]), np.float32([[0, 1], [0, 1]])
    >>> kernel_distance(real=real, synthetic=synthetic, gamma=1)  # (1 + 1)³ + (1 + 1)³ − 2 · 1³
    14.0
    """
    gamma = 1 / real.shape[1] if gamma is None else gamma
    return squared_discrepancy(real=real, synthetic=synthetic, kernel=_cubic(gamma))


@register_metric(
    MetricCard(
        name="kernel_distance",
        label="Kernel distance",
        family="distance",
        nearer="lower",
        range=(-np.inf, np.inf),
        unit="values of the kernel",
        swapped="same",
        identical=None,
        sees=frozenset({"collapse", "displacement"}),
        needs=Needs(images=2, people=2),
        says="How far apart the sets are by all pairs of images, without taking them for normal distributions.",
        same_world="0 on average, however few images there are",
        source="Bińkowski et al., 2018",
        places=4,
    )
)
def measure_kernel_distance(pair: EmbeddedPair) -> EstimateWithFloor:
    """The kernel distance of unit vectors, γ = 1, as ``measure_discrepancy`` gives it."""
    return measure_discrepancy(pair, kernel=_cubic(UNIT_GAMMA))


def _cubic(gamma: float) -> PairKernel:
    # Here, since compiled code takes long to import.
    from facegap.compare.fidelity.compiled import add_cubes

    def add(block: DistanceBlock, totals: Float64Array) -> None:
        add_cubes(
            block.squared,
            block.row_squares,
            block.column_squares,
            np.float32(gamma),
            block.begin,
            block.end,
            totals,
        )

    return add
