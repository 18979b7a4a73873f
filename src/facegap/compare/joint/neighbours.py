"""The joint KL divergence by nearest neighbours: Wang, Kulkarni and Verdú."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from facegap.compare.joint.densities import Densities
from facegap.compare.joint.distances import all_distances, resolution
from facegap.compare.joint.sample import Chosen, Floats, Numbers, Sample
from facegap.compare.sweep import Distances
from facegap.engine import available_cores

K = 1
"""The nearest alone: in many dimensions the next ones are much further away, where densities are others."""


@dataclass(frozen=True)
class NeighbourDensity:
    """The density of a sample at some images from the distance of the k-th nearest, by group of its people.

    Attributes:
        distances: float32 (images, groups · k), squared distances of the k nearest of each group that are of another
            person, rising.
        groups: uint8 (images, groups · k), the group of each.
        counted: the sample whose images are the neighbours.
        own: whether the images are those of the sample itself.
        k: which neighbour.
    """

    distances: npt.NDArray[np.float32]
    groups: npt.NDArray[np.uint8]
    counted: Sample
    own: bool
    k: int

    def of(self, chosen: Chosen) -> Floats:
        """ln(k / images) − d · ln(distance), without the volume of the unit ball, which all densities share."""
        with np.errstate(divide="ignore"):
            share = np.log(self.k / self.others(chosen))
        return np.asarray(share - self.counted.points.shape[1] / 2 * np.log(self.nearest(chosen)))

    def others(self, chosen: Chosen) -> Numbers:
        """How many images of other people some groups hold, int64 (images or 1, choices)."""
        return self.counted.others(chosen) if self.own else self.counted.sizes(chosen)[None]

    def nearest(self, chosen: Chosen) -> Floats:
        """Squared distance of the k-th nearest of some groups, float64 (images, choices); NaN where there is none."""
        # Here, since compiled code takes long to import.
        from facegap.compare.joint.neighbour_kernel import nearest_of_choices

        found = np.full((len(self.distances), len(chosen)), np.nan, dtype=np.float32)
        pieces = [slice(at, at + 4096) for at in range(0, len(found), 4096)]
        with ThreadPoolExecutor(available_cores()) as pool:
            work = pool.map(
                lambda rows: nearest_of_choices(self.distances[rows], self.groups[rows], chosen, self.k, found[rows]),
                pieces,
            )
            for _ in work:
                pass
        return found.astype(np.float64)


def neighbour_densities(*, p: Sample, q: Sample, same: bool = False, k: int = K) -> Densities[NeighbourDensity]:
    """Both samples' densities at the images of both; their mean log ratio is the plain estimator.

    D(P‖Q) = d/n Σ ln(ν_k(i) / ρ_k(i)) + ln(m / (n − 1)) of the distances of the k-th nearest image of Q and of P (Wang,
    Kulkarni and Verdú, "Divergence estimation for multidimensional densities via k-nearest-neighbor distances", 2009,
    (5)), with n − 1 less the other images of the person.

    Args:
        p: the data.
        q: the model.
        same: whether both are one sample; then the own person is left out of the other's neighbours too.
        k: which neighbour.
    """
    least = resolution(p.points, q.points)

    def at(images: Sample, sample: Sample) -> NeighbourDensity:
        return neighbour_density(images, sample, k=k, own=same or images is sample, least=least)

    return Densities(p, q, at(p, p), at(p, q), at(q, q), at(q, p))


def neighbour_density(images: Sample, sample: Sample, *, k: int = K, own: bool, least: float) -> NeighbourDensity:
    """The density of a sample at some images.

    Args:
        images: where.
        sample: whose images are the neighbours.
        k: which neighbour.
        own: whether both are one sample, so that an image's own person doesn't count.
        least: the squared distance that is the least, see ``resolution``.
    """
    # Here, since compiled code takes long to import.
    from facegap.compare.joint.block_kernel import FAR, hide
    from facegap.compare.joint.neighbour_kernel import keep_nearest

    kept = np.full((sample.grouped, len(images.points), k), FAR, dtype=np.float32)

    def keep(row: int, column: int, block: Distances) -> None:
        if own:
            hide(block, row, column, images.first, images.last)
        keep_nearest(block, row, kept[sample.groups[column]])

    all_distances(images.points, sample.points, keep, cuts=sample.cuts.tolist())
    np.maximum(kept, np.float32(least), out=kept)
    kept[kept == FAR] = np.nan
    flat = kept.transpose(1, 0, 2).reshape(len(images.points), -1)
    order = np.argsort(flat, axis=1, kind="stable")
    groups = (order // k).astype(np.uint8)
    return NeighbourDensity(np.take_along_axis(flat, order, axis=1), groups, sample, own, k)
