"""Error rates of scores that are there, mated and non-mated."""

import bisect
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from facegap.base.arrays import Float64Array, FloatingArray, Int64Array

FMR_LEVELS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
"""False match rates at which recognizers are compared."""
CURVE_POINTS = 500


@dataclass(frozen=True)
class DetCurve:
    """Error rates at some thresholds, by rising threshold.

    Attributes:
        threshold: float64 (points,).
        fmr: false match rates from 1 down to 0.
        fnmr: false non-match rates, never falling.
    """

    threshold: Float64Array
    fmr: Float64Array
    fnmr: Float64Array


@dataclass(frozen=True)
class ErrorRates:
    """Scores in order, and the rates that follow from them (ISO/IEC 19795-1). Made by ``ErrorRates.of``.

    A score at or above the threshold is a match.

    Attributes:
        mated: (mated comparisons,), rising; of the type in which they came.
        non_mated: (non-mated comparisons,), rising.
    """

    mated: FloatingArray
    non_mated: FloatingArray

    @classmethod
    def of(cls, *, mated: FloatingArray, non_mated: FloatingArray) -> "ErrorRates":
        """Put scores in order.

        Args:
            mated: float32 or float64 (m,), in any order; higher is more alike.
            non_mated: likewise.

        Raises:
            ValueError: either is empty, or a score is not finite.
        """
        return cls(_sorted(mated, "mated"), _sorted(non_mated, "non-mated"))

    def fmr(self, thresholds: npt.ArrayLike) -> Float64Array:
        """Share of non-mated scores at or above each threshold."""
        count = len(self.non_mated)
        return np.asarray((count - _below(self.non_mated, thresholds)) / count)

    def fnmr(self, thresholds: npt.ArrayLike) -> Float64Array:
        """Share of mated scores below each threshold."""
        return np.asarray(_below(self.mated, thresholds) / len(self.mated))

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
        count = len(self.non_mated)
        accepted = accepted_at(fmr, count)
        if not accepted:
            return None
        return float(_next(self.non_mated[count - accepted - 1]))

    def fnmr_at(self, *, fmr: float) -> float | None:
        """FNMR at ``threshold(fmr=fmr)``."""
        threshold = self.threshold(fmr=fmr)
        return None if threshold is None else float(self.fnmr(threshold))

    def tar_at(self, *, far: float) -> float | None:
        """True accept rate, 1 − FNMR, where the false accept rate, FMR, is ``far`` or less."""
        fnmr = self.fnmr_at(fmr=far)
        return None if fnmr is None else 1 - fnmr

    def eer(self) -> float:
        """Equal error rate: where FNMR, rising with the threshold, and FMR, falling, are the same.

        Both jump at scores; across the jump in which they cross they are taken as straight lines, as in
        ``equal_error_rate`` of distributions. Scores that are all the same give ½.
        """

        def gap(threshold: float) -> float:
            return float(self.fnmr(threshold) - self.fmr(threshold))

        below, above = [-np.inf], [np.inf]
        for scores in (self.mated, self.non_mated):
            at = bisect.bisect_left(scores, 0.0, key=gap)  # the gap never falls as the threshold rises
            below.extend(scores[:at][-1:])
            above.extend(scores[at:][:1])
        before, past = max(below), min(above)
        weight = gap(past) / (gap(past) - gap(before))
        return float(weight * self.fnmr(before) + (1 - weight) * self.fnmr(past))

    def auc(self) -> float:
        """Area under the ROC curve: the chance that a mated score is above a non-mated one, ties at ½."""
        lower = np.searchsorted(self.non_mated, self.mated, side="left").sum(dtype=np.int64)
        not_higher = np.searchsorted(self.non_mated, self.mated, side="right").sum(dtype=np.int64)
        return float(int(lower) + int(not_higher)) / (2 * len(self.mated) * len(self.non_mated))

    def det(self, points: int = CURVE_POINTS) -> DetCurve:
        """The curve of both rates, at ``points`` thresholds at most.

        They are chosen evenly on the normal-deviate axis of FMR, on which DET curves are drawn (Martin et al., "The DET
        curve in assessment of detection task performance", 1997), with FMR 0 and 1 at the ends.
        """
        from scipy.special import ndtr, ndtri

        count = len(self.non_mated)
        end = float(ndtri(1 / (count + 1)))
        rejected = np.rint(ndtr(np.linspace(end, -end, points - 1)) * count).astype(np.int64)
        highest = self.non_mated[np.maximum(rejected, 1) - 1]
        thresholds = np.unique(np.r_[self.non_mated[:1], _next(highest), _next(self.non_mated[-1:])])
        return DetCurve(thresholds.astype(np.float64), self.fmr(thresholds), self.fnmr(thresholds))

    @property
    def d_prime(self) -> float:
        """Distance of the means in deviations, |μₘ − μₙ| / √((σₘ² + σₙ²)/2); NaN of two constants."""
        return float(np.sqrt(2 * self.fisher_ratio))

    @property
    def fisher_ratio(self) -> float:
        """(μₘ − μₙ)² / (σₘ² + σₙ²), that is d′² / 2; NaN of two constants."""
        means = [scores.mean(dtype=np.float64) for scores in (self.mated, self.non_mated)]
        spread = sum(scores.var(dtype=np.float64) for scores in (self.mated, self.non_mated))
        return float((means[0] - means[1]) ** 2 / spread) if spread > 0 else float("nan")


def accepted_at(level: float, comparisons: int) -> int:
    """The most false matches, of so many non-mated comparisons, at which FMR is no more than ``level``."""
    accepted = int(level * comparisons)
    return accepted + ((accepted + 1) / comparisons <= level if comparisons else 0)  # 0.29 × 100 falls short of 29


def _sorted(scores: FloatingArray, kind: str) -> FloatingArray:
    if scores.ndim != 1 or not len(scores):
        msg = f"{kind} scores of shape {scores.shape}; there must be one at least, in one row"
        raise ValueError(msg)
    ordered = np.sort(scores)
    if not (np.isfinite(ordered[0]) and np.isfinite(ordered[-1])):  # NaN comes last
        msg = f"{int((~np.isfinite(scores)).sum())} of {len(scores)} {kind} scores are not finite; leave them out"
        raise ValueError(msg)
    return ordered


def _below(scores: FloatingArray, thresholds: npt.ArrayLike) -> Int64Array:
    """How many of some rising scores are below each threshold."""
    asked = np.asarray(thresholds, dtype=np.float64)
    # Scores are not made float64, which would copy them all: the least number of their own type says the same.
    least = asked.astype(scores.dtype)
    least = np.where(least < asked, _next(least), least)
    return np.asarray(np.searchsorted(scores, least))


def _next(scores: FloatingArray) -> FloatingArray:
    """The next greater number of the same type."""
    return np.asarray(np.nextafter(scores, scores.dtype.type(np.inf)))
