"""Whether a recognizer errs as often on each group of people, at one threshold for all."""

from dataclasses import dataclass, replace

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array, FloatingArray, Int64Array, ObjectArray
from facegap.base.errors import BenchmarkError
from facegap.benchmark.fairness.indices import ALPHA, GroupErrorRates, Indices, estimate_indices
from facegap.estimates import Estimate, exact_interval

LEAST_FALSE_MATCHES = 30
"""A group needs so many false matches at the asked FMR to be in the indices: the "rule of 30" of Doddington (1998)."""
LEAST_MATED = 100
"""And so many mated comparisons (ours): if none of 100 fails, FNMR is below 3 %."""
LEAST_PEOPLE = 10
"""And so many people (ours), where their number is known."""


@dataclass(frozen=True)
class GroupCounts:
    """Comparisons at one threshold, by the groups of the two images.

    The cell (g, h) with g ≤ h holds the comparisons between the groups g and h; cells with g > h are not looked at.

    Attributes:
        names: The names of the groups.
        mated: int64 (groups, groups), the number of mated comparisons.
        mated_matches: int64 (groups, groups), how many of them match.
        non_mated: int64 (groups, groups), the number of non-mated comparisons.
        non_mated_matches: int64 (groups, groups), how many of them match.
        people: int64 (groups,), the number of people; None where it is not known.
        mated_trials: float64 (groups, groups), how many independent comparisons the mated ones are worth, as the
            jackknife over people tells; None takes each as independent, which is too many where people recur.
        non_mated_trials: float64 (groups, groups), likewise for the non-mated ones.
    """

    names: tuple[str, ...]
    mated: Int64Array
    mated_matches: Int64Array
    non_mated: Int64Array
    non_mated_matches: Int64Array
    people: Int64Array | None = None
    mated_trials: Float64Array | None = None
    non_mated_trials: Float64Array | None = None

    def __post_init__(self) -> None:
        groups = len(self.names)
        for name in ("mated", "mated_matches", "non_mated", "non_mated_matches", "mated_trials", "non_mated_trials"):
            cells = getattr(self, name)
            if cells is not None and cells.shape != (groups, groups):
                msg = f"{name} has the shape {cells.shape} where {groups} groups need ({groups}, {groups})"
                raise ValueError(msg)
        for part in ("mated", "non_mated"):
            matches, comparisons = getattr(self, f"{part}_matches"), getattr(self, part)
            if np.any((matches < 0) | (matches > comparisons)):
                msg = f"{part}_matches must lie between 0 and the number of comparisons in {part}"
                raise ValueError(msg)

    def with_trials(self, *, mated: Float64Array, non_mated: Float64Array) -> "GroupCounts":
        """The same counts, and how many independent comparisons those within each group are worth, float64 (groups,).

        Between groups nothing is known of that, so that rates there get no interval.
        """
        return replace(self, mated_trials=np.diag(mated), non_mated_trials=np.diag(non_mated))


@dataclass(frozen=True)
class GroupRates:
    """One group's errors, among its own images.

    Attributes:
        name: The name of the group.
        people: The number of its people; None where it is not known.
        mated: The number of mated comparisons within the group.
        non_mated: The number of non-mated comparisons within the group.
        fmr: The share of the non-mated comparisons that match, with its exact interval; None where there is none.
        fnmr: The share of the mated comparisons that don't match; None where there is none.
        too_few: Why the group is not in the indices; None where it is.
        skipped: The number of its comparisons without a score, on a list of pairs; None where all images of a set are
            compared.
        fnmr_of_all: FNMR where a mated comparison without a score counts as a false non-match; None as ``skipped``, or
            where there is no mated one.
    """

    name: str
    people: int | None
    mated: int
    non_mated: int
    fmr: Estimate | None
    fnmr: Estimate | None
    too_few: str | None
    skipped: int | None = None
    fnmr_of_all: Estimate | None = None


@dataclass(frozen=True)
class GroupFairness:
    """Error rates of groups at one threshold, and what they come to.

    Attributes:
        fmr: The false match rate over all at which the threshold was set, 0 to 1.
        threshold: The score from which on a comparison is a match.
        alpha: The weight of FMR against FNMR in the indices.
        groups: The rates of the groups, in the order of their names.
        between: FMR between groups, (groups, groups) and symmetric; None where there is no comparison.
        compared: The names of the groups in the indices.
        fdr: The fairness discrepancy rate, up to 1 where groups are alike; None with fewer than two groups, as all
            three.
        ir: The inequity rate, from 1 where groups are alike; infinite where one group has no error and another has;
            None where none has any error of one kind.
        garbe: The Gini aggregation rate, from 0 where groups are alike to 1; None where none has any error of one kind.
    """

    fmr: float
    threshold: float
    alpha: float
    groups: tuple[GroupRates, ...]
    between: tuple[tuple[Estimate | None, ...], ...]
    compared: tuple[str, ...]
    fdr: Estimate | None
    ir: Estimate | None
    garbe: Estimate | None


