"""Shares from the calibrated scores of one attribute, or of a family of attributes that exclude each other."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array
from facegap.estimates.bootstrap import PeopleUnits
from facegap.estimates.prevalence import ODDS_BINS, estimate_class_shares, estimate_prevalence, odds_bin

_CELLS = 1000
"""Cells of alike faces at most, unless even the coarsest bins give more (ours)."""
_COARSEST = 32
"""Bins of log-odds that are put into one at most: five cells of each score then."""
_MOST = 2**62


@dataclass(frozen=True)
class ExclusiveScores:
    """Calibrated scores of attributes of which at most one is positive: an attribute alone, or a family.

    Who isn't middle-aged is young or old. In what proportion differs between sets, and with it how the scores of
    "not Middle_Aged" are distributed, so that such an attribute alone isn't under label shift where the family is.

    Attributes:
        values: float32 (images, members), the scores, 0 to 1; images with any NaN have no part in the shares.
        priors: float64 (members,), the share of each for which the scores are calibrated, above 0; below 1 together
            unless the family is exhaustive.
        exhaustive: Whether exactly one member is positive; otherwise there is one more class "none".
    """

    values: Float32Array
    priors: Float64Array
    exhaustive: bool = False

    @classmethod
    def alone(cls, scores: Float32Array, *, prior: float) -> "ExclusiveScores":
        """The scores of an attribute on its own, float32 (images,), 0 to 1."""
        return cls(scores[:, None], np.array([prior]))

    @property
    def known(self) -> BoolArray:
        """The images that have all scores, bool (images,)."""
        return np.asarray(np.isfinite(self.values).all(axis=1))

    def of_images(self, chosen: BoolArray) -> "ExclusiveScores":
        """The scores of some images, bool (images,)."""
        return ExclusiveScores(self.values[chosen], self.priors, self.exhaustive)

    def shares(self, units: PeopleUnits, choices: Float64Array) -> Float64Array:
        """Estimate the share of each member by maximum likelihood under label shift.

        An attribute alone is estimated by ``estimate_prevalence`` and a family by ``estimate_class_shares``, from
        counts of images in cells: bins of log-odds, which are made coarser by halves until there are few enough.

        Half of the people young, a quarter of the others old:

        >>> sure = np.repeat(np.eye(3, dtype=np.float32), [4, 3, 1], axis=0)
        >>> scores = ExclusiveScores(sure, np.array([0.4, 0.5, 0.1]), exhaustive=True)
        >>> scores.shares(PeopleUnits(np.arange(8), 8), np.ones((1, 8))).round(3).tolist()
        [[0.5, 0.375, 0.125]]

        Args:
            units: The unit of people of each image.
            choices: float64 (choices, units), how much each unit weighs, for as many estimates.

        Returns:
            float64 (choices, members), 0 to 1; NaN where no image has all scores.

        Raises:
            ValueError: A prior is 0 or 1, or the priors leave no room for "none".
        """
        known, members = self.known, self.values.shape[1]
        units = PeopleUnits(units.of[known], units.count)
        if members == 1 and not self.exhaustive:
            counts = _count(units, odds_bin(self.values[known, 0]), ODDS_BINS)
            return estimate_prevalence(choices @ counts, prior=float(self.priors[0]))[:, None]
        posteriors, priors = self.values[known].astype(np.float64), self.priors
        if self.exhaustive:
            priors = priors / priors.sum()
        else:
            none = np.clip(1 - posteriors.sum(axis=1, keepdims=True), 0, 1)
            posteriors, priors = np.hstack([posteriors, none]), np.append(priors, 1 - priors.sum())
        cells, count = _cells(posteriors.astype(np.float32))
        images = np.maximum(np.bincount(cells, minlength=count), 1)
        means = np.stack([np.bincount(cells, column, minlength=count) for column in posteriors.T], axis=1)
        counts = _count(units, cells, count)
        return estimate_class_shares(choices @ counts, posteriors=means / images[:, None], priors=priors)[:, :members]


def _cells(posteriors: Float32Array) -> tuple[Int64Array, int]:
    """The cell of each image, int64 (images,), and how many there are: images whose scores are all in the same bins."""
    places, together = odds_bin(posteriors), 1
    cells, cell_of = np.unique(_codes(places), return_inverse=True)
    while len(cells) > _CELLS and together < _COARSEST:
        together *= 2
        cells, cell_of = np.unique(_codes(places // together), return_inverse=True)
    return np.asarray(cell_of), len(cells)


def _codes(places: Int64Array) -> Int64Array:
    """A number for each row that is the same where the rows are, int64 (rows,)."""
    bins = int(places.max(initial=0)) + 1
    codes = np.zeros(len(places), dtype=np.int64)
    for place in places.T:
        if int(codes.max(initial=0)) >= _MOST // bins:
            codes = np.unique(codes, return_inverse=True)[1]
        codes = codes * bins + place
    return codes


def _count(units: PeopleUnits, cells: Int64Array, count: int) -> Float64Array:
    """How many images of each unit are in each cell, float64 (units, cells)."""
    counts = np.bincount(units.of * count + cells, minlength=units.count * count)
    return counts.reshape(units.count, count).astype(np.float64)
