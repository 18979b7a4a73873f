"""How many scores are below a threshold, of scores that are stored near thresholds and only counted elsewhere."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from facegap.base.arrays import Float64Array, FloatingArray, Int64Array
from facegap.matching.rates.step_rates import MATED, NON_MATED, Kind, StepRates
from facegap.matching.rates.steps import Rescored, Windows


@dataclass(frozen=True)
class RescoredRates(StepRates):
    """Scores in order, mated and non-mated, each with the number below it. Made by ``RescoredRates.of``.

    Exact at thresholds within windows: scores between two windows stand at the end of the lower one.

    Attributes:
        values: two of float64 (n,), rising.
        before: two of int64 (n + 1,), how many scores come before each; the last is the number of all.
        seen: two of float64 (m,), rising: scores within windows.
    """

    values: tuple[Float64Array, Float64Array]
    before: tuple[Int64Array, Int64Array]
    seen: tuple[Float64Array, Float64Array]

    @classmethod
    def of(cls, windows: Windows, rescored: Rescored, totals: Int64Array) -> Self:
        """Put in order what the last pass rescored; ``totals`` are of mated and of non-mated pairs."""
        counts = rescored.counts.sum(axis=(1, 2)) // [[1], [2]]  # a non-mated pair is counted for both of its people
        values, before, seen = [], [], []
        for kind, chosen in ((MATED, rescored.mated), (NON_MATED, ~rescored.mated)):
            stored = rescored.scores[chosen]
            stored.sort()
            counts[kind, 0] = totals[kind] - counts[kind, 1:].sum() - len(stored)
            at = np.searchsorted(stored, windows.lowest)
            values.append(np.insert(stored, at, windows.lowest))
            ranks = np.ones(len(values[-1]) + 1, dtype=np.int64)
            ranks[0] = 0
            ranks[at + np.arange(len(at)) + 1] = counts[kind]  # where insert has put the bounds
            before.append(np.cumsum(ranks, out=ranks))
            constant = windows.low[windows.constant & (counts[kind, 1::2] > 0)]
            seen.append(np.sort(np.r_[stored, constant]) if len(constant) else stored)
        return cls((values[0], values[1]), (before[0], before[1]), (seen[0], seen[1]))

    def comparisons(self, kind: Kind) -> int:
        return int(self.before[kind][-1])

    def steps(self, kind: Kind) -> FloatingArray:
        return self.seen[kind]

    def below(self, kind: Kind, thresholds: npt.ArrayLike) -> Int64Array:
        return np.asarray(self.before[kind][np.searchsorted(self.values[kind], thresholds)])
