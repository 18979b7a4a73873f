"""The joint KL divergence by nearest neighbors: Wang, Kulkarni and Verdú."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy.special import digamma

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int32Array, Int64Array, UInt8Array
from facegap.compare.joint.densities.distances import all_distances, resolution
from facegap.compare.joint.densities.point_densities import Densities
from facegap.compare.joint.sample import Sample
from facegap.engine import available_cores

K = 1
"""The nearest alone: in many dimensions the next ones are much further away, where densities are others."""


@dataclass(frozen=True)
class NeighborDensity:
    """The density of a sample at some images from the distance of the k-th nearest, by group of its people.

    Where several are as far as the k-th, all of them count, as of copies and of scores that are quite sure: an atom is
    as dense as there are images in it (Gao, Kannan, Oh and Viswanath, "Estimating mutual information for
    discrete-continuous mixtures", 2017).

    Attributes:
        distances: float32 (images, groups · k), squared distances of the k nearest of each group that are of another
            person, rising.
        groups: uint8 (images, groups · k), the group of each neighbor.
        images: int32 (images, groups · k), how many images each neighbor stands for: one, but the last of a group also
            for those of the group that are as far.
        counted: The sample whose images are the neighbors.
        own: Whether the images are those of the sample itself.
        k: Which neighbor the density follows from, 1 for the nearest.
    """

    distances: Float32Array
    groups: UInt8Array
    images: Int32Array
    counted: Sample
    own: bool
    k: int

    def of(self, chosen: BoolArray) -> Float64Array:
        """The log density from the k-th nearest of some groups, see ``LogDensity``."""
        return self.within(chosen, *self.nearest(chosen))

    def within(self, chosen: BoolArray, radius: Float64Array, count: Int32Array) -> Float64Array:
        """ψ(count) − ln(images) − d · ln(radius), without the volume of the unit ball, which all densities share.

        Args:
            chosen: bool (choices, groups), the groups that the images are of.
            radius: float64 (images, choices), the squared radius; NaN where there is none.
            count: int32 (images, choices), how many images are within it.
        """
        # There are few different numbers, and it is slow.
        psi = digamma(np.arange(int(count.max(initial=0)) + 1))
        with np.errstate(invalid="ignore", divide="ignore"):
            mass = psi[count] - np.log(self._others(chosen))
        return np.asarray(mass - self.counted.points.shape[1] / 2 * np.log(radius))

    def _others(self, chosen: BoolArray) -> Int64Array:
        """How many images of other people some groups hold, int64 (images or 1, choices)."""
        return self.counted.others(chosen) if self.own else self.counted.sizes(chosen)[None]

    def nearest(self, chosen: BoolArray) -> tuple[Float64Array, Int32Array]:
        """Find the k-th nearest image of some groups.

        Returns:
            The squared distance of the k-th nearest, float64 (images, choices), NaN where there is none; and how many
            images are no further, int32 (images, choices).
        """
        # Here, since compiled code takes long to import.
        from facegap.compare.joint.densities.compiled import nearest_of_choices

        radius = np.full((len(self.distances), len(chosen)), np.nan, dtype=np.float32)
        count = np.zeros(radius.shape, dtype=np.int32)

        def work(rows: slice) -> None:
            known = self.distances[rows], self.groups[rows], self.images[rows]
            nearest_of_choices(*known, chosen, self.k, radius[rows], count[rows])

        with ThreadPoolExecutor(available_cores()) as pool:
            for _ in pool.map(work, [slice(at, at + 4096) for at in range(0, len(radius), 4096)]):
                pass
        return radius.astype(np.float64), count


def neighbor_densities(*, p: Sample, q: Sample, same: bool = False, k: int = K) -> Densities[NeighborDensity]:
    """Find both samples' densities at the images of both; their mean log ratio is the plain estimator.

    D(P‖Q) = d/n Σ ln(ν_k(i) / ρ_k(i)) + ln(m / (n − 1)) of the distances of the k-th nearest image of Q and of P (Wang,
    Kulkarni and Verdú, "Divergence estimation for multidimensional densities via k-nearest-neighbor distances", 2009,
    (5)), with n − 1 less the other images of the person. Where more than k are as far, their numbers count as in
    ``corrected``.

    Args:
        p: The data.
        q: The model, with points of the same dimensions.
        same: Whether both are one sample; then a person is left out of the other's neighbors too.
        k: Which neighbor the densities follow from, 1 for the nearest.
    """
    least = resolution(p.points, q.points)

    def at(images: Sample, sample: Sample) -> NeighborDensity:
        return neighbor_density(images, sample, k=k, own=same or images is sample, least=least)

    return Densities(p, q, at(p, p), at(p, q), at(q, q), at(q, p))


def neighbor_density(images: Sample, sample: Sample, *, k: int = K, own: bool, least: float) -> NeighborDensity:
    """Find the density of a sample at some images.

    Args:
        images: The images at which the density is wanted.
        sample: The sample whose images are the neighbors.
        k: Which neighbor the density follows from, 1 for the nearest.
        own: Whether both are one sample, so that the images of a person don't count for that person's own.
        least: The least squared distance that is told from none, as of ``resolution``.
    """
    # Here, since compiled code takes long to import.
    from facegap.compare.joint.densities.compiled import FAR, hide, keep_nearest

    kept = np.full((sample.grouped, len(images.points), k), FAR, dtype=np.float32)
    tied = np.zeros(kept.shape[:2], dtype=np.int32)

    def keep(row: int, column: int, block: Float32Array) -> None:
        if own:
            hide(block, row, column, images.first, images.last)
        group = sample.groups[column]
        keep_nearest(block, row, np.float32(least), kept[group], tied[group])

    all_distances(images.points, sample.points, keep, cuts=sample.cuts.tolist())
    kept[kept == FAR] = np.nan
    multiplicity = np.ones(kept.shape, dtype=np.int32)
    multiplicity[..., -1] += tied
    distances = kept.transpose(1, 0, 2).reshape(len(images.points), -1)
    order = np.argsort(distances, axis=1, kind="stable")
    return NeighborDensity(
        distances=np.take_along_axis(distances, order, axis=1),
        groups=(order // k).astype(np.uint8),
        images=np.take_along_axis(multiplicity.transpose(1, 0, 2).reshape(distances.shape), order, axis=1),
        counted=sample,
        own=own,
        k=k,
    )
