"""A classifier that is asked of which set an image is: log ratios of densities for images of people it hasn't seen."""

import numpy as np
import scipy.optimize
import scipy.special

from facegap.base.arrays import BoolArray, Float64Array, Int64Array
from facegap.compare.joint.sample import Sample
from facegap.engine import generator

FOLDS = 5
_ROUNDS = 60
"""Trees of the boosted classifier, with 15 leaves each (ours)."""


def log_ratios(*, p: Sample, q: Sample, same: bool = False, seed: int = 0) -> tuple[Float64Array, Float64Array]:
    """The log ratio of densities, ln p(x) / q(x), at each image of both sets, by classifiers that know other people.

    The people of both sets are dealt into five folds. A gradient-boosted classifier (Friedman, 2001; scikit-learn's by
    histograms) learns on four of them to tell the sets apart, and judges the fifth. Its log odds then go through a
    line, fitted on the other folds with the same weight for both sets in all, that makes them probabilities (Platt,
    1999): the log odds of P are then the log ratio of the densities.

    Args:
        p: The data, with labels or scores as points.
        q: The model, with points of the same dimensions.
        same: Whether both are one set; then a person is in the same fold of both.
        seed: The seed of the folds that people are dealt into.

    Returns:
        The ratios at the images of P and at those of Q, each float64 (images,), in nats; NaN where either set has one
        person only.
    """
    dealt = [_deal(side.people, seed, name) for side, name in ((p, "p"), (q, "p" if same else "q"))]
    count = min(int(fold.max()) + 1 for fold in dealt)
    if count < 2:
        return np.full(len(p.people), np.nan), np.full(len(q.people), np.nan)
    fold = np.concatenate(dealt) % count
    points = np.concatenate([p.points, q.points])
    of_p = np.arange(len(points)) < len(p.people)
    raw = np.empty(len(points))

    for held_out in range(count):
        test = fold == held_out
        raw[test] = _boosted(points[~test], of_p[~test], points[test])
    ratios = np.empty(len(points))
    for held_out in range(count):
        test = fold == held_out
        slope, shift = _calibrate(raw[~test], of_p[~test])
        ratios[test] = slope * raw[test] + shift
    return ratios[of_p], ratios[~of_p]


def _deal(people: Int64Array, seed: int, name: str) -> Int64Array:
    """A fold for each image, whole people together."""
    everyone, numbers = np.unique(people, return_inverse=True)
    folds = generator(seed, "joint", "folds", name).permutation(len(everyone)) % FOLDS
    return np.asarray(folds[numbers])


def _equal_weights(of_p: BoolArray) -> Float64Array:
    """Weights under which both sets count the same, with a mean of 1."""
    share = of_p.mean()
    return np.asarray(np.where(of_p, 0.5 / share, 0.5 / (1 - share)))


def _boosted(train: Float64Array, of_p: BoolArray, test: Float64Array) -> Float64Array:
    """Log odds of P for the images of ``test``."""
    # Here, since they take long to import.
    import threadpoolctl
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=_ROUNDS, max_leaf_nodes=15, max_bins=64, l2_regularization=1.0, early_stopping=False, random_state=0
    )
    # The sums of one thread don't depend on how many there are, and more than one gain little here.
    with threadpoolctl.threadpool_limits(1, user_api="openmp"):
        model.fit(train, of_p)
        return np.asarray(model.decision_function(test), dtype=np.float64)


def _calibrate(raw: Float64Array, of_p: BoolArray) -> tuple[float, float]:
    """Slope and shift of Platt's line, the most likely ones where both sets weigh the same.

    It is sought from the line that only takes off what one set has more images than the other; a prior there worth one
    image on slope and shift keeps them finite where the sets are told apart without a fault (ours).
    """
    weights, answer = _equal_weights(of_p), np.where(of_p, 1.0, -1.0)
    start = np.array([1.0, -scipy.special.logit(of_p.mean())])

    def loss(line: Float64Array) -> tuple[float, Float64Array]:
        margin = answer * (line[0] * raw + line[1])
        pull = -weights * answer * scipy.special.expit(-margin)
        value = np.sum(weights * np.logaddexp(0, -margin)) + np.sum((line - start) ** 2) / 2
        return float(value), np.array([pull @ raw, pull.sum()]) + line - start

    fitted = scipy.optimize.minimize(loss, start, jac=True, method="BFGS").x
    return float(fitted[0]), float(fitted[1])
