"""The Fréchet distance: how far apart two sets of embeddings are, each taken for a normal distribution."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array
from facegap.compare.fidelity.embedded_pair import EmbeddedPair, Needs
from facegap.compare.fidelity.metric import MetricCard, register_metric
from facegap.compare.fidelity.points import check_points
from facegap.compare.fidelity.real_reference import real_reference_splits
from facegap.estimates import EstimateWithFloor, LeftOutInTurn, PeopleGroups, estimate_statistic, median_floor

_BLOCK = 4096  # rows in double precision at a time
_SPLITS = 5
"""Times that real people take the place of the synthetic set; the noise floor is the median (ours)."""


@dataclass(frozen=True)
class Gaussian:
    """A normal distribution, by its mean and a root of its covariance.

    Attributes:
        mean: float64 (dimensions,), the mean.
        root: float64 (dimensions, rank), such that ``root @ root.T`` is the covariance.
    """

    mean: Float64Array
    root: Float64Array


@dataclass(frozen=True)
class Moments:
    """Sums of points by group, from which the normal distribution of any choice of groups follows.

    Attributes:
        count: int64 (groups,), how many points each group has.
        center: float64 (dimensions,), which is taken off all points before they are summed, so that little is lost to
            rounding.
        first: float64 (groups, dimensions), the sums Σ x.
        second: float64 (groups, dimensions, dimensions), the sums Σ x xᵀ.
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
        """The normal distribution of the points in the chosen groups, bool (groups,); they must be two at least."""
        count, first, second = (part[chosen].sum(axis=0) for part in (self.count, self.first, self.second))
        covariance = (second - np.outer(first, first) / count) / (count - 1)
        return Gaussian(self.center + first / count, _root(covariance))

    @property
    def everyone(self) -> Gaussian:
        """The normal distribution of all points."""
        return self.gaussian(np.ones(len(self.count), dtype=np.bool_))


def frechet_distance(*, real: Float32Array, synthetic: Float32Array) -> float:
    """The Fréchet distance d² = |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁Σ₂)^½) of two sets of points.

    On the features of an Inception network it is known as FID (Heusel et al., "GANs trained by a two time-scale update
    rule", 2017, (6)). Covariances are divided by n − 1. The distance is biased: between two samples of one world it is
    above zero, and falls as the samples grow.

    Args:
        real: float32 (n, dimensions), two points at least.
        synthetic: float32 (m, dimensions), two points at least.

    Returns:
        The distance in squared units of the embedding, 0 of like sets to about 4 of unit vectors.

    Raises:
        ValueError: The points have other dimensions, are too few, or aren't finite.

    >>> import numpy as np
    >>> points = np.array([[0, 0], [2, 0], [0, 2], [2, 2]], dtype=np.float32)
    >>> frechet_distance(real=points, synthetic=points + np.float32([3, 0]))
    9.0
    """
    check_points(real=real, synthetic=synthetic, least=2)
    distributions = (
        Moments.of(points, np.zeros(len(points), dtype=np.int64), groups=1) for points in (real, synthetic)
    )
    return distance_of_gaussians(*(moments.everyone for moments in distributions))


@register_metric(
    MetricCard(
        name="frechet",
        label="Fréchet distance",
        family="distance",
        nearer="lower",
        range=(0, np.inf),
        unit="squared units of the embedding",
        swapped="same",
        identical=0,
        sees=frozenset({"collapse", "displacement"}),
        needs=Needs(images=2),
        says="How far apart the sets are by their means and covariances, each taken for a normal distribution.",
        same_world="above 0, and larger the fewer images there are",
        source="Heusel et al., 2017, (6)",
    )
)
def measure_frechet(pair: EmbeddedPair) -> EstimateWithFloor:
    """The Fréchet distance with its interval over people of both sets.

    The interval is of the distance that sets of this size have on average, not of that of endless ones, which is lower.
    The floor is the median of five choices of real people.
    """
    samples = [
        _left_out(embedded.embeddings, groups)
        for embedded, groups in zip((pair.real, pair.synthetic), pair.groups, strict=True)
    ]
    estimate = estimate_statistic(distance_of_gaussians, *samples, bounds=(0, np.inf))
    return EstimateWithFloor(estimate, median_floor(_reference(pair)))


def distance_of_gaussians(p: Gaussian, q: Gaussian) -> float:
    """The Fréchet distance of two normal distributions, either way round.

    With Σ = R Rᵀ the trace of (Σ₁Σ₂)^½ is the sum of the singular values of R₁ᵀR₂: the roots of the eigenvalues of the
    symmetric R₁ᵀΣ₂R₁, found without taking roots of what rounding left of zeros.
    """
    common = np.linalg.svd(p.root.T @ q.root, compute_uv=False).sum()
    distance = np.sum((p.mean - q.mean) ** 2) + np.sum(p.root**2) + np.sum(q.root**2) - 2 * common
    return max(float(distance), 0.0)  # rounding may leave that of like sets a little below zero


def _left_out(points: Float32Array, groups: PeopleGroups) -> LeftOutInTurn[Gaussian]:
    moments = Moments.of(points, groups.of, groups=groups.count)
    return LeftOutInTurn(moments.everyone, [moments.gaussian(kept) for kept in groups.left_out])


def _reference(pair: EmbeddedPair) -> Iterator[float]:
    """The distance of some real people with about as many images, and the rest, for choices that leave two images."""
    if pair.groups[0].count < 2:
        return
    real = pair.real
    images = len(pair.synthetic.embeddings)
    chosen = real_reference_splits(real.people, images=images, splits=_SPLITS, seed=pair.seed)
    for part in chosen[:, real.people].astype(np.int64):
        moments = Moments.of(real.embeddings, part, groups=2)
        if moments.count.min() > 1:
            yield distance_of_gaussians(*(moments.gaussian(side) for side in np.eye(2, dtype=np.bool_)))


def _root(covariance: Float64Array) -> Float64Array:
    """R with R Rᵀ = Σ, without the directions in which there is no variance but that of rounding."""
    values, vectors = np.linalg.eigh(covariance)
    kept = values > len(values) * np.finfo(np.float64).eps * values[-1]
    return np.asarray(vectors[:, kept] * np.sqrt(values[kept]))
