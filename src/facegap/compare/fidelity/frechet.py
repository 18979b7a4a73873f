"""The Fréchet distance: how far apart two sets of embeddings are, each taken for a normal distribution."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array
from facegap.compare.fidelity.measured import Measured
from facegap.compare.fidelity.points import check_points
from facegap.compare.fidelity.stand_in import stand_ins
from facegap.estimates import group_people, jackknife
from facegap.matching import EmbeddedSet

_BLOCK = 4096  # rows in double precision at a time
_SPLITS = 5
"""Times that real people stand in for the synthetic set; the noise floor is the median (ours)."""


@dataclass(frozen=True)
class Gaussian:
    """A normal distribution.

    Attributes:
        mean: float64 (dimensions,).
        root: float64 (dimensions, rank); ``root @ root.T`` is the covariance.
    """

    mean: Float64Array
    root: Float64Array


@dataclass(frozen=True)
class Moments:
    """Sums of points by group, from which the normal distribution of any choice of groups follows.

    Attributes:
        count: int64 (groups,), points.
        center: float64 (dimensions,), taken off all points before they are summed, so that little is lost to rounding.
        first: float64 (groups, dimensions), Σ x.
        second: float64 (groups, dimensions, dimensions), Σ x xᵀ.
    """

    count: Int64Array
    center: Float64Array
    first: Float64Array
    second: Float64Array

    @classmethod
    def of(cls, points: Float32Array, group: Int64Array, *, groups: int) -> "Moments":
        """Add up points, float32 (n, dimensions), by ``group``, int64 (n,), in double precision."""
        dimensions = points.shape[1]
        center = points.mean(axis=0, dtype=np.float64)
        first, second = np.zeros((groups, dimensions)), np.zeros((groups, dimensions, dimensions))
        for number in range(groups):
            rows = np.flatnonzero(group == number)
            for begin in range(0, len(rows), _BLOCK):
                block = points[rows[begin : begin + _BLOCK]] - center
                first[number] += block.sum(axis=0)
                second[number] += block.T @ block
        return cls(np.bincount(group, minlength=groups), center, first, second)

    def gaussian(self, chosen: BoolArray) -> Gaussian:
        """That of the points in the chosen groups, bool (groups,), of which there must be two at least."""
        count, first, second = (part[chosen].sum(axis=0) for part in (self.count, self.first, self.second))
        covariance = (second - np.outer(first, first) / count) / (count - 1)
        return Gaussian(self.center + first / count, _root(covariance))


def frechet_distance(*, real: Float32Array, synthetic: Float32Array) -> float:
    """d² = |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁Σ₂)^½) (Heusel et al., "GANs trained by a two time-scale …", 2017, (6)).

    On the features of an Inception network it is known as FID. Covariances are divided by n − 1. It is biased: of two
    samples of one world it is above zero, and falls as samples grow.

    Args:
        real: float32 (n, dimensions), two points at least.
        synthetic: float32 (m, dimensions), likewise.

    Returns:
        In squared units of the embedding, 0 of like sets to about 4 of unit vectors.

    Raises:
        ValueError: points of other dimensions, too few, or not finite.
    """
    check_points(real=real, synthetic=synthetic, least=2)
    everyone = np.ones(1, dtype=np.bool_)
    ours, theirs = (
        Moments.of(points, np.zeros(len(points), dtype=np.int64), groups=1).gaussian(everyone)
        for points in (real, synthetic)
    )
    return between(ours, theirs)


def measure_frechet(*, real: EmbeddedSet, synthetic: EmbeddedSet, seed: int = 0) -> Measured:
    """The Fréchet distance with its interval over people of both sets.

    The interval is of the distance that sets of this size have on average, not of that of endless ones, which is lower.
    The floor is the median of five choices of real people.

    Args:
        real: the data, two images at least.
        synthetic: the model, likewise.
        seed: of the division of people into groups.

    Raises:
        ValueError: as for ``frechet_distance``.
    """
    check_points(real=real.embeddings, synthetic=synthetic.embeddings, least=2)
    groups = [group_people(embedded.people, seed=seed) for embedded in (real, synthetic)]
    ours, theirs = (
        Moments.of(embedded.embeddings, divided.of, groups=divided.count)
        for embedded, divided in zip((real, synthetic), groups, strict=True)
    )
    p, q = (moments.gaussian(np.ones(len(moments.count), dtype=np.bool_)) for moments in (ours, theirs))
    left_out = [
        [between(ours.gaussian(kept), q) for kept in groups[0].left_out],
        [between(p, theirs.gaussian(kept)) for kept in groups[1].left_out],
    ]
    estimate = jackknife(between(p, q), left_out, bounds=(0, np.inf))
    return Measured(estimate, _floor(real, len(synthetic.embeddings), seed) if groups[0].count > 1 else float("nan"))


def between(p: Gaussian, q: Gaussian) -> float:
    """The Fréchet distance of two normal distributions, either way round.

    With Σ = R Rᵀ the trace of (Σ₁Σ₂)^½ is the sum of the singular values of R₁ᵀR₂: the roots of the eigenvalues of the
    symmetric R₁ᵀΣ₂R₁, found without taking roots of what rounding left of zeros.
    """
    common = np.linalg.svd(p.root.T @ q.root, compute_uv=False).sum()
    distance = np.sum((p.mean - q.mean) ** 2) + np.sum(p.root**2) + np.sum(q.root**2) - 2 * common
    return max(float(distance), 0.0)  # rounding may leave that of like sets a little below zero


def _floor(real: EmbeddedSet, images: int, seed: int) -> float:
    """The median distance of some people with about as many images, and the rest; NaN where a part has only one."""
    chosen = stand_ins(real.people, images=images, splits=_SPLITS, seed=seed)
    distances = []
    for part in chosen[:, real.people].astype(np.int64):
        moments = Moments.of(real.embeddings, part, groups=2)
        if moments.count.min() > 1:
            distances.append(between(*(moments.gaussian(side) for side in np.eye(2, dtype=np.bool_))))
    return float(np.median(distances)) if distances else float("nan")


def _root(covariance: Float64Array) -> Float64Array:
    """R with R Rᵀ = Σ, without the directions in which there is no variance but that of rounding."""
    values, vectors = np.linalg.eigh(covariance)
    kept = values > len(values) * np.finfo(np.float64).eps * values[-1]
    return np.asarray(vectors[:, kept] * np.sqrt(values[kept]))
