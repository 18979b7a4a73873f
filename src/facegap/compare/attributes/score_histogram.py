"""The scores that an annotator gave for one attribute, counted in bins, and their density."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.fft

from facegap.base.arrays import Float64Array

BINS = 4096
"""Of scores, over [0, 1]: distances between their distributions are off by 1 / 4096 at most."""
_GRID = 1024
_CLIP = 1e-4
_SPAN = float(np.log((1 - _CLIP) / _CLIP)) + 3.0
"""Log-odds on which densities are estimated: those of scores clipped at 1e-4, and three more for the kernel."""
_UNSEEN = 1e-12
"""Added to each point of the grid (ours), so that divergences are finite where a set has no score at all."""
_MIDDLES = (np.arange(BINS) + 0.5) / BINS
_ODDS = np.log(np.clip(_MIDDLES, _CLIP, 1 - _CLIP) / (1 - np.clip(_MIDDLES, _CLIP, 1 - _CLIP)))
_ON_GRID = np.rint((_ODDS + _SPAN) / (2 * _SPAN) * (_GRID - 1)).astype(np.int64)


@dataclass(frozen=True)
class ScoreHistogram:
    """Scores of one attribute in equal bins over [0, 1].

    Attributes:
        counts: float64 (bins,), how many scores are in each bin.
    """

    counts: Float64Array

    @property
    def total(self) -> float:
        """How many scores there are."""
        return float(self.counts.sum())

    @property
    def mean(self) -> float:
        """The mean of the scores, 0 to 1; NaN where there are none."""
        return float(np.sum(_MIDDLES * self.counts) / self.total) if self.total else float("nan")

    @cached_property
    def cumulative(self) -> Float64Array:
        """The share of scores up to each bin's end."""
        return np.asarray(np.cumsum(self.counts) / self.total)

    @cached_property
    def density(self) -> Float64Array:
        """The kernel density of the log-odds on a grid, float64 (1024,), summing to 1.

        Gaussian, with Silverman's bandwidth ("Density estimation for statistics and data analysis", 1986, (3.31)).
        """
        weights = np.bincount(_ON_GRID, weights=self.counts, minlength=_GRID) / self.total
        grid = np.linspace(-_SPAN, _SPAN, _GRID)
        mean = np.sum(weights * grid)
        deviation = np.sqrt(np.sum(weights * (grid - mean) ** 2))
        quarters = np.interp([0.25, 0.75], np.cumsum(weights), grid)
        spread = min(deviation, (quarters[1] - quarters[0]) / 1.34) or deviation
        width = max(0.9 * spread * self.total**-0.2, 2 * _SPAN / _GRID)  # not under a step of the grid
        # The cosine transform convolves with reflection at the ends, so that no mass is lost.
        frequency = np.arange(_GRID) * np.pi / (2 * _SPAN)
        smooth = scipy.fft.idct(
            scipy.fft.dct(weights, norm="ortho") * np.exp(-((frequency * width) ** 2) / 2), norm="ortho"
        )
        positive = np.maximum(smooth, 0) + _UNSEEN
        return np.asarray(positive / positive.sum())
