"""How many scores are below a threshold, of scores that are stored near thresholds and only counted elsewhere."""

import bisect
from dataclasses import dataclass
from typing import Self

import numpy as np

from facegap.base.arrays import Float64Array, Int64Array
from facegap.matching.rates.steps import MATED, NON_MATED, Rescored, Windows


@dataclass(frozen=True)
class Ranks:
    """Scores in order, mated and non-mated, each with the number below it. Made by ``Ranks.of``.

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
    def of(cls, windows: Windows, found: Rescored, totals: Int64Array) -> Self:
        """Put in order what the last pass found; ``totals`` are of mated and of non-mated pairs."""
        counts = found.counts.sum(axis=(1, 2)) // [[1], [2]]  # a non-mated pair is counted for both of its people
        values, before, seen = [], [], []
        for kind, chosen in ((MATED, found.mated), (NON_MATED, ~found.mated)):
            stored = found.scores[chosen]
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

    @property
    def mated(self) -> int:
        """Number of mated scores."""
        return int(self.before[MATED][-1])

    @property
    def non_mated(self) -> int:
        """Number of non-mated scores."""
        return int(self.before[NON_MATED][-1])

    def below(self, kind: int, threshold: float) -> int:
        """How many scores of a kind are below a threshold."""
        return int(self.before[kind][np.searchsorted(self.values[kind], threshold)])

    def lowest_with(self, accepted: int) -> float:
        """The lowest threshold with no more than ``accepted`` non-mated scores at or above it.

        It is the next float above the highest score that it rejects, of which there must be one.
        """

        def is_rejected(score: float) -> bool:
            return self.non_mated - self.below(NON_MATED, score) > accepted

        seen = self.seen[NON_MATED]
        rejected = bisect.bisect_left(seen, 1, key=lambda score: not is_rejected(score))
        return float(np.nextafter(seen[rejected - 1], np.inf))

    def crossing(self) -> float:
        """The lowest score, of either kind, above which FNMR is no longer below FMR."""

        def is_past(score: float) -> bool:
            above = float(np.nextafter(score, np.inf))
            accepted = self.non_mated - self.below(NON_MATED, above)
            return self.below(MATED, above) * self.non_mated >= accepted * self.mated

        crossings = [seen[bisect.bisect_left(seen, 1, key=is_past) :][:1] for seen in self.seen]
        return float(np.min(np.concatenate(crossings)))
