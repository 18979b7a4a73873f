"""Numbers with intervals over people: the jackknife, exact intervals of shares, people in groups; divergences."""

from facegap.estimates.divergence import bernoulli, jeffreys, kl, kl_bounds
from facegap.estimates.estimate import CONFIDENCE, Estimate, jackknife, jackknife_variance
from facegap.estimates.groups import GROUPS, PeopleGroups, group_people
from facegap.estimates.resampling import REPLICATES, Comparisons, Draw, Statistic
from facegap.estimates.shares import (
    Estimates,
    count_people,
    estimate_shares,
    exact_interval,
    independent_trials,
    share_interval,
    subtract,
)

__all__ = [
    "CONFIDENCE",
    "GROUPS",
    "REPLICATES",
    "Comparisons",
    "Draw",
    "Estimate",
    "Estimates",
    "PeopleGroups",
    "Statistic",
    "bernoulli",
    "count_people",
    "estimate_shares",
    "exact_interval",
    "group_people",
    "independent_trials",
    "jackknife",
    "jackknife_variance",
    "jeffreys",
    "kl",
    "kl_bounds",
    "share_interval",
    "subtract",
]
