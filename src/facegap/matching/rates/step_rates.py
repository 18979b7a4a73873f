"""FMR and FNMR, the two step functions of the threshold, and what follows from them however they are known.

Scores in order (``ErrorRates``), counts of scores in bins (``BinnedRates``) and scores that are known exactly near some
thresholds only (``RescoredRates``) all say how many scores are below a threshold. The rest stands here, once.
"""

import bisect
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from facegap.base.arrays import Float64Array, FloatingArray, Int64Array

Kind = Literal[0, 1]
MATED: Kind = 0
NON_MATED: Kind = 1

FMR_LEVELS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
"""False match rates at which recognizers are compared."""


@dataclass(frozen=True)
class DetCurve:
    """Error rates at some thresholds, by rising threshold.

    Attributes:
        threshold: float64 (points,).
        fmr: float64 (points,), false match rates from 1 down to 0.
        fnmr: float64 (points,), false non-match rates from 0 up to 1, never falling.
    """

    threshold: Float64Array
    fmr: Float64Array
    fnmr: Float64Array


class StepRates(ABC):
    """Error rates (ISO/IEC 19795-1) of mated and non-mated scores. A score at or above the threshold is a match."""

    @abstractmethod
    def comparisons(self, kind: Kind) -> int:
        """How many scores of a kind there are."""

    @abstractmethod
    def steps(self, kind: Kind) -> FloatingArray:
        """The scores of a kind above which its rate takes a step, rising; all that may decide a threshold."""

    @abstractmethod
    def below(self, kind: Kind, thresholds: npt.ArrayLike) -> Int64Array:
        """How many scores of a kind are below each threshold."""

    def fmr(self, thresholds: npt.ArrayLike) -> Float64Array:
        """The share of the non-mated scores at or above each threshold, 0 to 1."""
        count = self.comparisons(NON_MATED)
        return np.asarray((count - self.below(NON_MATED, thresholds)) / count)

    def fnmr(self, thresholds: npt.ArrayLike) -> Float64Array:
        """The share of the mated scores below each threshold, 0 to 1."""
        return np.asarray(self.below(MATED, thresholds) / self.comparisons(MATED))

    def threshold(self, *, fmr: float) -> float | None:
        """The lowest threshold at which FMR is ``fmr`` or less: the next float above the highest score that it rejects.

        It depends on non-mated scores alone, and the FNMR there is the lowest that is possible at that FMR.

        Returns:
            None where there are fewer than 1/``fmr`` non-mated scores, so that so low a rate can't be seen.

        Raises:
            ValueError: ``fmr`` is not above 0 and below 1.
        """
        if not 0 < fmr < 1:
            msg = f"a false match rate of {fmr}; it must be above 0 and below 1"
            raise ValueError(msg)
        count = self.comparisons(NON_MATED)
        accepted = accepted_at(fmr, count)
        if not accepted:
            return None
        steps = self.steps(NON_MATED)
        rejected = bisect.bisect_left(steps, 1, key=lambda score: count - int(self.below(NON_MATED, score)) <= accepted)
        return float(next_above(steps[rejected - 1]))

    def fnmr_at(self, *, fmr: float) -> float | None:
        """FNMR at ``threshold(fmr=fmr)``; None where there is no such threshold."""
        threshold = self.threshold(fmr=fmr)
        return None if threshold is None else float(self.fnmr(threshold))

    def crossing(self) -> float:
        """The lowest score, of either kind, above which FNMR is no longer below FMR; there must be some of both."""
        mated, non_mated = self.comparisons(MATED), self.comparisons(NON_MATED)

        def is_past(score: FloatingArray) -> bool:  # in Python's whole numbers, which are neither rounded nor too large
            above = next_above(score)
            accepted = non_mated - int(self.below(NON_MATED, above))
            return int(self.below(MATED, above)) * non_mated >= accepted * mated

        steps = [self.steps(kind) for kind in (MATED, NON_MATED)]
        return float(min(score for each in steps for score in each[bisect.bisect_left(each, 1, key=is_past) :][:1]))

    def eer(self) -> float:
        """Equal error rate, 0 to 1: where FNMR, rising with the threshold, and FMR, falling, are the same.

        Both take steps above scores; across the step in which they cross they are taken as straight lines. Scores that
        are all the same give ½.

        Returns:
            NaN where there is no score of one kind.
        """
        if not self.comparisons(MATED) or not self.comparisons(NON_MATED):
            return float("nan")
        score = self.crossing()
        sides = np.array([score, np.nextafter(score, np.inf)])
        return float(equal_error_rates(self.fmr(sides)[:, None], self.fnmr(sides)[:, None])[0])

    def curve(self, thresholds: Float64Array) -> DetCurve:
        """Both rates at some rising thresholds."""
        return DetCurve(thresholds, self.fmr(thresholds), self.fnmr(thresholds))


def equal_error_rates(fmr: Float64Array, fnmr: Float64Array) -> Float64Array:
    """Where the two rates are the same, with straight lines between thresholds.

    Args:
        fmr: float64 (thresholds, n), by rising threshold.
        fnmr: float64 (thresholds, n), likewise.

    Returns:
        float64 (n,); NaN where a rate is.
    """
    gap = fnmr - fmr
    after = np.argmax(gap >= 0, axis=0)
    low, high = _at(gap, after - 1), _at(gap, after)
    return _between(fnmr, after, high / (high - low))


def fnmr_on_lines(fmr: Float64Array, fnmr: Float64Array, *, level: float) -> Float64Array:
    """FNMR where FMR falls to a level, with straight lines between thresholds; shapes as of ``equal_error_rates``."""
    after = np.argmax(fmr <= level, axis=0)
    high, low = _at(fmr, after - 1), _at(fmr, after)
    return _between(fnmr, after, (level - low) / (high - low))


def areas_under_roc(fmr: Float64Array, fnmr: Float64Array) -> Float64Array:
    """Areas under the ROC curves, 0 to 1, float64 (n,); shapes as of ``equal_error_rates``."""
    return np.asarray(np.sum((fmr[:-1] - fmr[1:]) * (1 - (fnmr[:-1] + fnmr[1:]) / 2), axis=0))


def accepted_at(level: float, comparisons: int) -> int:
    """The most false matches, of so many non-mated comparisons, at which FMR is no more than ``level``."""
    if not comparisons:
        return 0
    accepted = int(level * comparisons)  # by rounding, it may be one off: 0.29 × 100 falls short of 29
    if (accepted + 1) / comparisons <= level:
        return accepted + 1
    return accepted if accepted / comparisons <= level else accepted - 1


def next_above(scores: FloatingArray) -> FloatingArray:
    """The next greater number of the same type."""
    return np.asarray(np.nextafter(scores, scores.dtype.type(np.inf)))


def _at(values: Float64Array, row: Int64Array) -> Float64Array:
    return np.asarray(values[row, np.arange(values.shape[1])])


def _between(values: Float64Array, after: Int64Array, weight_before: Float64Array) -> Float64Array:
    return weight_before * _at(values, after - 1) + (1 - weight_before) * _at(values, after)
