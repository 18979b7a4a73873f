"""Precision, recall, density and coverage: whether each set lies where the other one does."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array
from facegap.compare.fidelity.neighborhoods import Neighborhoods, find_neighborhoods
from facegap.compare.fidelity.points import check_points
from facegap.matching import distance_rounding, sweep_distances

NEIGHBORS = 5
"""k: the neighborhood of an image reaches to its k-th nearest of the same set (Naeem et al., 2020)."""


@dataclass(frozen=True)
class Manifolds:
    """For each image, whether it lies in neighborhoods of the other set: strictly nearer than their radius.

    Attributes:
        neighbors: k.
        holding: int64 (synthetic images,), the real neighborhoods in which each synthetic image lies.
        recalled: bool (real images,), whether each real image lies in any synthetic neighborhood.
        covered: bool (real images,), whether any synthetic image lies in the neighborhood of each real one.
        nearest: int64 (synthetic images,), the row of the nearest real image, the lower one of two as near.
        distance: float64 (synthetic images,), the squared distance to it.
    """

    neighbors: int
    holding: Int64Array
    recalled: BoolArray
    covered: BoolArray
    nearest: Int64Array
    distance: Float64Array

    @property
    def precision(self) -> float:
        """The share of synthetic images in any real neighborhood, 0 to 1; low where many look like no real one.

        Kynkäänniemi et al., "Improved precision and recall metric for assessing generative models", 2019.
        """
        return float(np.mean(self.holding > 0))

    @property
    def recall(self) -> float:
        """The share of real images in any synthetic neighborhood, 0 to 1; low where kinds of real images are missing.

        Kynkäänniemi et al., 2019.
        """
        return float(np.mean(self.recalled))

    @property
    def density(self) -> float:
        """Real neighborhoods in which a synthetic image lies on average, over k; about 1 of one world, may be more.

        Naeem et al., "Reliable fidelity and diversity metrics for generative models", 2020.
        """
        return float(np.mean(self.holding)) / self.neighbors

    @property
    def coverage(self) -> float:
        """The share of real images with a synthetic one in their neighborhood, 0 to 1 (Naeem et al., 2020)."""
        return float(np.mean(self.covered))


def compare_manifolds(*, real: Float32Array, synthetic: Float32Array, neighbors: int = NEIGHBORS) -> Manifolds:
    """Compare the neighborhoods of two sets exactly: all pairs, none by chance or approximation.

    Args:
        real: P, the data, float32 (n, dimensions), more than k + 1.
        synthetic: Q, the model, float32 (m, dimensions), likewise.
        neighbors: k.

    Raises:
        ValueError: points of other dimensions, too few, or not finite, or ``neighbors`` below 1.
    """
    check_neighbors(neighbors)
    check_points(real=real, synthetic=synthetic, least=neighbors + 2)
    ours, theirs = (
        find_neighborhoods(points, np.arange(len(points)), neighbors=neighbors) for points in (real, synthetic)
    )
    return cross(real=real, synthetic=synthetic, ours=ours, theirs=theirs, neighbors=neighbors)


def cross(
    *, real: Float32Array, synthetic: Float32Array, ours: Neighborhoods, theirs: Neighborhoods, neighbors: int
) -> Manifolds:
    """Compare every real point with every synthetic one, given the neighborhoods of each within its set."""
    # Here, since compiled code takes long to import.
    from facegap.compare.fidelity.neighbor_kernel import note_crossings

    rows, columns = np.ascontiguousarray(synthetic), np.ascontiguousarray(real)
    rounding = distance_rounding(rows, columns)
    bounds = (ours.radius + rounding).astype(np.float32)
    holding, nearest = np.zeros(len(rows), dtype=np.int64), np.full(len(rows), -1, dtype=np.int64)
    distance = np.full(len(rows), np.inf)
    recalled, covered = (np.zeros(len(columns), dtype=np.uint8) for _ in range(2))

    def use(row: int, column: int, distances: Float32Array) -> None:
        note_crossings(
            distances,
            row,
            column,
            rows,
            columns,
            rounding,
            theirs.radius,
            ours.radius,
            bounds,
            holding,
            recalled,
            covered,
            distance,
            nearest,
        )

    sweep_distances(rows, columns, use)
    return Manifolds(neighbors, holding, recalled.astype(np.bool_), covered.astype(np.bool_), nearest, distance)


def check_neighbors(neighbors: int) -> None:
    """See that k is possible.

    Raises:
        ValueError: it is below 1.
    """
    if neighbors < 1:
        msg = f"{neighbors} neighbors; there must be one at least"
        raise ValueError(msg)
