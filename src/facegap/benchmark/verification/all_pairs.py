"""Rates of all pairs of a list: those without a score, since an image has no embedding, count as wrong."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array, FloatingArray, Int64Array
from facegap.benchmark.protocol import Verification
from facegap.benchmark.verification.measures import Measures
from facegap.benchmark.verification.people import PairsOfPeople
from facegap.estimates import Draw, Estimate
from facegap.matching.rates.step_rates import fnmr_on_lines


@dataclass(frozen=True)
class AllPairs:
    """The rates that can be told with pairs that have no score, none of which counts as right.

    Thresholds are those of the pairs with scores. Either kind without a score is a wrong answer, and a mated one is a
    false non-match at any threshold: this FNMR is what ISO/IEC 19795-1 calls the false reject rate. A non-mated pair
    without a score is no false match, so that FMR, and with it EER and AUC, have no such form.

    Attributes:
        accuracy: The mean over folds of the share of all their pairs that is told right; None without folds.
        fnmr: FNMR of all mated pairs at the FMR levels that can be seen, in the order of ``Measures.points``.
    """

    accuracy: Estimate | None
    fnmr: tuple[Estimate, ...]

    @classmethod
    def of(
        cls,
        task: Verification,
        scores: FloatingArray,
        measures: Measures,
        *,
        people: Int64Array | None,
        seed: int,
        replicates: int | None,
    ) -> "AllPairs":
        """Measure them, with intervals over people as ``evaluate_verification`` has them.

        Args:
            task: The pairs.
            scores: float (pairs,); NaN where there is none.
            measures: of the pairs that have scores.
            people: int64 (references,), or None where nobody is known.
            seed: of the replicates.
            replicates: how many there are.
        """
        scored = ~np.isnan(scores)
        pairs = PairsOfPeople.of(task, np.ones(len(scores), dtype=np.bool_), people, replicates)
        rates = _Rates(task, scored, measures)
        values, variances = rates.values, pairs.variance(rates.again, seed)
        measured = list(zip(values.tolist(), variances.tolist(), strict=True))
        freedom = [
            pairs.comparisons.freedom(~task.mated & scored & (scores >= threshold)) for _, threshold in measures.points
        ]
        return cls(
            accuracy=None if measures.folds is None else pairs.both(*measured[-1]),
            fnmr=tuple(
                pairs.fnmr(value, variance, freedom=free)
                for (value, variance), free in zip(measured, freedom, strict=False)
            ),
        )


class _Rates:
    """FNMR at each level and, where there are folds, accuracy, once and in every replicate."""

    def __init__(self, task: Verification, scored: BoolArray, measures: Measures) -> None:
        self.measures, self.rows = measures, np.flatnonzero(scored)
        self.kinds = 2 * task.mated.astype(np.int64) + scored
        self.in_folds: Int64Array | None = None
        if measures.folds is not None and task.folds is not None:
            numbers, folds = np.unique(task.folds, return_inverse=True)
            self.in_folds, self.folds = 2 * folds + scored, len(numbers)
            self.with_scores = np.searchsorted(numbers, [fold.number for fold in measures.folds.folds])

    @property
    def values(self) -> Float64Array:
        """float64 (levels [+ 1],)."""
        counts = np.bincount(self.kinds, minlength=4).astype(np.float64)[:, None]
        fnmr = self.measures.rates.fnmr(np.array([threshold for _, threshold in self.measures.points]))
        accuracy = []
        if self.in_folds is not None:
            in_folds = np.bincount(self.in_folds, minlength=2 * self.folds).astype(np.float64)[:, None]
            accuracy = [self._accuracy(self.measures.by_fold[:, None], in_folds)]
        return np.concatenate([self._fnmr(fnmr[:, None], counts), *accuracy])[..., 0]

    def again(self, draw: Draw) -> Float64Array:
        """``values`` in a block of replicates, (levels [+ 1], 64); thresholds are chosen anew."""
        part = Draw(draw.first[self.rows], draw.second[self.rows], draw.coins)
        fmr, fnmr = self.measures.curves(part)
        weights = draw.weigh(self.kinds, 4)
        levels = [fnmr_on_lines(fmr, fnmr, level=level) for level, _ in self.measures.points]
        values = [self._fnmr(np.reshape(levels, (len(levels), weights.shape[1])), weights)]
        if self.in_folds is not None:
            in_folds = draw.weigh(self.in_folds, 2 * self.folds)
            values.append(self._accuracy(self.measures.by_fold_again(part), in_folds))
        return np.concatenate(values)

    def _fnmr(self, fnmr: Float64Array, weights: Float64Array) -> Float64Array:
        """Of FNMR of the mated pairs with scores that of all, (levels, n); by the weight of each kind, (4, n)."""
        with np.errstate(invalid="ignore"):
            return np.asarray(1 - (1 - fnmr) * weights[3] / (weights[2] + weights[3]))

    def _accuracy(self, by_fold: Float64Array, weights: Float64Array) -> Float64Array:
        """The mean over folds, (1, n), from the accuracies of those with scores and the weights (2 folds, n) of all."""
        without, with_scores = weights[::2], weights[1::2]
        right = np.zeros_like(without)
        right[self.with_scores] = np.nan_to_num(by_fold) * with_scores[self.with_scores]
        whole = without + with_scores
        shares = np.divide(right, whole, out=np.zeros_like(right), where=whole > 0)
        with np.errstate(invalid="ignore"):
            return np.asarray(shares.sum(axis=0) / (whole > 0).sum(axis=0))[None]
