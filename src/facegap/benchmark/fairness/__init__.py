"""Whether a recognizer errs alike for all groups of people."""

from facegap.benchmark.fairness.groups import Groups, load_groups
from facegap.benchmark.fairness.indices import fdr, garbe, inequity_rate
from facegap.benchmark.fairness.pairs import TaskFairness, task_fairness
from facegap.benchmark.fairness.rates import GroupCounts, GroupFairness, GroupRates, count_groups, measure_fairness

__all__ = [
    "GroupCounts",
    "GroupFairness",
    "GroupRates",
    "Groups",
    "TaskFairness",
    "count_groups",
    "fdr",
    "garbe",
    "inequity_rate",
    "load_groups",
    "measure_fairness",
    "task_fairness",
]
