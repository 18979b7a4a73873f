"""How fair a recognizer is to groups of images, over all comparisons of a set."""

import numpy as np

from facegap.base.arrays import Int64Array
from facegap.benchmark.fairness.pairs import LEVELS
from facegap.benchmark.fairness.rates import GroupCounts, GroupFairness, measure_fairness
from facegap.estimates import independent_trials
from facegap.matching import ExactRates
from facegap.matching.rates.person_counts import PersonCounts


def set_fairness(rates: ExactRates, names: tuple[str, ...], *, seed: int = 0) -> tuple[GroupFairness, ...]:
    """Error rates within and between groups at thresholds that are the same for all images.

    Intervals are over people: each is a sum of (match − rate) over all that he or she takes part in. What is of a pair
    alone is in the sums of both its people, and is taken off once, as in the variance of dyads (Aronow, Samii and
    Assenova, 2015), as if images of one pair of people were independent; where they aren't, intervals are rather too
    wide.

    Args:
        rates: of all images; those without a group are in one beyond the names.
        names: of the groups.
        seed: of the draws for the indices' intervals.

    Returns:
        One for each level of 10 %, 1 % and 0.1 % overall FMR that has a threshold.
    """
    return tuple(
        measure_fairness(_counts(rates.people, level, names), fmr=point.level, threshold=point.threshold, seed=seed)
        for level, point in enumerate(rates.points)
        if point.level in LEVELS and point.threshold is not None
    )


def _counts(people: PersonCounts, level: int, names: tuple[str, ...]) -> GroupCounts:
    groups = len(names)
    mated, mated_matches = people.mated, people.mated_matches[level]
    non_mated, non_mated_matches = people.non_mated, people.non_mated_matches[level]
    trials = np.full((2, groups, groups), np.nan)
    for g in range(groups):
        for h in range(g, groups):
            trials[0, g, h] = _mated_trials(people, mated, mated_matches, g, h)
            trials[1, g, h] = _non_mated_trials(people, non_mated, non_mated_matches, g, h)

    def summed(counts: Int64Array, *, twice: bool) -> Int64Array:
        cells = people.between_groups(counts)[:groups, :groups]
        # A non-mated pair within a group was counted for both of its people.
        return np.triu(cells, 1) + np.diag(np.diag(cells) // (2 if twice else 1))

    return GroupCounts(
        names=names,
        mated=summed(mated, twice=False),
        mated_matches=summed(mated_matches, twice=False),
        non_mated=summed(non_mated, twice=True),
        non_mated_matches=summed(non_mated_matches, twice=True),
        people=np.array([np.sum(people.group == g) for g in range(groups)]),
        mated_trials=trials[0],
        non_mated_trials=trials[1],
    )


def _mated_trials(people: PersonCounts, comparisons: Int64Array, matches: Int64Array, g: int, h: int) -> float:
    """Independent comparisons that the mated ones between two groups are worth: people are independent."""
    of = people.group == g
    taken, matched = comparisons[of, h], matches[of, h]
    total = int(taken.sum())
    if not total:
        return 0.0
    rate = float(matched.sum() / total)
    shown = int(np.count_nonzero(taken))
    variance = float(np.sum((matched - rate * taken) ** 2)) / total**2 * shown / max(shown - 1, 1)
    return independent_trials(rate, variance=variance, least=min(shown, total), most=total, people=shown)


def _non_mated_trials(people: PersonCounts, comparisons: Int64Array, matches: Int64Array, g: int, h: int) -> float:
    """The same of the non-mated ones, which depend on two people each."""
    sides = [(people.group == g, h), (people.group == h, g)][: 1 if g == h else 2]
    taken = np.concatenate([comparisons[of, other] for of, other in sides])
    matched = np.concatenate([matches[of, other] for of, other in sides])
    total = int(taken.sum()) // 2
    if not total:
        return 0.0
    rate = float(matched.sum() / 2 / total)
    alone = rate * (1 - rate) * total
    variance = max(float(np.sum((matched - rate * taken) ** 2)) - alone, alone) / total**2
    shown = int(np.count_nonzero(taken))
    return independent_trials(rate, variance=variance, least=min(shown / 2, total), most=total, people=shown)
