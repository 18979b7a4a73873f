"""Accuracy in folds: each fold judged at the threshold that is best on the others."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array, FloatingArray, Int64Array
from facegap.base.errors import BenchmarkError


@dataclass(frozen=True)
class Fold:
    """One fold, and the scores of the others in order.

    Attributes:
        number: of the fold, as the protocol has it.
        own: int64 (n,), its pairs.
        others: int64 (m,), the pairs of the other folds by rising score.
        bounds: int64 (b,), how many of the others are below each threshold that is tried.
        thresholds: float64 (b,), rising: the middle between neighboring scores of the others, and the ends.
        widths: float64 (b,), how far apart those neighbors are; 0 at the ends.
    """

    number: int
    own: Int64Array
    others: Int64Array
    bounds: Int64Array
    thresholds: Float64Array
    widths: Float64Array


@dataclass(frozen=True)
class Folds:
    """Pairs in folds, sorted once, so that accuracy under any weights is quick. Made by ``Folds.of``.

    For each fold all thresholds are tried that tell the scores of the other folds apart. Several are equally good, as a
    rule, and then it is the middle of the widest gap between scores, the first if there are several (ours): the farther
    it is from any score, the less it depends on that one. The field's evaluators take the first best of a grid.

    Attributes:
        scores: float64 (pairs,).
        mated: bool (pairs,).
        folds: those that have pairs, by number.
    """

    scores: Float64Array
    mated: BoolArray
    folds: tuple[Fold, ...]

    @classmethod
    def of(cls, scores: FloatingArray, mated: BoolArray, folds: Int64Array) -> "Folds":
        """Sort the pairs.

        Args:
            scores: finite (pairs,).
            mated: (pairs,).
            folds: (pairs,), any numbers; folds may be of different sizes.

        Raises:
            BenchmarkError: fewer than two folds have pairs, or the others of one have no mated or no non-mated pair.
        """
        values = scores.astype(np.float64)
        return cls(values, mated, tuple(_prepare(values, mated, folds)))

    def choose(self, weights: Float64Array) -> Float64Array:
        """The threshold for each fold.

        Args:
            weights: float64 (replicates, pairs), of the comparisons: 0, ½, 1 and so on.

        Returns:
            float64 (folds, replicates).
        """
        gains = np.where(self.mated, -weights, weights)  # in right ones, by a pair's coming to lie below the threshold
        return np.stack([_choose(fold, gains) for fold in self.folds])

    def accuracies(self, weights: Float64Array) -> Float64Array:
        """The share of each fold's pairs that is told right at the threshold from the others.

        Args:
            weights: as in ``choose``.

        Returns:
            float64 (folds, replicates); NaN where a fold has no weight.
        """
        shares = []
        for fold, thresholds in zip(self.folds, self.choose(weights), strict=True):
            right = (self.scores[fold.own] >= thresholds[:, None]) == self.mated[fold.own]
            own = weights[:, fold.own]
            with np.errstate(invalid="ignore"):
                shares.append((own * right).sum(axis=1) / own.sum(axis=1))
        return np.stack(shares)


def _prepare(scores: Float64Array, mated: BoolArray, folds: Int64Array) -> Iterator[Fold]:
    numbers = np.unique(folds)
    if len(numbers) < 2:
        msg = f"pairs with scores in {len(numbers)} fold(s): two are needed, one to choose the threshold for the other"
        raise BenchmarkError(msg)
    order = np.argsort(scores, kind="stable")
    for number in numbers:
        others = order[folds[order] != number]
        kinds = np.unique(mated[others])
        if len(kinds) < 2:
            missing = "non-mated" if kinds[0] else "mated"
            msg = (
                f"no {missing} pair outside fold {number} has a score, so that no threshold can be chosen for the fold"
            )
            raise BenchmarkError(msg)
        ordered = scores[others]
        bounds = np.flatnonzero(ordered[1:] > ordered[:-1]) + 1
        low, high = ordered[bounds - 1], ordered[bounds]
        middle = low + (high - low) / 2
        yield Fold(
            number=int(number),
            own=np.flatnonzero(folds == number),
            others=others,
            bounds=np.r_[0, bounds, len(others)],
            thresholds=np.r_[ordered[0], np.where(middle > low, middle, high), np.nextafter(ordered[-1], np.inf)],
            widths=np.r_[0, high - low, 0],
        )


def _choose(fold: Fold, gains: Float64Array) -> Float64Array:
    right = np.zeros((len(gains), len(fold.others) + 1))
    np.cumsum(np.take(gains, fold.others, axis=1), axis=1, out=right[:, 1:])
    tried = np.take(right, fold.bounds, axis=1)
    # Less than the step of the weights, ½, so that it decides only between those that are equally good.
    tried += fold.widths / (4 * max(fold.widths.max(), np.finfo(np.float64).tiny))
    return np.asarray(fold.thresholds[np.argmax(tried, axis=1)])
