"""The joint KL divergence by kernel density, as the paper has it: a Gaussian on each image."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import scipy.optimize

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array
from facegap.compare.joint.densities.distances import all_distances
from facegap.compare.joint.densities.point_densities import Densities
from facegap.compare.joint.sample import Sample
from facegap.engine import available_cores, generator

_JUDGES = 2000
"""Images at most at which a bandwidth is judged (ours)."""
_RANGE = (0.01, 3.0)
"""Of the bandwidth, in standard deviations of the points (ours)."""
_CLOSE = 0.02
"""To which the logarithm of the bandwidth is found; the likelihood is flat there (ours)."""


@dataclass(frozen=True)
class KernelDensity:
    """The Gaussian kernel density of a sample at some images, by group of its people.

    Attributes:
        sums: float64 (images, groups), the logarithms of Σ exp(−|x − y|² / 2h²) over the images y of each group that
            are of another person than x.
        counted: The sample on whose images the kernels are.
        own: Whether the images x are those of the sample itself.
        bandwidth: The standard deviation h of a kernel, in the unit of the points.
    """

    sums: Float64Array
    counted: Sample
    own: bool
    bandwidth: float

    def of(self, chosen: BoolArray) -> Float64Array:
        # Here, since compiled code takes long to import.
        from facegap.compare.joint.densities.compiled import merge_densities

        merged = np.empty((len(self.sums), len(chosen)))
        pieces = [slice(at, at + 4096) for at in range(0, len(merged), 4096)]
        with ThreadPoolExecutor(available_cores()) as pool:
            for _ in pool.map(lambda rows: merge_densities(self.sums[rows], chosen, merged[rows]), pieces):
                pass
        images = self.counted.others(chosen) if self.own else self.counted.sizes(chosen)[None]
        volume = self.counted.points.shape[1] * np.log(np.sqrt(2 * np.pi) * self.bandwidth)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(images > 0, merged - np.log(images) - volume, np.nan)


def kernel_densities(*, p: Sample, q: Sample, same: bool = False, seed: int = 0) -> Densities[KernelDensity]:
    """Find both samples' densities at the images of both.

    Args:
        p: The data.
        q: The model, with points of the same dimensions.
        same: Whether both are one sample; then a person is left out of the other's density too.
        seed: The seed of the choice of images at which bandwidths are judged.
    """
    h_p, h_q = (bandwidth(sample, seed=seed) for sample in (p, q))

    def at(images: Sample, sample: Sample, h: float) -> KernelDensity:
        return kernel_density(images, sample, h, own=same or images is sample)

    return Densities(p, q, at(p, p, h_p), at(p, q, h_q), at(q, q, h_q), at(q, p, h_p))


def kernel_density(images: Sample, sample: Sample, width: float, *, own: bool) -> KernelDensity:
    """Find the density of a sample at some images.

    Args:
        images: The images at which the density is wanted.
        sample: The sample on whose images the kernels are.
        width: The standard deviation of a kernel, in the unit of the points.
        own: Whether both are one sample, so that the images of a person don't count for that person's own.
    """
    return KernelDensity(_log_sums(images, sample, width, own=own), sample, own, width)


def bandwidth(sample: Sample, *, seed: int = 0) -> float:
    """The width of the kernels by cross-validation: the one under which images of people left out are most likely.

    At up to 2,000 images drawn at random the density of the other people is found, for one width after the other
    (golden section and parabolas, Brent 1973).

    Args:
        sample: The images whose density is wanted.
        seed: The seed of the choice of images at which the density is judged.

    Returns:
        The standard deviation of a kernel, in the unit of the points; NaN where there are fewer than two people, or
        where all points are one.
    """
    spread = float(np.sqrt(sample.points.var(axis=0).mean()))
    # Rounding leaves points that are all one a little apart.
    if len(np.unique(sample.people)) < 2 or spread <= 1e-12 * np.abs(sample.points).max():
        return float("nan")
    judges = generator(seed, "kernel density", "judges").permutation(len(sample.points))[:_JUDGES]
    log_others = np.log(sample.others(sample.everything)[judges, 0])
    dimensions = sample.points.shape[1]

    def loss(log_width: float) -> float:
        width = float(np.exp(log_width))
        sums = _log_sums(sample, sample, width, own=True, rows=judges)
        return float(dimensions * log_width - np.mean(np.logaddexp.reduce(sums, axis=1) - log_others))

    bounds = tuple(np.log(spread * end) for end in _RANGE)
    fitted = scipy.optimize.minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": _CLOSE})
    return float(np.exp(fitted.x))


def _log_sums(
    images: Sample, sample: Sample, width: float, *, own: bool, rows: Int64Array | None = None
) -> Float64Array:
    """``KernelDensity.sums``, at some of the images."""
    # Here, since compiled code takes long to import.
    from facegap.compare.joint.densities.compiled import FAR, add_kernels, hide

    at = slice(None) if rows is None else rows
    if np.isnan(width):
        return np.full((len(images.points[at]), sample.grouped), np.nan)
    points, first, last = images.points[at], images.first[at], images.last[at]
    nearest = np.full((sample.grouped, len(points)), FAR, dtype=np.float32)
    total = np.zeros(nearest.shape)
    scale = 1 / (2 * width**2)
    per_bit = np.float32(scale / np.log(2))

    def add(row: int, column: int, block: Float32Array) -> None:
        if own:
            hide(block, row, column, first, last)
        group = sample.groups[column]
        add_kernels(block, row, per_bit, nearest[group], total[group])

    all_distances(points, sample.points, add, cuts=sample.cuts.tolist())
    with np.errstate(divide="ignore"):
        sums = np.log(total) - np.float64(per_bit) * np.log(2) * nearest
    return np.ascontiguousarray(np.where(nearest < FAR, sums, -np.inf).T)
