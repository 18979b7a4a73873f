"""Exact thresholds and error rates of all comparisons of a set: every pair is compared twice, few are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from facegap.base.arrays import Float32Array, Float64Array, FloatingArray, Int64Array
from facegap.matching.pairs.grouped_embeddings import group_embeddings
from facegap.matching.pairs.histograms import GroupedHistograms, count_scores
from facegap.matching.rates.person_counts import PersonCounts, count_comparisons, count_matches, find_units
from facegap.matching.rates.step_rates import MATED, NON_MATED, Kind, StepRates
from facegap.matching.rates.steps import Rescored, Steps, Windows

LEVELS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7)
"""False match rates at which thresholds are set."""
_STORED = 1 << 25
"""Pairs whose scores are stored at most; 16 bytes each."""


@dataclass(frozen=True)
class ExactPoint:
    """A threshold and the rates there; a score at or above it is a match.

    Attributes:
        level: The false match rate that was asked for.
        threshold: The lowest threshold at which FMR is no more than that: the next float above the highest non-mated
            score that it rejects. None where there are fewer than 1/level non-mated comparisons.
        fmr: The share of the non-mated scores at or above the threshold; None without a threshold.
        fnmr: The share of the mated scores below it; None without a threshold or a mated comparison.
    """

    level: float
    threshold: float | None
    fmr: float | None
    fnmr: float | None


@dataclass(frozen=True)
class ExactRates:
    """Error rates of all comparisons of a set (ISO/IEC 19795-1), of scores in float64.

    Attributes:
        mated: The number of mated comparisons.
        non_mated: The number of non-mated comparisons.
        points: A threshold for each level, in the order in which they were asked for.
        equal_error_rate: The rate where FNMR and FMR are equal, 0 to 1. They jump at observed scores; across the jump
            in which they cross, both are taken as straight lines, as in ``equal_error_rate`` of distributions. None
            where either has no comparison.
        equal_error_threshold: The score at which they cross; None likewise.
        people: The comparisons and the matches at the thresholds of ``points``, by person and group.
    """

    mated: int
    non_mated: int
    points: tuple[ExactPoint, ...]
    equal_error_rate: float | None
    equal_error_threshold: float | None
    people: PersonCounts


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


def exact_rates(
    embeddings: Float32Array,
    identities: Int64Array,
    *,
    groups: Int64Array | None = None,
    sources: Int64Array | None = None,
    levels: Sequence[float] = LEVELS,
    histograms: GroupedHistograms | None = None,
    threads: int | None = None,
) -> ExactRates:
    """Compare every image with every other, and find thresholds that are exact scores.

    Histograms of a first pass say in which bins the thresholds lie. A second pass computes the scores of the pairs that
    may lie there in float64, all that are within the error bound of a float32 product, and counts the others as clearly
    below or above. Where too many scores lie in these bins to be stored, further passes divide the bins, until few lie
    in each or all of them are the same. So the result is exact: it depends on the embeddings alone, not on the order of
    images, threads or the machine.

    Args:
        embeddings: float32 (images, dimensions), of unit length, as a network gives them after normalizing.
        identities: int64 (images,), a number for each person.
        groups: The groups of the images, as for ``count_scores``.
        sources: The sources of the images, as for ``count_scores``.
        levels: The false match rates at which thresholds are sought, above 0 and below 1.
        histograms: What ``count_scores`` counted of the same embeddings, on whatever device; they are counted here if
            not given.
        threads: The number of threads of the CPU; by default as many as there are cores.

    Raises:
        ValueError: as for ``count_scores``, a level is not between 0 and 1, or the histograms are of something else.

    Example:
        Twenty images of ten people, in four dimensions:

        >>> import numpy as np
        >>> rng = np.random.default_rng(0)
        >>> people = np.repeat(np.arange(10), 2)
        >>> embeddings = (rng.standard_normal((10, 4))[people] + 0.4 * rng.standard_normal((20, 4))).astype(np.float32)
        >>> embeddings /= np.linalg.norm(embeddings, axis=1, keepdims=True)
        >>> rates = exact_rates(embeddings, people, levels=(0.1, 0.01))
        >>> rates.mated, rates.non_mated
        (10, 180)
        >>> [(point.level, round(point.threshold, 3), round(point.fnmr, 2)) for point in rates.points]
        [(0.1, 0.745, 0.5), (0.01, 0.915, 0.9)]
    """
    if not all(0 < level < 1 for level in levels):
        msg = f"levels of {', '.join(map(str, levels))}; false match rates lie between 0 and 1"
        raise ValueError(msg)
    # Here, since compiled code takes long to import.
    from facegap.matching.pairs.exact_scores import rounding
    from facegap.matching.rates.rescoring import rescore_near_thresholds, split

    if histograms is None:
        histograms = count_scores(embeddings, identities, groups=groups, sources=sources, threads=threads)
    grouped = group_embeddings(embeddings, identities, groups=groups, sources=sources)
    units = find_units(grouped)
    comparisons = count_comparisons(grouped, units)
    totals = comparisons.sum(axis=(1, 2)) // (1, 2)  # a non-mated one is counted for both of its people
    _check_totals(histograms, totals)
    steps = Steps.of(histograms, slack=rounding(embeddings.shape[1]))
    windows = steps.windows(levels)
    while windows.load > _STORED:
        steps = split(grouped, windows, steps.finer_edges(windows), totals, threads=threads)
        windows = steps.windows(levels)
    rescored = rescore_near_thresholds(grouped, windows, units.of, threads=threads)
    rates = RescoredRates.of(windows, rescored, totals)
    points = tuple(_operating_point(rates, level) for level in levels)
    matches = count_matches(grouped, units, windows, rescored, [point.threshold for point in points])
    mated, non_mated = rates.comparisons(MATED), rates.comparisons(NON_MATED)
    return ExactRates(
        mated=mated,
        non_mated=non_mated,
        points=points,
        equal_error_rate=rates.eer() if mated and non_mated else None,
        equal_error_threshold=rates.crossing() if mated and non_mated else None,
        people=PersonCounts(units.person, units.group, *comparisons, *matches),
    )


def _check_totals(histograms: GroupedHistograms, totals: Int64Array) -> None:
    counted = [int(histograms.mated.sum()), int(histograms.non_mated.sum())]
    if counted != totals.tolist():
        msg = (
            f"histograms of {counted[MATED]} mated and {counted[NON_MATED]} non-mated comparisons, but there are "
            f"{totals[MATED]} and {totals[NON_MATED]} of these embeddings; count the same ones"
        )
        raise ValueError(msg)


def _operating_point(rates: RescoredRates, level: float) -> ExactPoint:
    threshold = rates.threshold(fmr=level)
    if threshold is None:
        return ExactPoint(level, None, None, None)
    fnmr = float(rates.fnmr(threshold)) if rates.comparisons(MATED) else None
    return ExactPoint(level, threshold, float(rates.fmr(threshold)), fnmr)