def count_groups(
    scores: FloatingArray,
    mated: BoolArray,
    groups: ObjectArray,
    *,
    threshold: float,
    names: tuple[str, ...] | None = None,
) -> GroupCounts:
    """The counts of pairs with a group each, such as those of RFW.

    Args:
        scores: float (pairs,), cosines.
        mated: bool (pairs,), whether both images show one person.
        groups: object (pairs,), the name of the group of each pair; None for a pair across groups, which is left out.
        threshold: A score at or above it is a match.
        names: The groups, by default those of the pairs, sorted.

    Raises:
        BenchmarkError: no pair has a group.
    """
    names = names or tuple(sorted({str(name) for name in groups if name is not None}))
    if not names:
        msg = "no pair of the protocol has a group, so that nothing can be said of fairness"
        raise BenchmarkError(msg)
    number = {name: at for at, name in enumerate(names)}
    of = np.array([-1 if name is None else number[str(name)] for name in groups])

    def count(chosen: BoolArray) -> Int64Array:
        return np.diag(np.bincount(of[chosen & (of >= 0)], minlength=len(names)))

    match = scores >= threshold
    return GroupCounts(names, count(mated), count(mated & match), count(~mated), count(~mated & match))


def measure_fairness(
    counts: GroupCounts, *, fmr: float, threshold: float, alpha: float = ALPHA, seed: int = 0
) -> GroupFairness:
    """Error rates of each group and the indices of fairness, at a threshold that is the same for all.

    Groups with too little to go by are shown with their intervals and left out of the indices.

    Args:
        counts: The comparisons and the matches at the threshold.
        fmr: The false match rate over all at which it was set, 0 to 1.
        threshold: The threshold of the score.
        alpha: the weight of FMR against FNMR, 0 to 1.
        seed: The seed of the draws that the indices' intervals are from.
    """
    mated_trials = _trials(counts.mated, counts.mated_trials)
    non_mated_trials = _trials(counts.non_mated, counts.non_mated_trials)
    false_matches = _shares(counts.non_mated_matches, counts.non_mated)
    false_non_matches = _shares(counts.mated - counts.mated_matches, counts.mated)
    groups = tuple(
        GroupRates(
            name=name,
            people=None if counts.people is None else int(counts.people[g]),
            mated=int(counts.mated[g, g]),
            non_mated=int(counts.non_mated[g, g]),
            fmr=_estimate(false_matches[g, g], non_mated_trials[g, g]),
            fnmr=_estimate(false_non_matches[g, g], mated_trials[g, g]),
            too_few=_too_few(counts, g, mated=mated_trials[g, g], false_matches=fmr * non_mated_trials[g, g]),
        )
        for g, name in enumerate(counts.names)
    )
    chosen = np.array([group.too_few is None for group in groups], dtype=bool)
    indices = Indices(fdr=None, ir=None, garbe=None)
    if chosen.sum() > 1:
        fmrs = GroupErrorRates(np.diag(false_matches)[chosen], np.diag(non_mated_trials)[chosen])
        fnmrs = GroupErrorRates(np.diag(false_non_matches)[chosen], np.diag(mated_trials)[chosen])
        indices = estimate_indices(fmr=fmrs, fnmr=fnmrs, alpha=alpha, seed=seed)
    order = range(len(groups))
    cells = [[(min(g, h), max(g, h)) for h in order] for g in order]
    return GroupFairness(
        fmr=fmr,
        threshold=threshold,
        alpha=alpha,
        groups=groups,
        between=tuple(tuple(_estimate(false_matches[at], non_mated_trials[at]) for at in row) for row in cells),
        compared=tuple(group.name for group in groups if group.too_few is None),
        **indices._asdict(),
    )


def false_non_match_rates(counts: GroupCounts) -> tuple[Estimate | None, ...]:
    """FNMR within each group, as ``measure_fairness`` has it."""
    shares = _shares(counts.mated - counts.mated_matches, counts.mated)
    trials = _trials(counts.mated, counts.mated_trials)
    return tuple(_estimate(shares[g, g], trials[g, g]) for g in range(len(counts.names)))


def _trials(comparisons: Int64Array, trials: Float64Array | None) -> Float64Array:
    """Independent comparisons, no more than there are; NaN where people are too few to tell."""
    every = comparisons.astype(np.float64)
    return every if trials is None else np.where(comparisons == 0, 0.0, np.minimum(trials, every))


def _shares(part: Int64Array, whole: Int64Array) -> Float64Array:
    return np.asarray(np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0))


def _estimate(share: float, trials: float) -> Estimate | None:
    """A share with the exact interval of Clopper and Pearson (1934) for so many trials."""
    if np.isnan(share):
        return None
    if not trials > 0:
        return Estimate(float(share), float("nan"), float("nan"))
    low, high = exact_interval(np.array([share]), np.array([trials]))
    return Estimate(float(share), float(low[0]), float(high[0]))


def _too_few(counts: GroupCounts, group: int, *, mated: float, false_matches: float) -> str | None:
    """Why a group has too little for the indices.

    Args:
        counts: of all groups.
        group: its place.
        mated: its independent mated comparisons; NaN where people are too few to tell.
        false_matches: its independent ones that are to be expected; likewise.
    """
    reasons = []
    if counts.people is not None and counts.people[group] < LEAST_PEOPLE:
        reasons.append(f"{counts.people[group]} people, at least {LEAST_PEOPLE} needed")
    if np.isnan(false_matches):
        reasons.append("too few people in non-mated comparisons")
    elif false_matches < LEAST_FALSE_MATCHES:
        reasons.append(f"{false_matches:.3g} false matches expected, at least {LEAST_FALSE_MATCHES} needed")
    if np.isnan(mated):
        reasons.append("too few people in mated comparisons")
    elif counts.mated[group, group] < LEAST_MATED:
        reasons.append(f"{counts.mated[group, group]} mated comparisons, at least {LEAST_MATED} needed")
    return "; ".join(reasons) or None
