"""The kernel distance: a discrepancy of two sets of embeddings that has no bias, however small they are."""

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array
from facegap.compare.fidelity.kernel_sums import Arranged, KernelSums
from facegap.compare.fidelity.measured import Measured
from facegap.compare.fidelity.points import check_points
from facegap.compare.fidelity.stand_in import stand_ins
from facegap.estimates import group_people, jackknife
from facegap.matching import EmbeddedSet

UNIT_GAMMA = 1.0
"""γ for unit vectors (ours). The published one, one over the dimensions, is for features whose coordinates have a mean
square of about 1; scaled to that, unit vectors would have the same kernel."""

_SPLITS = 20
"""Times that groups of real people stand in for the synthetic set (ours)."""


def kernel_distance(*, real: Float32Array, synthetic: Float32Array, gamma: float | None = None) -> float:
    """MMD² with the kernel (γ·x·y + 1)³, over all pairs (Bińkowski et al., "Demystifying MMD GANs", 2018).

    On the features of an Inception network it is known as KID, there of random subsets; all pairs say the same with
    less noise. The estimator has no bias: of two samples of one world it is 0 on average, and may be below.

    Args:
        real: float32 (n, dimensions), two points at least.
        synthetic: float32 (m, dimensions), likewise.
        gamma: by default one over the dimensions, as published.

    Raises:
        ValueError: points of other dimensions, too few, or not finite.
    """
    check_points(real=real, synthetic=synthetic, least=2)
    scale = 1 / real.shape[1] if gamma is None else gamma
    ours, theirs = (
        Arranged.of(points, np.arange(len(points)), np.zeros(len(points), dtype=np.int64), groups=1)
        for points in (real, synthetic)
    )
    return _discrepancy(*(KernelSums.of(*sides, gamma=scale) for sides in _sides(ours, theirs)))


def measure_kernel_distance(*, real: EmbeddedSet, synthetic: EmbeddedSet, seed: int = 0) -> Measured:
    """The kernel distance of unit vectors, γ = 1, with its interval over people of both sets.

    Within a set only images of two people are paired (ours): those of one person are alike, so that with them two
    samples of one world would be above zero on average.

    Args:
        real: the data, two people at least.
        synthetic: the model, likewise.
        seed: of the division of people into groups.

    Returns:
        The distance, 0 on average of two samples of one world; the floor is the median of its absolute value over 20
        choices of groups of real people.

    Raises:
        ValueError: as for ``kernel_distance``, or a set has one person only.
    """
    check_points(real=real.embeddings, synthetic=synthetic.embeddings, least=2)
    groups = [group_people(embedded.people, seed=seed) for embedded in (real, synthetic)]
    ours, theirs = (
        Arranged.of(embedded.embeddings, embedded.people, divided.of, groups=divided.count)
        for embedded, divided in zip((real, synthetic), groups, strict=True)
    )
    within_real, within_synthetic, across = (KernelSums.of(*sides, gamma=UNIT_GAMMA) for sides in _sides(ours, theirs))
    for name, sums in (("real", within_real), ("synthetic", within_synthetic)):
        if not sums.pairs.any():
            msg = f"the {name} set has one person only; the kernel distance needs two"
            raise ValueError(msg)
    left_out = [
        [_discrepancy(within_real, within_synthetic, across, real=kept) for kept in groups[0].left_out],
        [_discrepancy(within_real, within_synthetic, across, synthetic=kept) for kept in groups[1].left_out],
    ]
    value = _discrepancy(within_real, within_synthetic, across)
    estimate = jackknife(value, left_out, bounds=(-np.inf, np.inf))
    if groups[0].count < 2:
        return Measured(estimate, float("nan"))
    chosen = stand_ins(groups[0].of, images=len(synthetic.embeddings), splits=_SPLITS, seed=seed)
    floors = [abs(_discrepancy(within_real, within_real, within_real, real=~part, synthetic=part)) for part in chosen]
    return Measured(estimate, float(np.median(floors)))


def _sides(ours: Arranged, theirs: Arranged) -> tuple[tuple[Arranged, Arranged], ...]:
    return (ours, ours), (theirs, theirs), (ours, theirs)


def _discrepancy(
    within_real: KernelSums,
    within_synthetic: KernelSums,
    across: KernelSums,
    *,
    real: BoolArray | None = None,
    synthetic: BoolArray | None = None,
) -> float:
    """MMD² of the chosen groups, by default of all."""
    p = np.ones(len(across.sums), dtype=np.bool_) if real is None else real
    q = np.ones(across.sums.shape[1], dtype=np.bool_) if synthetic is None else synthetic
    return within_real.mean(p, p) + within_synthetic.mean(q, q) - 2 * across.mean(p, q)
