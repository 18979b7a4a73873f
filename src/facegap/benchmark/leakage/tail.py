"""How seldom strangers are how alike: thresholds for false match rates lower than can be counted."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import scipy.stats

from facegap.base.arrays import Float32Array, Float64Array, Int64Array
from facegap.base.errors import BenchmarkError
from facegap.estimates import Estimate, group_people, jackknife
from facegap.matching import OwnedEmbeddings, count_scores, count_scores_between

_BINS = 16_384
_FEWEST = 30
"""Scores at or above the highest that is taken as counted: their number is known to about a fifth."""
_RAREST = 1e-4
"""A false match rate below it isn't taken as counted: among so few scores, people with two names weigh too much."""
_SPAN = 100
"""The line goes through two false match rates that are so many times apart."""
_MOST = 0.1
FEWEST_COMPARISONS = _FEWEST * _SPAN
"""Non-mated scores that a tail needs at least: those of 78 people with an image each."""


@dataclass(frozen=True)
class ScoreTail:
    """The upper end of a distribution of non-mated scores, continued beyond what can be counted.

    On normal-deviate axes, those of a DET curve, the false match rate falls along a line that is nearly straight
    (Martin et al., "The DET curve in assessment of detection task performance", 1997). The line through two rates that
    are counted, up to a hundred times apart, is drawn on to the rates that are not (ours). On 30 million non-mated
    scores of photographs, the line through 1e-2 and 1e-4 gave the threshold for 1e-5 within 0.001.

    Attributes:
        comparisons: non-mated scores.
        survival: float64 (bins + 1,), the share of scores at or above each bound of equal bins over [−1, 1].
        low: the more frequent of the two rates, as its bound.
        high: the rarer, likewise; above it the line is used.
    """

    comparisons: int
    survival: Float64Array
    low: int
    high: int

    @classmethod
    def of(cls, counts: Int64Array) -> Self:
        """The tail of a histogram of non-mated scores, int64 (bins,) over [−1, 1].

        Raises:
            BenchmarkError: there are fewer than 3,000 scores, or they don't vary.
        """
        total = int(counts.sum())
        if total < FEWEST_COMPARISONS:
            msg = (
                f"{total:,} comparisons of different people are too few to say which scores are rare among strangers: "
                f"{FEWEST_COMPARISONS:,} are needed, that is 78 people with an image each; take a larger reference"
            )
            raise BenchmarkError(msg)
        survival = np.r_[np.cumsum(counts[::-1])[::-1], 0] / total
        rarest = max(_RAREST, _FEWEST / total)
        high = int(np.flatnonzero(survival >= rarest)[-1])
        low = int(np.flatnonzero(survival >= min(_MOST, _SPAN * rarest))[-1])
        if low == high:
            msg = (
                "the scores of different people are all the same; were these faces embedded by a network that tells "
                "people apart?"
            )
            raise BenchmarkError(msg)
        return cls(total, survival, low, high)

    @property
    def counted(self) -> float:
        """The rarest false match rate that is counted; rarer ones are on the line."""
        return float(self.survival[self.high])

    def fmr(self, scores: npt.ArrayLike) -> Float64Array:
        """The share of non-mated scores at or above each score; never too low by the width of a bin."""
        values = np.asarray(scores, dtype=np.float64)
        bins = len(self.survival) - 1
        at = np.clip(np.floor((values + 1) * bins / 2), 0, bins).astype(np.int64)
        beyond = scipy.stats.norm.sf(self._deviate(self.high) + (values - self._bound(self.high)) / self._slope)
        return np.where(at <= self.high, self.survival[at], beyond)

    def threshold(self, fmr: float) -> float:
        """The lowest threshold with at most that false match rate; above 1 where the line says that none has it."""
        if fmr >= self.counted:
            return self._bound(int(np.argmax(self.survival <= fmr)))
        return self._bound(self.high) + (float(scipy.stats.norm.isf(fmr)) - self._deviate(self.high)) * self._slope

    @property
    def _slope(self) -> float:
        """Score for each normal deviate, along the line."""
        rise = self._deviate(self.high) - self._deviate(self.low)
        return (self._bound(self.high) - self._bound(self.low)) / rise

    def _bound(self, index: int) -> float:
        return 2 * index / (len(self.survival) - 1) - 1

    def _deviate(self, index: int) -> float:
        return float(scipy.stats.norm.isf(self.survival[index]))


@dataclass(frozen=True)
class ScoreCalibration:
    """The tail of a set's non-mated scores, and what it is with some of its people left out.

    Attributes:
        tail: of all people.
        left_out: with each group of people left out in turn.
    """

    tail: ScoreTail
    left_out: tuple[ScoreTail, ...]

    def threshold(self, fmr: float) -> Estimate:
        """The threshold for a false match rate, with its interval over people."""
        left_out = [tail.threshold(fmr) for tail in self.left_out]
        return jackknife(self.tail.threshold(fmr), [left_out], bounds=(-1, float("inf")))


def calibrate_scores(embeddings: Float32Array, people: Int64Array, *, seed: int = 0) -> ScoreCalibration:
    """Compare every image with those of every other person.

    Args:
        embeddings: float32 (images, dimensions), of unit length.
        people: int64 (images,), a number from 0 for each image's person.
        seed: The seed by which people are dealt into groups; intervals alone depend on it.

    Raises:
        BenchmarkError: there are too few comparisons of different people, or their scores don't vary.
    """
    parts = group_people(people, seed=seed)
    return _calibration(count_scores(embeddings, people, groups=parts.of, bins=_BINS).non_mated)


def calibrate_between(images: OwnedEmbeddings, centers: OwnedEmbeddings, *, seed: int = 0) -> ScoreCalibration:
    """Compare every image with the centers of all other people.

    Args:
        images: Images, with a number from 0 for each one's person.
        centers: The mean embedding of each of these people, likewise.
        seed: The seed by which people are dealt into groups; intervals alone depend on it.

    Raises:
        BenchmarkError: there are too few comparisons of different people, or their scores don't vary.
    """
    parts = group_people(centers.people, seed=seed)
    part_of = np.zeros(int(centers.people.max()) + 1, dtype=np.int64)
    part_of[centers.people] = parts.of
    rows, columns = images._replace(groups=part_of[images.people]), centers._replace(groups=parts.of)
    return _calibration(count_scores_between(rows, columns, groups=parts.count, bins=_BINS))


def _calibration(counts: Int64Array) -> ScoreCalibration:
    """The calibration by non-mated scores, int64 (parts, parts, bins), between parts of the people."""
    everyone = counts.sum(axis=(0, 1))
    tail = ScoreTail.of(everyone)
    parts = range(len(counts))
    without = [everyone - counts[part].sum(axis=0) - counts[:, part].sum(axis=0) + counts[part, part] for part in parts]
    return ScoreCalibration(tail, tuple(ScoreTail.of(rest) for rest in without if rest.sum() >= FEWEST_COMPARISONS))
