"""Clusters by density, in which not every image belongs to one: HDBSCAN."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.compare.clusters.occupancy import ClusterSpread, Occupancy, Occupied, occupancies, spread
from facegap.compare.clusters.pool import ClusterSpace, make_pool
from facegap.compare.labels import LabeledSet
from facegap.estimates import Estimate, group_people, share_of_images

DENSITY_IMAGES = 4_000
"""Images in all, since the time it takes grows with their square (ours)."""
_SMALLEST = 10
_SMALLEST_SHARE = 0.02
_NEIGHBORS = 10
"""A place is as dense as the distance to its tenth neighbor is short (ours)."""


@dataclass(frozen=True)
class DensityClusters:
    """Clusters that HDBSCAN found in some images of each set (Campello, Moulavi and Sander, 2013).

    Attributes:
        images: How many images of each set were looked at.
        smallest: How many images make a cluster: 2 % of them, 10 at least (ours).
        clusters: The clusters, the largest first; shares are of the images that are in clusters. None where there is
            none.
        noise: The share of the images of each set that are in no cluster, 0 to 1.
        spreads: How each set is spread over the clusters; None where none of its images is in one.
    """

    images: tuple[int, ...]
    smallest: int
    clusters: tuple[Occupancy, ...]
    noise: tuple[Estimate, ...]
    spreads: tuple[ClusterSpread | None, ...]


def find_dense(space: ClusterSpace, sets: Sequence[LabeledSet], *, seed: int) -> DensityClusters | None:
    """Cluster some images of each set by density; None where there are fewer images than two clusters need.

    Args:
        space: The attributes that make the dimensions.
        sets: The sets, with as many images each, as far as they have as many.
        seed: The seed of the choice of people, and of their division into groups.
    """
    import threadpoolctl
    from sklearn.cluster import HDBSCAN

    pool = make_pool(space, sets, most=DENSITY_IMAGES // len(sets), seed=seed)
    smallest = max(_SMALLEST, round(_SMALLEST_SHARE * len(pool.points)))
    if len(pool.points) < 2 * smallest:
        return None
    with threadpoolctl.threadpool_limits(1):
        # By a tree, since without one it keeps all distances.
        model = HDBSCAN(min_cluster_size=smallest, min_samples=_NEIGHBORS, algorithm="kd_tree", copy=True)
        labels = np.asarray(model.fit(pool.points).labels_, dtype=np.int64)
    of_each = [pool.sets == number for number in range(len(sets))]
    k = int(labels.max()) + 1
    labels = _largest_first(labels, pool.weights, k)
    occupied = [Occupied.of(labels[own], pool.people[own], k=k, seed=seed) for own in of_each] if k else []
    return DensityClusters(
        images=pool.counts(len(sets)),
        smallest=smallest,
        clusters=occupancies(occupied) if k else (),
        noise=tuple(_noise(labels[own], pool.people[own], seed) for own in of_each),
        spreads=tuple(spread(occupied_set) if occupied_set.counts.any() else None for occupied_set in occupied)
        or (None,) * len(sets),
    )


def _largest_first(labels: np.ndarray, weights: np.ndarray, k: int) -> np.ndarray:
    if not k:
        return labels
    sizes = np.bincount(labels[labels >= 0], weights[labels >= 0], minlength=k)
    rank = np.empty(k, dtype=np.int64)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(k)
    return np.where(labels >= 0, rank[labels], -1)


def _noise(labels: np.ndarray, people: np.ndarray, seed: int) -> Estimate:
    return share_of_images(labels < 0, people, groups=group_people(people, seed=seed))
