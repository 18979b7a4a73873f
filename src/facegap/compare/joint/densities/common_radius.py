"""The bias-corrected form of the nearest-neighbor estimate: both densities over one and the same ball."""

import numpy as np

from facegap.base.arrays import Float32Array, Float64Array, Int64Array
from facegap.compare.joint.densities.distances import all_distances
from facegap.compare.joint.densities.neighbor_density import NeighborDensity
from facegap.compare.joint.densities.point_densities import Densities
from facegap.compare.joint.sample import Sample


def corrected(densities: Densities[NeighborDensity]) -> Float64Array:
    """KL both ways from the neighbors within a common radius.

    D(P‖Q) = d/n Σ ln(ν(i) / ρ(i)) + 1/n Σ (ψ(l(i)) − ψ(k(i))) + ln(m / (n − 1)). Within the greater of the distances of
    the k-th nearest image of P and of Q lie l(i) images of P, the furthest at ρ(i), and k(i) of Q, the furthest at
    ν(i), with all that are as far; ψ is the digamma function (Wang, Kulkarni and Verdú 2009, (29), there with k = 1).
    Both densities are blurred alike, so that what is lost by it nearly cancels. n − 1 is less the other images of the
    person.

    Args:
        densities: The densities of both samples at the images of both.

    Returns:
        KL(P‖Q) and KL(Q‖P) in nats, float64 (2,); NaN where an image has fewer than k neighbors.
    """
    p, q = densities.p, densities.q
    ways = ((p, densities.p_at_p, densities.q_at_p), (q, densities.q_at_q, densities.p_at_q))
    return np.array([kl_one_way(*way) for way in ways])


def kl_one_way(images: Sample, own_density: NeighborDensity, crossed_density: NeighborDensity) -> float:
    """The divergence of the sample that the images are of from the other, by both densities at these images."""
    radius = np.maximum(
        *(density.nearest(density.counted.everything)[0][:, 0] for density in (own_density, crossed_density))
    )
    if np.isnan(radius).any():
        return float("nan")
    logs = [_log_density(images, density, radius) for density in (own_density, crossed_density)]
    return float(np.mean(logs[0] - logs[1]))


def _log_density(images: Sample, density: NeighborDensity, radius: Float64Array) -> Float64Array:
    """From all that is within the radius; where that is the k-th nearest itself, it is known already."""
    everyone = density.counted.everything
    near, known = density.nearest(everyone)
    furthest, count = near[:, 0], known[:, 0]
    wider = np.flatnonzero(radius > furthest)
    within_count, distance = _within(images, density, wider, radius[wider])
    # What was found is not less than what is known, but for rounding.
    count[wider], furthest[wider] = np.maximum(within_count, count[wider]), np.maximum(distance, furthest[wider])
    return density.within(everyone, furthest[:, None], count[:, None])[:, 0]


def _within(
    images: Sample, density: NeighborDensity, rows: Int64Array, radius: Float64Array
) -> tuple[Int64Array, Float64Array]:
    """How many images of the density's sample are within a squared radius of some images, and the furthest of them."""
    # Here, since compiled code takes long to import.
    from facegap.compare.joint.densities.compiled import count_within, hide

    points, first, last = images.points[rows], images.first[rows], images.last[rows]
    narrow = radius.astype(np.float32)
    count, furthest = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.float32)

    def add(row: int, column: int, block: Float32Array) -> None:
        if density.own:
            hide(block, row, column, first, last)
        count_within(block, row, narrow, count, furthest)

    if len(rows):
        all_distances(points, density.counted.points, add)
    return count, furthest.astype(np.float64)
