"""How near each point of a set has its neighbors within the set."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float32Array, Float64Array, Int64Array
from facegap.matching import distance_rounding, sweep_distances


@dataclass(frozen=True)
class Neighborhoods:
    """Squared Euclidean distances of the points of a set to others of it, exact in double precision.

    Attributes:
        radius: float64 (n,), the squared distance to the k-th nearest other unit; where there are fewer, to the last.
        nearest: float64 (n,), that to the nearest other point; infinite where there is none.
        stranger: float64 (n,), that to the nearest point of another person; infinite where there is one person only.
    """

    radius: Float64Array
    nearest: Float64Array
    stranger: Float64Array


def find_neighborhoods(points: Float32Array, *, people: Int64Array, units: Int64Array, neighbors: int) -> Neighborhoods:
    """Compare every point with every other, and note the distances to the nearest.

    Args:
        points: float32 (n, dimensions), the points.
        people: int64 (n,), a number for the person of each point.
        units: int64 (n,), a number for the unit of each point: what the radius reaches to the k-th of. The distance to
            a unit is that to its nearest point. A point's own unit isn't its neighbor; a copy of it in another is.
        neighbors: The k of the radius, at least 1.
    """
    # Here, since compiled code takes long to import.
    from facegap.compare.fidelity.compiled import note_neighbors

    points = np.ascontiguousarray(points)
    nearest, stranger = np.full(len(points), np.inf), np.full(len(points), np.inf)
    near = np.full((len(points), max(min(neighbors, len(np.unique(units)) - 1), 1)), np.inf)
    near_units = np.full(near.shape, -1, dtype=np.int64)
    rounding = distance_rounding(points, points)

    def use(row: int, column: int, distances: Float32Array) -> None:
        note_neighbors(distances, row, column, points, people, units, rounding, nearest, stranger, near, near_units)

    sweep_distances(points, points, use)
    return Neighborhoods(near[:, -1].copy(), nearest, stranger)
