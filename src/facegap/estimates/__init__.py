"""Numbers with intervals over people: the jackknife, exact intervals of shares, people in groups."""

from facegap.estimates.estimate import CONFIDENCE, Estimate, jackknife, jackknife_variance
from facegap.estimates.groups import GROUPS, PeopleGroups, group_people
from facegap.estimates.shares import Estimates, count_people, estimate_shares, subtract

__all__ = [
    "CONFIDENCE",
    "GROUPS",
    "Estimate",
    "Estimates",
    "PeopleGroups",
    "count_people",
    "estimate_shares",
    "group_people",
    "jackknife",
    "jackknife_variance",
    "subtract",
]
