"""Error rates of scores that are there, mated and non-mated."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from facegap.base.arrays import FloatingArray, Int64Array
from facegap.matching.rates.separation import ScoreMoments, d_prime_of_fisher, fisher_of_moments
from facegap.matching.rates.step_rates import MATED, DetCurve, Kind, StepRates, next_above

CURVE_POINTS = 500


@dataclass(frozen=True)
class ErrorRates(StepRates):
    """Scores in order, and the rates that follow from them (ISO/IEC 19795-1). Made by ``ErrorRates.of``.

    A score at or above the threshold is a match.

    Attributes:
        mated: The scores of two images of one person, rising; of the floating type in which they came.
        non_mated: The scores of images of two people, rising.

    Example:
        >>> import numpy as np
        >>> rates = ErrorRates.of(mated=np.array([0.3, 0.5, 0.6, 0.9]), non_mated=np.array([-0.1, 0.0, 0.2, 0.4]))
        >>> rates.eer(), rates.auc(), float(rates.fmr(0.25)), float(rates.fnmr(0.25))
        (0.25, 0.9375, 0.25, 0.0)
        >>> rates.fnmr_at(fmr=0.25)
        0.0
        >>> rates.fnmr_at(fmr=0.1) is None  # four non-mated scores can't show it
        True
    """

    mated: FloatingArray
    non_mated: FloatingArray

    @classmethod
    def of(cls, *, mated: FloatingArray, non_mated: FloatingArray) -> "ErrorRates":
        """Put scores in order.

        Args:
            mated: float32 or float64 (m,), in any order; higher is more alike.
            non_mated: float32 or float64 (n,), likewise.

        Raises:
            ValueError: either is empty, or a score is not finite.
        """
        return cls(_sorted(mated, "mated"), _sorted(non_mated, "non-mated"))

    def comparisons(self, kind: Kind) -> int:
        return len(self.steps(kind))

    def steps(self, kind: Kind) -> FloatingArray:
        return self.mated if kind == MATED else self.non_mated

    def below(self, kind: Kind, thresholds: npt.ArrayLike) -> Int64Array:
        scores, wanted = self.steps(kind), np.asarray(thresholds, dtype=np.float64)
        # Scores are not made float64, which would copy them all: the least number of their own type says the same.
        least = wanted.astype(scores.dtype)
        least = np.where(least < wanted, next_above(least), least)
        return np.asarray(np.searchsorted(scores, least))

    def tar_at(self, *, far: float) -> float | None:
        """True accept rate, 1 − FNMR, where the false accept rate, FMR, is ``far`` or less."""
        fnmr = self.fnmr_at(fmr=far)
        return None if fnmr is None else 1 - fnmr

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
        thresholds = np.unique(np.r_[self.non_mated[:1], next_above(highest), next_above(self.non_mated[-1:])])
        return self.curve(thresholds.astype(np.float64))

    @property
    def d_prime(self) -> float:
        """Distance of the means in deviations, |μₘ − μₙ| / √((σₘ² + σₙ²)/2); NaN of two constants."""
        return float(d_prime_of_fisher(self.fisher_ratio))

    @property
    def fisher_ratio(self) -> float:
        """(μₘ − μₙ)² / (σₘ² + σₙ²), that is d′² / 2; NaN of two constants."""
        return float(fisher_of_moments(*(_moments(scores) for scores in (self.mated, self.non_mated))))


def _moments(scores: FloatingArray) -> ScoreMoments:
    return ScoreMoments(scores.mean(dtype=np.float64), scores.var(dtype=np.float64))


def _sorted(scores: FloatingArray, kind: str) -> FloatingArray:
    if scores.ndim != 1 or not len(scores):
        msg = f"{kind} scores of shape {scores.shape}; there must be one at least, in one row"
        raise ValueError(msg)
    ordered = np.sort(scores)
    if not (np.isfinite(ordered[0]) and np.isfinite(ordered[-1])):  # NaN comes last
        msg = f"{int((~np.isfinite(scores)).sum())} of {len(scores)} {kind} scores are not finite; leave them out"
        raise ValueError(msg)
    return ordered
