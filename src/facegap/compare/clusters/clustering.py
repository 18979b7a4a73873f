"""Clusters of the pooled annotations of several sets."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float32Array, Int64Array
from facegap.base.short_repr import ShortRepr
from facegap.compare.clusters.centers import assign, find_centers, quietly
from facegap.compare.clusters.density import DensityClusters, find_dense
from facegap.compare.clusters.occupancy import ClusterSpread, Occupancy, Occupied, occupancies, spread
from facegap.compare.clusters.pool import ClusterSpace, make_pool
from facegap.compare.clusters.stability import Stability, choose_k, measure_stability
from facegap.compare.clusters.traits import Trait, traits, typical
from facegap.compare.labels import LabeledSet, in_common

_STABILITY_IMAGES = 2_000
"""Images of a set at most of which the number of clusters is found (ours)."""
_STARTS = 20
_CHUNK = 1 << 18
_TYPICAL = 6


@dataclass(frozen=True)
class Cluster:
    """One cluster of the images of all sets.

    Attributes:
        occupancy: Which sets its images are from.
        traits: The attributes that set it apart from the pool, the most different first.
        typical: For each set the places in its ``LabeledSet`` of the images nearest to the center, each of another
            person.
    """

    occupancy: Occupancy
    traits: tuple[Trait, ...]
    typical: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Clustering(ShortRepr):
    """Clusters of all sets together, each set weighing the same.

    Attributes:
        names: The names of the sets.
        attributes: The names of the attributes that all sets have.
        scored: Whether scores were clustered, rather than labels.
        images: How many images each set has; all are assigned to clusters.
        fitted: How many images of each set the centers were found in.
        stability: The stability for each number of clusters that was tried; empty where there are too few people, or
            images that differ, to try any, and then there is one cluster.
        clusters: The clusters, the largest first, by the mean of the sets' shares.
        spreads: How each set is spread over the clusters.
        density: The clusters that HDBSCAN finds; None where there are too few images.
    """

    names: tuple[str, ...]
    attributes: tuple[str, ...]
    scored: bool
    images: tuple[int, ...]
    fitted: tuple[int, ...]
    stability: tuple[Stability, ...]
    clusters: tuple[Cluster, ...]
    spreads: tuple[ClusterSpread, ...]
    density: DensityClusters | None

    @property
    def stable(self) -> bool:
        """Whether the clusters are found again in other people; if not, they are the best of those that aren't."""
        chosen = choose_k(self.stability)
        return chosen is not None and chosen.stable


def cluster_annotations(
    sets: Sequence[LabeledSet], *, names: Sequence[str], seed: int = 0, most: int = 20_000
) -> Clustering:
    """Cluster the annotated images of some sets together, by k-means and by HDBSCAN.

    Args:
        sets: One set at least; the first is the one that the others are compared with.
        names: The names of the sets.
        seed: The seed of all random choices.
        most: How many images of each set centers are found in at most, in whole people; the others are assigned
            afterwards.

    Raises:
        FaceSetError: The sets have no attribute in common.
        ValueError: No set, or not as many names.
    """
    if not sets or len(sets) != len(names):
        msg = f"{len(sets)} sets and {len(names)} names; there must be as many, and one at least"
        raise ValueError(msg)
    space = ClusterSpace.of(sets, in_common(*sets))
    pool = make_pool(space, sets, most=most, seed=seed)
    curve = measure_stability(make_pool(space, sets, most=min(most, _STABILITY_IMAGES), seed=seed), seed=seed)
    chosen = choose_k(curve)
    if chosen:
        with quietly():
            centers = find_centers(pool.points, pool.weights, k=chosen.k, starts=_STARTS, seed=seed)
    else:
        centers = np.average(pool.points, axis=0, weights=pool.weights)[None].astype(np.float32)
    assigned = _assign_all(space, sets, centers)
    clusters = [places for places, _ in assigned]
    occupied = [
        Occupied.of(places, labeled.people, k=len(centers), seed=seed)
        for labeled, places in zip(sets, clusters, strict=True)
    ]
    return Clustering(
        names=tuple(names),
        attributes=space.attributes,
        scored=space.scored,
        images=tuple(len(labeled.people) for labeled in sets),
        fitted=pool.counts(len(sets)),
        stability=curve,
        clusters=_describe(sets, assigned, occupied, space.attributes),
        spreads=tuple(spread(occupied_set) for occupied_set in occupied),
        density=find_dense(space, sets, seed=seed),
    )


def _assign_all(
    space: ClusterSpace, sets: Sequence[LabeledSet], centers: Float32Array
) -> list[tuple[Int64Array, Float32Array]]:
    """The cluster of every image of each set, the largest first, and its squared distance from the center."""
    assigned = []
    for labeled in sets:
        chunks = [
            assign(space.points(labeled, slice(begin, begin + _CHUNK)), centers)
            for begin in range(0, len(labeled.people), _CHUNK)
        ]
        places, distances = (np.concatenate(parts) for parts in zip(*chunks, strict=True))
        assigned.append((places, distances))
    shares = [np.bincount(places, minlength=len(centers)) / len(places) for places, _ in assigned]
    rank = np.empty(len(centers), dtype=np.int64)
    rank[np.argsort(-np.sum(shares, axis=0), kind="stable")] = np.arange(len(centers))
    return [(rank[places], distances) for places, distances in assigned]


def _describe(
    sets: Sequence[LabeledSet],
    assigned: Sequence[tuple[Int64Array, Float32Array]],
    occupied: Sequence[Occupied],
    attributes: tuple[str, ...],
) -> tuple[Cluster, ...]:
    k = occupied[0].counts.shape[1]
    galleries = [
        typical(places, distances, labeled.people, k=k, count=_TYPICAL)
        for labeled, (places, distances) in zip(sets, assigned, strict=True)
    ]
    apart = traits(sets, [places for places, _ in assigned], attributes, k=k)
    return tuple(map(Cluster, occupancies(occupied), apart, zip(*galleries, strict=True)))
