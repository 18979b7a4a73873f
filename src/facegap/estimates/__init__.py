"""Numbers with intervals over people: jackknife, bootstrap, exact intervals of shares; divergences, p_values."""

from facegap.estimates.belief import Doubt, doubt_about, most_shown, people_to_show
from facegap.estimates.bootstrap import PeopleUnits, bootstrap_variance, exponential_weights, people_units
from facegap.estimates.differences import (
    FALSE_DISCOVERY_RATE,
    divergence_between,
    jensen_shannon_of_shares,
    kl_of_shares,
    measure_between,
    p_values,
    q_values,
    ratio_of_shares,
    subtract,
)
from facegap.estimates.divergence import jeffreys, kl
from facegap.estimates.estimate import CONFIDENCE, Estimate, jackknife, jackknife_variance
from facegap.estimates.exclusive_scores import ExclusiveScores
from facegap.estimates.groups import GROUPS, PeopleGroups, group_people, random_halves
from facegap.estimates.prevalence import ODDS_BINS, estimate_class_shares, estimate_prevalence, odds_bin
from facegap.estimates.ranking import wins
from facegap.estimates.resampling import REPLICATES, DependentComparisons, Draw, Statistic
from facegap.estimates.shares import (
    Estimates,
    Shares,
    count_people,
    estimate_shares,
    exact_interval,
    independent_trials,
    share_interval,
    share_of_images,
    share_of_people,
)
from facegap.estimates.statistics import (
    EstimateWithFloor,
    LeftOutInTurn,
    estimate_statistic,
    estimate_statistics,
    floor_of_means,
    mean_over_people,
    median_floor,
)

__all__ = [
    "CONFIDENCE",
    "FALSE_DISCOVERY_RATE",
    "GROUPS",
    "ODDS_BINS",
    "REPLICATES",
    "DependentComparisons",
    "Doubt",
    "Draw",
    "Estimate",
    "EstimateWithFloor",
    "Estimates",
    "ExclusiveScores",
    "LeftOutInTurn",
    "PeopleGroups",
    "PeopleUnits",
    "Shares",
    "Statistic",
    "bootstrap_variance",
    "count_people",
    "divergence_between",
    "doubt_about",
    "estimate_class_shares",
    "estimate_prevalence",
    "estimate_shares",
    "estimate_statistic",
    "estimate_statistics",
    "exact_interval",
    "exponential_weights",
    "floor_of_means",
    "group_people",
    "independent_trials",
    "jackknife",
    "jackknife_variance",
    "jeffreys",
    "jensen_shannon_of_shares",
    "kl",
    "kl_of_shares",
    "mean_over_people",
    "measure_between",
    "median_floor",
    "most_shown",
    "odds_bin",
    "p_values",
    "people_to_show",
    "people_units",
    "q_values",
    "random_halves",
    "ratio_of_shares",
    "share_interval",
    "share_of_images",
    "share_of_people",
    "subtract",
    "wins",
]
