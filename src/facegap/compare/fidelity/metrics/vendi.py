"""The Vendi score: how many different faces a set is worth."""

from collections.abc import Iterator

import numpy as np
import scipy.special

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array
from facegap.compare.fidelity.embedded_pair import EmbeddedPair, Needs
from facegap.compare.fidelity.metric import MetricCard, register_metric
from facegap.compare.fidelity.real_reference import real_reference_splits
from facegap.estimates import EstimateWithFloor, LeftOutInTurn, PeopleGroups, estimate_statistic, median_floor

_SPLITS = 5
"""Times that real people take the place of the synthetic set; the noise floor is the median (ours)."""
_BLOCK = 4096  # rows in double precision at a time


def vendi_score(points: Float32Array) -> float:
    """The Vendi score of unit vectors: the effective number of different ones.

    It is exp(−Σ λ ln λ) of the eigenvalues λ of K / n, K being the cosines of all pairs (Friedman and Dieng, "The Vendi
    score: a diversity evaluation metric for machine learning", 2023, (2)). Those that aren't zero are also the
    eigenvalues of XᵀX / n, which is no larger than the dimensions: so it is exact for any number of images.

    Args:
        points: float32 (n, dimensions), of unit length.

    Returns:
        The effective number, from 1, where all are the same, to the number of images or of dimensions, whichever is
        smaller. It grows with the number of images, so that it is to be compared between sets of about the same size.

    >>> import numpy as np
    >>> round(vendi_score(np.repeat(np.eye(4, dtype=np.float32), 10, axis=0)), 6)
    4.0
    """
    return _score(_grams(points, np.zeros(len(points), dtype=np.int64), 1)[0], len(points))


@register_metric(
    MetricCard(
        name="vendi",
        label="Vendi score, difference",
        family="diversity",
        nearer="zero",
        range=(-np.inf, np.inf),
        unit="different images",
        swapped="negated",
        identical=0,
        sees=frozenset({"collapse"}),
        needs=Needs(),
        says="How many more different faces {q} is worth than {p}. Below 0: it is less diverse.",
        same_world="about 0 where the sets are of about the same size",
        source="Friedman and Dieng, 2023, (2)",
        places=1,
    )
)
def measure_vendi(pair: EmbeddedPair) -> EstimateWithFloor:
    """The Vendi score of the synthetic set less that of the real one, with its interval over people of both.

    The floor is the median of the absolute difference over five choices of real people.
    """
    sides = [
        _left_out(embedded.embeddings, groups)
        for embedded, groups in zip((pair.real, pair.synthetic), pair.groups, strict=True)
    ]
    dimensions = pair.real.embeddings.shape[1]
    alone = [estimate_statistic(lambda score: score, side, bounds=(1, dimensions)) for side in sides]
    difference = estimate_statistic(lambda real, synthetic: synthetic - real, *sides, bounds=(-np.inf, np.inf))
    return EstimateWithFloor(difference, median_floor(_reference(pair)), (alone[0], alone[1]))


def _left_out(points: Float32Array, groups: PeopleGroups) -> LeftOutInTurn[float]:
    grams = _grams(points, groups.of, groups.count)
    images = np.bincount(groups.of, minlength=groups.count)

    def score(chosen: BoolArray) -> float:
        return _score(grams[chosen].sum(axis=0), int(images[chosen].sum()))

    return LeftOutInTurn(score(np.ones(groups.count, dtype=np.bool_)), [score(kept) for kept in groups.left_out])


def _reference(pair: EmbeddedPair) -> Iterator[float]:
    """The absolute difference between some real people, of about as many images, and the rest."""
    real = pair.real
    images = len(pair.synthetic.embeddings)
    for chosen in real_reference_splits(real.people, images=images, splits=_SPLITS, seed=pair.seed):
        part = chosen[real.people].astype(np.int64)
        sizes = np.bincount(part, minlength=2)
        if sizes.min():
            rest, some = (
                _score(gram, int(size)) for gram, size in zip(_grams(real.embeddings, part, 2), sizes, strict=True)
            )
            yield abs(some - rest)


def _grams(points: Float32Array, group: Int64Array, groups: int) -> Float64Array:
    """XᵀX of the points of each group, float64 (groups, dimensions, dimensions)."""
    grams = np.zeros((groups, points.shape[1], points.shape[1]))
    for number in range(groups):
        rows = np.flatnonzero(group == number)
        for begin in range(0, len(rows), _BLOCK):
            block = points[rows[begin : begin + _BLOCK]].astype(np.float64)
            grams[number] += block.T @ block
    return grams


def _score(gram: Float64Array, images: int) -> float:
    shares = np.maximum(np.linalg.eigvalsh(gram / images), 0)  # rounding may leave zeros a little below
    return float(np.exp(scipy.special.entr(shares / shares.sum()).sum()))
