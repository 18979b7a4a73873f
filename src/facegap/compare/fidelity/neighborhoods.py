"""How near each point of a set has its neighbors within the set."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float32Array, Float64Array, Int64Array
from facegap.matching import distance_rounding, sweep_distances


@dataclass(frozen=True)
class Neighborhoods:
    """Squared Euclidean distances of the points of a set to others of it, exact in double precision.

    Attributes:
        radius: float64 (n,), to the k-th nearest other point.
        nearest: float64 (n,), to the nearest.
        stranger: float64 (n,), to the nearest point of another person; infinite where there is one person only.
    """

    radius: Float64Array
    nearest: Float64Array
    stranger: Float64Array


def find_neighborhoods(points: Float32Array, people: Int64Array, *, neighbors: int) -> Neighborhoods:
    """Compare every point with every other.

    Args:
        points: float32 (n, dimensions), more than ``neighbors``.
        people: int64 (n,), a number for the person of each.
        neighbors: k; the point itself isn't its own neighbor, a copy of it is.
    """
    # Here, since compiled code takes long to import.
    from facegap.compare.fidelity.neighbor_kernel import note_neighbors

    points = np.ascontiguousarray(points)
    nearest = np.full((len(points), neighbors), np.inf)
    stranger = np.full(len(points), np.inf)
    rounding = distance_rounding(points, points)

    def use(row: int, column: int, distances: Float32Array) -> None:
        note_neighbors(distances, row, column, points, people, rounding, nearest, stranger)

    sweep_distances(points, points, use)
    return Neighborhoods(nearest[:, -1].copy(), nearest[:, 0].copy(), stranger)
