"""How well a classifier tells the sets apart, of people that it hasn't seen: a classifier two-sample test."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy.linalg
import scipy.optimize
import scipy.special
import threadpoolctl

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array
from facegap.compare.fidelity.embedded_pair import EmbeddedPair, Needs
from facegap.compare.fidelity.metric import MetricCard, register_metric
from facegap.compare.fidelity.points import check_points
from facegap.compare.fidelity.real_reference import real_reference_splits
from facegap.engine import generator
from facegap.estimates import EstimateWithFloor, jackknife, median_floor, wins

FOLDS = 5
STRENGTH = 1.0
"""C: how much the loss of all images counts against half the squared length of the weights; scikit-learn's (ours)."""
_STRETCH = (1 + FOLDS / (FOLDS - 1)) ** 0.5
"""By how much an interval is wider than one that takes classifiers as given (Nadeau and Bengio, 2003)."""
_SPLITS = 3
"""Times that real people take the place of the synthetic set; the noise floor is the median (ours)."""
_BLOCK = 4096  # rows in double precision at a time
_STEPS = 200
_FLAT = 1e-7
"""The greatest slope of the mean loss of an image at which the weights are found."""


def classifier_auc(
    *,
    real: Float32Array,
    synthetic: Float32Array,
    real_people: Int64Array | None = None,
    synthetic_people: Int64Array | None = None,
) -> float:
    """The area under the ROC curve of a classifier that is asked of which set an image is.

    It is a classifier two-sample test (Lopez-Paz and Oquab, "Revisiting classifier two-sample tests", 2017), with the
    AUC in place of the accuracy, which depends on the sizes of the sets. The people of each set are dealt into five
    folds. A logistic regression with an L2 penalty learns on four of them, both sets weighing the same, and judges the
    fifth; images are compared within their fold, since the scores of two classifiers can't be.

    Args:
        real: float32 (n, dimensions), the points of P, the data.
        synthetic: float32 (m, dimensions), the points of Q, the model.
        real_people: int64 (n,), a number from 0 for the person of each real point; by default each is of its own.
        synthetic_people: int64 (m,), likewise of each synthetic point.

    Returns:
        The chance that, of one image of either set, the classifier takes the right one for the synthetic one: 1 where
        it always can, about 0.5 where it can't tell them apart.

    Raises:
        ValueError: The points have other dimensions, aren't finite, or are of fewer than two people in a set.

    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> real, synthetic = (rng.normal(size=(1000, 4)).astype(np.float32) for _ in range(2))
    >>> round(classifier_auc(real=real, synthetic=synthetic), 2)
    0.51
    >>> synthetic[:, 0] += 1  # two normal distributions one deviation apart: Φ(1 / √2) = 0.76
    >>> round(classifier_auc(real=real, synthetic=synthetic), 2)
    0.76
    """
    check_points(real=real, synthetic=synthetic, least=2)
    everyone = [
        np.arange(len(points)) if people is None else people
        for points, people in ((real, real_people), (synthetic, synthetic_people))
    ]
    if min(len(np.unique(people)) for people in everyone) < 2:
        msg = "a classifier needs two people in each set, one to learn from and one to judge"
        raise ValueError(msg)
    sides = tuple(
        _Side(points, people, np.zeros(len(people), dtype=np.int64), 1)
        for points, people in zip((real, synthetic), everyone, strict=True)
    )
    return _judge(sides[0], sides[1]).area()


@register_metric(
    MetricCard(
        name="classifier_auc",
        label="Classifier's AUC",
        family="distance",
        nearer="lower",
        range=(0, 1),
        unit="chance that a classifier names the synthetic one of two images rightly",
        swapped="same",
        identical=0.5,
        sees=frozenset({"collapse", "displacement"}),
        needs=Needs(images=2, people=2),
        says="How often a classifier that knows other people says which of two images is from {q}. 1: always.",
        same_world="about 0.5: it can't tell them apart",
        source="Lopez-Paz and Oquab, 2017; AUC, and by people: ours",
    )
)
def measure_classifier_auc(pair: EmbeddedPair) -> EstimateWithFloor:
    """The AUC of ``classifier_auc``, with its interval over people of both sets.

    The variance is that of the judged people, by the jackknife, times 1 + 5/4, since the classifiers would learn other
    weights from other people (Nadeau and Bengio, "Inference for the generalization error", 2003). The floor is the
    median over three choices of real people.
    """
    sides = [
        _Side(embedded.embeddings, embedded.people, groups.of, groups.count)
        for embedded, groups in zip((pair.real, pair.synthetic), pair.groups, strict=True)
    ]
    judged = _judge(sides[0], sides[1])
    real_groups, synthetic_groups = pair.groups
    left_out = (
        [judged.area(real=kept) for kept in real_groups.left_out],
        [judged.area(synthetic=kept) for kept in synthetic_groups.left_out],
    )
    spread = [[_STRETCH * area for area in areas] for areas in left_out]
    return EstimateWithFloor(jackknife(judged.area(), spread, bounds=(0, 1)), median_floor(_reference(pair)))


class _Side(NamedTuple):
    """One set: its points, whose each is, and in which of how many groups of people."""

    points: Float32Array
    people: Int64Array
    group: Int64Array
    groups: int


