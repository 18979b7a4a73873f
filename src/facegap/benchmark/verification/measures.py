"""All that is measured of one recognizer's scores on a list of pairs, once and in every replicate."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array, FloatingArray, Int64Array
from facegap.benchmark.verification.curves import Cuts
from facegap.benchmark.verification.folds import Folds
from facegap.benchmark.verification.separation import Separation
from facegap.estimates import Draw
from facegap.matching import ErrorRates
from facegap.matching.rates.step_rates import FMR_LEVELS, areas_under_roc, equal_error_rates, fnmr_on_lines


@dataclass(frozen=True)
class Measures:
    """EER, AUC, FNMR at each FMR that can be seen, FMR at the thresholds of these, and accuracy if there are folds.

    Attributes:
        rates: of the scores as they are.
        points: FMR levels that can be seen among so many non-mated scores, and their thresholds.
        folds: None where the protocol has none.
        separation: Means, d′ and Fisher ratio, which are no rates.
    """

    rates: ErrorRates
    points: tuple[tuple[float, float], ...]
    folds: Folds | None
    separation: Separation
    _cuts: Cuts

    @classmethod
    def of(cls, scores: FloatingArray, mated: BoolArray, folds: Int64Array | None) -> "Measures":
        """Sort the scores.

        Args:
            scores: finite (pairs,), of both kinds.
            mated: (pairs,).
            folds: (pairs,).

        Raises:
            BenchmarkError: see ``Folds.of``.
        """
        rates = ErrorRates.of(mated=scores[mated], non_mated=scores[~mated])
        thresholds = ((level, rates.threshold(fmr=level)) for level in FMR_LEVELS)
        points = tuple((level, threshold) for level, threshold in thresholds if threshold is not None)
        cuts = Cuts.of(rates, scores, mated, [threshold for _, threshold in points])
        separation = Separation.of(scores, cuts.labels, cuts.count)
        return cls(rates, points, None if folds is None else Folds.of(scores, mated, folds), separation, cuts)

    @property
    def values(self) -> Float64Array:
        """float64 (measures,), of the scores as they are, in the order in which the class names them."""
        accuracy = [] if self.folds is None else [self.by_fold.mean()]
        thresholds = np.array([threshold for _, threshold in self.points])
        rates = self.rates.fnmr(thresholds), self.rates.fmr(thresholds)
        return np.concatenate([[self.rates.eer(), self.rates.auc()], *rates, accuracy])

    @property
    def by_fold(self) -> Float64Array:
        """Accuracies, float64 (folds,); empty where there are none."""
        return np.zeros(0) if self.folds is None else self.folds.accuracies(np.ones((1, len(self._cuts.labels))))[:, 0]

    def curves(self, draw: Draw) -> tuple[Float64Array, Float64Array]:
        """FMR and FNMR at rising thresholds under the weights of a block of replicates, as of ``Cuts.rates``."""
        return self._cuts.rates(draw.weigh(self._cuts.labels, self._cuts.count))

    def by_fold_again(self, draw: Draw) -> Float64Array:
        """Accuracies under the weights of a block of replicates, float64 (folds, 64); NaN where a fold has no weight.

        Raises:
            ValueError: there are no folds.
        """
        if self.folds is None:
            msg = "pairs without folds have no accuracy"
            raise ValueError(msg)
        pairs = np.arange(len(self._cuts.labels))
        return self.folds.accuracies(np.ascontiguousarray(draw.weigh(pairs, len(pairs)).T))

    def again(self, draw: Draw) -> Float64Array:
        """``values`` under the weights of a block of replicates, float64 (measures, 64); thresholds are chosen anew."""
        return self._again(draw, draw.weigh(self._cuts.labels, self._cuts.count))

    def all_again(self, draw: Draw) -> Float64Array:
        """``values`` as of ``again`` and behind them those of ``separation``, float64 (measures + 4, 64)."""
        weights = draw.weigh(self._cuts.labels, self._cuts.count)
        return np.concatenate([self._again(draw, weights), self.separation.under(weights)])

    def _again(self, draw: Draw, weights: Float64Array) -> Float64Array:
        fmr, fnmr = self._cuts.rates(weights)
        values = [equal_error_rates(fmr, fnmr), areas_under_roc(fmr, fnmr)]
        values += [fnmr_on_lines(fmr, fnmr, level=level) for level, _ in self.points]
        values += [fmr[self._cuts.row(threshold)] for _, threshold in self.points]
        if self.folds is not None:
            by_fold = self.by_fold_again(draw)
            has_rate = np.isfinite(by_fold)
            with np.errstate(invalid="ignore"):
                values.append(np.where(has_rate, by_fold, 0).sum(axis=0) / has_rate.sum(axis=0))
        return np.stack(values)
