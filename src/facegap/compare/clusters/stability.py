"""How many clusters there are: as many as are found again in other people."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float32Array, Float64Array, Int64Array
from facegap.compare.clusters.centers import assign, find_centers, quietly
from facegap.compare.clusters.pool import Pool
from facegap.engine import available_cores

MOST_CLUSTERS = 15
STABLE = 0.8
"""The adjusted Rand index from which a clustering is stable enough (ours)."""
FOUND_AGAIN = 0.75
"""The Jaccard index from which a cluster is found again (Hennig, "Cluster-wise assessment of cluster stability",
2007)."""
_SPLITS = 6
_STARTS = 12


@dataclass(frozen=True)
class Stability:
    """How well two clusterings agree, of two halves of the people, each of which assigns all images.

    Attributes:
        k: The number of clusters.
        rand: The adjusted Rand index, the median over random halves: 1 where both are the same, 0 as by chance.
        weakest: The Jaccard index, 0 to 1, with which the cluster that is found again worst is found again, the median
            over random halves. One cluster that is split anew each time hardly lowers the index of many, but lowers
            this.
    """

    k: int
    rand: float
    weakest: float

    @property
    def stable(self) -> bool:
        """Whether all clusters, and each, are found again."""
        return self.rand >= STABLE and self.weakest >= FOUND_AGAIN


def measure_stability(pool: Pool, *, seed: int) -> tuple[Stability, ...]:
    """The stability of 2, 3, … 15 clusters, as far as there are as many different points in each half of the people.

    Halves are random divisions of the people of each set, and images weigh as in the pool (Ben-Hur, Elisseeff and
    Guyon, "A stability based method for discovering structure in clustered data", 2002, whose samples overlap).
    """
    splits = [pool.halves(seed, split) for split in range(_SPLITS)]
    different = min(_different(pool.points[half]) for halves in splits for half in halves)
    tasks = [(k, split) for k in range(2, min(MOST_CLUSTERS, different) + 1) for split in range(_SPLITS)]

    def agree(task: tuple[int, int]) -> tuple[float, float]:
        k, split = task
        assignments = []
        for side, half in enumerate(splits[split]):
            points, weights = pool.points[half], pool.weights[half]
            centers = find_centers(points, weights, k=k, starts=_STARTS, seed=seed, purpose=(split, side))
            assignments.append(assign(pool.points, centers)[0])
        return agreement(assignments[0], assignments[1], pool.weights)

    with quietly(), ThreadPoolExecutor(available_cores()) as threads:
        agreed = np.array(list(threads.map(agree, tasks))).reshape(-1, _SPLITS, 2)
    medians = np.median(agreed, axis=1)
    return tuple(Stability(k, float(rand), float(weakest)) for k, (rand, weakest) in enumerate(medians, start=2))


def choose_k(curve: Sequence[Stability]) -> Stability | None:
    """The largest number of clusters that is stable, or else the one whose weakest cluster is found again best.

    None where none could be measured.
    """
    stable = [stability for stability in curve if stability.stable]
    return stable[-1] if stable else max(curve, key=lambda stability: stability.weakest, default=None)


def agreement(first: Int64Array, second: Int64Array, weights: Float64Array) -> tuple[float, float]:
    """How far two clusterings agree.

    Args:
        first: int64 (n,), the cluster of each image in the one clustering, from 0.
        second: int64 (n,), the cluster of each image in the other clustering, from 0.
        weights: float64 (n,), how much each image counts, summing to 1.

    Returns:
        The adjusted Rand index (Hubert and Arabie, "Comparing partitions", 1985) of pairs drawn by weight, an image
        with itself not left out, which makes no difference but in small sets; and the least Jaccard index of any
        cluster of either with the cluster of the other that is most like it.
    """
    table = np.bincount(first * (second.max() + 1) + second, weights, (first.max() + 1) * (second.max() + 1))
    table = table.reshape(-1, int(second.max()) + 1)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    table, rows, columns = table[rows > 0][:, columns > 0], rows[rows > 0], columns[columns > 0]
    expected, most = np.sum(rows**2) * np.sum(columns**2), (np.sum(rows**2) + np.sum(columns**2)) / 2
    rand = 1.0 if most == expected else float((np.sum(table**2) - expected) / (most - expected))
    jaccard = table / (rows[:, None] + columns - table)
    return rand, float(min(jaccard.max(axis=0).min(), jaccard.max(axis=1).min()))


def _different(points: Float32Array) -> int:
    """How many different points there are, counted up to as many as matter."""
    return len(np.unique(points, axis=0)) if len(points) else 0