@dataclass(frozen=True)
class _Judged:
    """Images of both sets that were compared, and how often the synthetic one had the higher log odds.

    Attributes:
        compared: float64 (groups of P, groups of Q), the number of pairs of images in one fold.
        won: float64, likewise, those of them that were told right; a tie is half of one.
    """

    compared: Float64Array
    won: Float64Array

    def area(self, real: BoolArray | None = None, synthetic: BoolArray | None = None) -> float:
        """The AUC of the people of some groups, by default of all; NaN where no two of them share a fold."""
        chosen = np.ix_(
            *(
                np.ones(count, dtype=np.bool_) if groups is None else groups
                for count, groups in zip(self.won.shape, (real, synthetic), strict=True)
            )
        )
        compared = self.compared[chosen].sum()
        return float(self.won[chosen].sum() / compared) if compared else float("nan")


def _judge(real: _Side, synthetic: _Side) -> _Judged:
    """Learn on the people of all folds but one, and judge those of that one."""
    folds = [_deal(side.people) for side in (real, synthetic)]
    count = min(int(fold.max()) + 1 for fold in folds)
    folds = [fold % count for fold in folds]
    counts = real.groups, synthetic.groups
    compared, won = np.zeros(counts), np.zeros(counts)
    # On one thread: sums don't depend on how many there are, and products with vectors gain little from more.
    with threadpoolctl.threadpool_limits(1, user_api="blas"):
        slant = _slant(real.points, synthetic.points)
        learnt = [
            _learn(real.points, synthetic.points, kept=[fold != held_out for fold in folds], slant=slant)
            for held_out in range(count)
        ]
    for held_out, weights in enumerate(learnt):
        own = [fold == held_out for fold in folds]
        odds = [
            side.points[rows].astype(np.float64) @ weights for side, rows in zip((real, synthetic), own, strict=True)
        ]
        groups = [side.group[rows] for side, rows in zip((real, synthetic), own, strict=True)]
        won += wins(odds[1], odds[0], p_groups=groups[1], q_groups=groups[0], counts=counts[::-1]).T
        compared += np.outer(*(np.bincount(of, minlength=most) for of, most in zip(groups, counts, strict=True)))
    return _Judged(compared, won)


def _deal(people: Int64Array) -> Int64Array:
    """A fold for each image, whole people together.

    Both sets are dealt alike, so that they can be swapped, and always alike, so that the number depends on no seed.
    """
    everyone, numbers = np.unique(people, return_inverse=True)
    folds = generator(0, "fidelity", "classifier", "folds").permutation(len(everyone)) % FOLDS
    return np.asarray(folds[numbers])


def _slant(real: Float32Array, synthetic: Float32Array) -> Float64Array:
    """A triangular matrix that makes the loss about as steep in all directions, so that few steps are needed.

    It is Cholesky's of the loss's second derivatives at weights of zero. The weights that are found don't depend on it.
    """
    dimensions = real.shape[1]
    curvature = np.zeros((dimensions + 1, dimensions + 1))
    for points, share in _weighted(real, synthetic):
        for block in _blocks(points):
            curvature[:-1, :-1] += share / 4 * (block.T @ block)
            curvature[-1, :-1] += share / 4 * block.sum(axis=0)
        curvature[-1, -1] += share / 4 * len(points)
    curvature[:-1, -1] = curvature[-1, :-1]
    return np.asarray(scipy.linalg.cholesky(STRENGTH * curvature + np.diag(np.r_[np.ones(dimensions), 0.0])))


def _learn(real: Float32Array, synthetic: Float32Array, *, kept: list[BoolArray], slant: Float64Array) -> Float64Array:
    """The weights of a logistic regression from some images, float64 (dimensions,).

    Both sets weigh the same: each image as much as half of all images over those of its set, as scikit-learn has it.
    """
    sides = [points[rows] for points, rows in zip((real, synthetic), kept, strict=True)]
    images = sum(map(len, sides))

    def loss(slanted: Float64Array) -> tuple[float, Float64Array]:
        weights = scipy.linalg.solve_triangular(slant, slanted)
        value, slope = float(weights[:-1] @ weights[:-1]) / 2, np.r_[weights[:-1], 0.0]
        for sign, (points, share) in zip((-1, 1), _weighted(*sides), strict=True):
            for block in _blocks(points):
                margin = sign * (block @ weights[:-1] + weights[-1])
                value += STRENGTH * share * float(np.logaddexp(0, -margin).sum())
                pull = STRENGTH * share * sign * scipy.special.expit(-margin)
                slope -= np.r_[pull @ block, pull.sum()]
        return value / images, scipy.linalg.solve_triangular(slant, slope, trans="T") / images

    start = np.zeros(real.shape[1] + 1)
    best = scipy.optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS, "gtol": _FLAT, "ftol": 0.0}
    )
    return np.asarray(scipy.linalg.solve_triangular(slant, best.x)[:-1])


def _weighted(real: Float32Array, synthetic: Float32Array) -> tuple[tuple[Float32Array, float], ...]:
    images = len(real) + len(synthetic)
    return (real, images / (2 * len(real))), (synthetic, images / (2 * len(synthetic)))


def _blocks(points: Float32Array) -> Iterator[Float64Array]:
    """Some rows at a time in double precision."""
    for begin in range(0, len(points), _BLOCK):
        yield points[begin : begin + _BLOCK].astype(np.float64)


def _reference(pair: EmbeddedPair) -> Iterator[float]:
    """The AUC of some real people, of about as many images, against the rest."""
    real = pair.real
    images = len(pair.synthetic.embeddings)
    for chosen in real_reference_splits(real.people, images=images, splits=_SPLITS, seed=pair.seed):
        part = chosen[real.people]
        if min(len(np.unique(real.people[rows])) for rows in (part, ~part)) > 1:
            rest, some = (
                _Side(real.embeddings[rows], real.people[rows], np.zeros(int(rows.sum()), dtype=np.int64), 1)
                for rows in (~part, part)
            )
            yield _judge(rest, some).area()
