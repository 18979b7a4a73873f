"""Shares over people, each of whom may count several times."""

import numpy as np

from facegap.base.arrays import BoolArray, Int64Array
from facegap.estimates import Estimate, estimate_shares, group_people


def share_over_people(part: Int64Array, *, whole: Int64Array, seed: int) -> Estimate:
    """A share, with its interval over people.

    Args:
        part: int64 (people,), how much of each person has what the share is of.
        whole: int64 (people,), how much there is of each; people without any don't count.
        seed: of the division of people into groups.

    Returns:
        The share, 0 to 1. People count as the number of equal ones who would tell as much, (Σ w)² / Σ w².
    """
    counted = np.flatnonzero(whole)
    groups = group_people(np.arange(len(counted)), seed=seed)
    sums = [np.bincount(groups.of, weights=counts[counted], minlength=groups.count) for counts in (part, whole)]
    parts, wholes = (each.astype(np.int64)[:, None] for each in sums)
    people = float(whole.sum() ** 2 / np.sum(whole.astype(np.float64) ** 2))
    return estimate_shares(parts, whole=wholes, people=np.array([people])).at(0)


def share_of_flagged(flagged: BoolArray, *, seed: int) -> Estimate:
    """The share of people of whom something is true, with its interval over people.

    Args:
        flagged: bool (people,), whether it is.
        seed: The seed of the division of people into groups.
    """
    return share_over_people(flagged.astype(np.int64), whole=np.ones(len(flagged), dtype=np.int64), seed=seed)
