"""Which sets the images of a cluster are from, and over how many clusters a set is spread."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.special

from facegap.base.arrays import Float64Array, Int64Array
from facegap.estimates import (
    Estimate,
    Estimates,
    PeopleGroups,
    count_people,
    estimate_shares,
    group_people,
    jackknife,
    subtract,
)

ALONE = 0.9
"""The part of a cluster, each set weighing the same, from which it is nearly only one set's (ours)."""


@dataclass(frozen=True)
class Occupancy:
    """How many images of each set are in one cluster.

    Attributes:
        shares: The share of the images of each set that are in the cluster, 0 to 1.
        differences: The share of each set minus that of the first, −1 to 1; None for the first set itself.
        floor: The absolute difference to be expected between two halves of the first set's people; NaN where they are
            too few.
    """

    shares: tuple[Estimate, ...]
    differences: tuple[Estimate | None, ...]
    floor: float

    @property
    def parts(self) -> tuple[float, ...]:
        """What part of the cluster is of each set, summing to 1, each set weighing the same; NaN of an empty one.

        A set without any image in clusters has no part of it.
        """
        values = np.nan_to_num([share.value for share in self.shares])
        return tuple((values / values.sum()).tolist()) if values.sum() > 0 else (float("nan"),) * len(values)

    @property
    def owner(self) -> int | None:
        """The number of the set that nearly all of the cluster is of; None where it is of several."""
        place = int(np.argmax(self.parts))
        return place if len(self.parts) > 1 and self.parts[place] >= ALONE else None


@dataclass(frozen=True)
class ClusterSpread:
    """Over how many clusters the images of one set are spread.

    Attributes:
        entropy: The entropy of its shares of the clusters in nats: 0 where all images are in one, ln k where they are
            spread evenly.
        effective: The number of clusters that, evenly filled, have that entropy, exp(entropy), 1 to k.
        floor: The absolute difference of the effective number to be expected between two halves of its people; NaN
            where they are too few.
    """

    entropy: Estimate
    effective: Estimate
    floor: float


@dataclass(frozen=True)
class Occupied:
    """How many images of one set are in each cluster.

    Attributes:
        counts: int64 (groups of people, clusters), the images of each group in each cluster.
        groups: The groups of people.
        people: How many people the images are worth, as of ``count_people``.
    """

    counts: Int64Array
    groups: PeopleGroups
    people: float

    @classmethod
    def of(cls, clusters: Int64Array, people: Int64Array, *, k: int, seed: int) -> "Occupied":
        """Count the images of each cluster, int64 (images,) from 0; those below 0 are in none."""
        groups = group_people(people, seed=seed)
        inside = clusters >= 0
        cells = groups.of[inside] * k + clusters[inside]
        counts = np.bincount(cells, minlength=groups.count * k).reshape(groups.count, k)
        return cls(counts, groups, count_people(people[inside]))

    @property
    def shares(self) -> Estimates:
        """The share of each cluster among the images that are in clusters, 0 to 1."""
        whole = np.broadcast_to(self.counts.sum(axis=1, keepdims=True), self.counts.shape)
        return estimate_shares(self.counts, whole=whole, people=np.full(self.counts.shape[1], self.people))

    @property
    def halves(self) -> tuple[Float64Array, Float64Array]:
        """The shares of the clusters in random halves of the people, each float64 (splits, clusters)."""
        first = self.groups.halves
        return _shares(first @ self.counts), _shares(~first @ self.counts)


def occupancies(sets: Sequence[Occupied]) -> tuple[Occupancy, ...]:
    """Compare the sets in each cluster; the first set is the one that the others are compared with."""
    shares = [occupied.shares for occupied in sets]
    differences = [subtract(shares[0], set_shares) for set_shares in shares[1:]]
    first, second = sets[0].halves
    floors = np.median(np.abs(first - second), axis=0)
    return tuple(
        Occupancy(
            shares=tuple(estimates.at(cluster) for estimates in shares),
            differences=(None, *(estimates.at(cluster) for estimates in differences)),
            floor=float(floors[cluster]),
        )
        for cluster in range(sets[0].counts.shape[1])
    )


def spread(occupied: Occupied) -> ClusterSpread:
    """The entropy of one set, with intervals by the jackknife over groups of its people.

    The entropy of a sample is too low, the more so the fewer people there are, so that a small set would seem to keep
    to fewer clusters than a large one. The jackknife takes that off too (Quenouille, "Notes on bias in estimation",
    1956).
    """
    k = occupied.counts.shape[1]
    everyone = _entropy(_shares(occupied.counts.sum(axis=0)))
    left_out = _entropy(_shares(occupied.groups.left_out @ occupied.counts))
    first, second = (np.exp(_entropy(half)) for half in occupied.halves)
    return ClusterSpread(
        entropy=_corrected(float(everyone), left_out, (0, float(np.log(k)))),
        effective=_corrected(float(np.exp(everyone)), np.exp(left_out), (1, k)),
        floor=float(np.median(np.abs(first - second))),
    )


def _corrected(value: float, left_out: Float64Array, bounds: tuple[float, float]) -> Estimate:
    """An estimate less its bias, G·θ − (G − 1)·θ̄, within its bounds; as it is where one group has all images."""
    if len(left_out) and np.isfinite(left_out).all():
        value = float(np.clip(value - (len(left_out) - 1) * (left_out.mean() - value), *bounds))
    return jackknife(value, [left_out.tolist()], bounds=bounds)


def _shares(counts: Int64Array) -> Float64Array:
    """Counts (..., clusters) as shares; NaN of nothing."""
    with np.errstate(invalid="ignore"):
        return np.asarray(counts / counts.sum(axis=-1, keepdims=True))


def _entropy(shares: Float64Array) -> Float64Array:
    """Σ −p ln p over the last axis, nats."""
    return np.asarray(scipy.special.entr(shares).sum(axis=-1))
